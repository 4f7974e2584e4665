import type { CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { errorAnswer, jsonObject, type Answer, type Request } from '../../front/message';
import { inTheNameOf } from '../emulator-call';

/** A function as a request names it: by name, partial or full ARN, each with a qualifier or without. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
}

/** The function and the qualifier of a call; a qualifier in the query wins. */
export function functionReference({ labels, url }: Call): FunctionReference {
  const label = labels.FunctionName ?? '';
  const parts = label.split(':');
  const start = parts.indexOf('function');
  // A partial ARN is `account:function:name`; without that word it is `name` or `name:qualifier`.
  const [name = '', own] = parts.slice(start + 1);
  const qualifier = url.searchParams.get('Qualifier') ?? own;
  return qualifier === undefined ? { name } : { name, qualifier };
}

/** A read that goes to the emulator in the name of whoever made the call. */
export function read(call: Call, path: string): Request {
  return { method: 'GET', path, headers: inTheNameOf(call, 'lambda') };
}

/** The path of a function in Lambda's API. */
export function functionPath(name: string, rest: string): string {
  return `/2015-03-31/functions/${encodeURIComponent(name)}/${rest}`;
}

/**
 * The configuration of `$LATEST`.
 *
 * @returns the configuration, or else the error that the emulator answered
 */
export async function latestConfiguration(
  call: Call,
  { send }: CorrectionContext,
): Promise<{ readonly configuration: Record<string, unknown> } | { readonly error: Answer }> {
  const answer = await send(read(call, functionPath(functionReference(call).name, 'configuration')));
  return answer.status === 200 ? { configuration: jsonObject(answer.body) } : { error: answer };
}

/** Lambda's answer to a `RevisionId` that is not the current one; undefined where it is, or where none was sent. */
export function staleRevision(
  input: Readonly<Record<string, unknown>>,
  configuration: Readonly<Record<string, unknown>>,
): Answer | undefined {
  const asked = input.RevisionId;
  if (typeof asked !== 'string' || asked === '' || asked === configuration.RevisionId) return undefined;
  return errorAnswer(
    412,
    'PreconditionFailedException',
    'The RevisionId provided does not match the latest RevisionId for the Lambda function or alias. Call the ' +
      'GetFunction or the GetAlias API to retrieve the latest RevisionId for your resource.',
  );
}
