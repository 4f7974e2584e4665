import { failedCall } from '../failed-call';
import type { KnownSubject } from '../iam/known-subject';
import { isDenied } from '../iam/refusal';
import { describeClockError, type DatedError } from './clock-error';
import { describeDeniedCall } from './denied-call';
import type { Problem } from './describe-error';
import { describeNetworkError } from './network-error';

/** What the SDK's errors have in common; those of services have metadata. */
interface SdkError extends DatedError {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
  readonly code?: string;
  readonly address?: string;
}

/** A pattern of an error's code, and what to do. */
type Advice = readonly [codes: RegExp, hint: string];

const ADVICE: readonly Advice[] = [
  [/^(ExpiredToken|ExpiredTokenException|TokenRefreshRequired)$/, 'The credentials have expired: sign in again.'],
  [
    /^(UnrecognizedClientException|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException)$/,
    'The credentials are not valid: check AWS_PROFILE, --aws-profile-name and the AWS_… variables.',
  ],
  [
    /^(ResourceNotFoundException|NoSuchBucket)$/,
    'Check the name, the region and the account: codeless status shows which are used.',
  ],
  [/^(PermanentRedirect|AuthorizationHeaderMalformed)$/, 'The bucket is in another region: give --region.'],
  [
    /^(Throttling|ThrottlingException|TooManyRequestsException|SlowDown)$/,
    'AWS asks for fewer calls: try again later.',
  ],
  [
    /^(ResourceConflictException|PreconditionFailedException|PreconditionFailed)$/,
    'Something else changed the function at the same time: run it again.',
  ],
  [/^(CodeStorageExceededException)$/, "The account's storage for code is full: codeless prune removes old versions."],
];

/**
 * An error of the AWS SDK in a sentence; undefined for other errors.
 *
 * @param known what is known of the function, for the permissions that are missing
 */
export function describeAwsError(error: SdkError, known?: Partial<KnownSubject>): Problem | undefined {
  const call = failedCall(error);
  const where = call === undefined ? 'a call to AWS' : `${call.service} ${call.operation}`;
  const problem = (code: string, message: string, hint?: string): Problem => ({
    exit: 'failed',
    code,
    message,
    output: [],
    ...(hint === undefined ? {} : { hint }),
  });

  if (/^(CredentialsProviderError|TokenProviderError)$/.test(error.name)) {
    const hint = 'Give --aws-profile-name, set AWS_PROFILE or the AWS_… variables, or run where a role is.';
    return problem('NoCredentials', `there are no AWS credentials (${error.message})`, hint);
  }
  if (error.message === 'Region is missing') {
    return problem('NoRegion', 'no AWS region is set', 'Give --region, or set AWS_REGION or AWS_DEFAULT_REGION.');
  }
  const network = describeNetworkError(error, call !== undefined);
  if (network !== undefined) return problem(network.code, `${where} failed: ${network.reason}`, network.hint);
  if (error.$metadata?.httpStatusCode === undefined) return undefined;
  const { requestId, httpStatusCode } = error.$metadata;
  const id = requestId === undefined ? '' : `, request id ${requestId}`;
  const clock = describeClockError(error, Date.now());
  if (clock !== undefined) {
    const said = `${error.name}: ${error.message}${id}`;
    return problem(error.name, `${where} failed: ${clock.reason} (${said})`, clock.hint);
  }
  if (isDenied(error.name, httpStatusCode)) {
    const { message, hint } = describeDeniedCall(error.message, call, known);
    const code = error.name.startsWith('Unknown') ? 'AccessDenied' : error.name;
    return problem(code, `${message} (${where}: ${code}${id})`, hint);
  }
  const reason = error.message === '' ? '' : ` (${error.message})`;
  const hint = ADVICE.find(([codes]) => codes.test(error.name))?.[1];
  return problem(error.name, `${where} failed: ${error.name}${reason}${id}`, hint);
}
