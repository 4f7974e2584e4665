/** A call to AWS. */
export interface AwsCall {
  /** As AWS's prices and pages name it: `Lambda`. */
  readonly service: string;
  /** `UpdateAlias`. */
  readonly operation: string;
}

const calls = new WeakMap<object, AwsCall>();

/**
 * Remembers by which call an error came, for the SDK's errors do not tell.
 *
 * @param clientName of the SDK's middleware context: `LambdaClient`
 * @param commandName of the SDK's middleware context: `UpdateAliasCommand`
 */
export function rememberFailedCall(error: unknown, clientName = '', commandName = ''): void {
  if (typeof error !== 'object' || error === null) return;
  calls.set(error, { service: clientName.replace(/Client$/, ''), operation: commandName.replace(/Command$/, '') });
}

/** The call by which an error came, where that is known. */
export function failedCall(error: object): AwsCall | undefined {
  return calls.get(error);
}
