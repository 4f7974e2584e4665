/** A call to AWS. */
export interface AwsCall {
  /** As AWS's prices and pages name it: `Lambda`. */
  readonly service: string;
  /** `UpdateAlias`. */
  readonly operation: string;
  /** What was asked for, by the API's names. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Where it was asked for; undefined if that is not known. */
  readonly region: string | undefined;
}

const calls = new WeakMap<object, AwsCall>();

/**
 * Remembers by which call an error came, for the SDK's errors do not tell.
 *
 * @param clientName of the SDK's middleware context: `LambdaClient`
 * @param commandName of the SDK's middleware context: `UpdateAliasCommand`
 */
export function rememberFailedCall(
  error: unknown,
  clientName = '',
  commandName = '',
  { input = {}, region }: Partial<Pick<AwsCall, 'input' | 'region'>> = {},
): void {
  if (typeof error !== 'object' || error === null) return;
  const service = clientName.replace(/Client$/, '');
  calls.set(error, { service, operation: commandName.replace(/Command$/, ''), input, region });
}

/** The call by which an error came, where that is known. */
export function failedCall(error: object): AwsCall | undefined {
  return calls.get(error);
}

/** A request to AWS, as it was sent. */
export interface SentRequest {
  /** With the port, if it is not the usual one. */
  readonly host: string;
  /** The proxy that it went by, without user and password; undefined if it went directly. */
  readonly proxy: string | undefined;
}

const requests = new WeakMap<object, SentRequest>();

/** Remembers for which request there was no answer: errors of the network do not tell. */
export function rememberFailedRequest(error: unknown, request: SentRequest): void {
  if (typeof error === 'object' && error !== null) requests.set(error, request);
}

/** The request that was not answered, if it was one. */
export function failedRequest(error: object): SentRequest | undefined {
  return requests.get(error);
}
