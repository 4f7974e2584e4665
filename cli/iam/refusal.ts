/** What AWS tells of a call that it denied. */
export interface Refusal {
  /** As IAM writes it: `s3:GetObject`; undefined if AWS does not tell. */
  readonly action: string | undefined;
  /** ARN of who was denied. */
  readonly principal: string | undefined;
  /** ARN, or a pattern of ARNs, of what was asked for. */
  readonly resource: string | undefined;
  /** The kind of policy that decided: `service control policy`. */
  readonly policy: string | undefined;
  /** Whether that policy denies it; else it does not allow it. */
  readonly isExplicit: boolean;
}

/** Whether an error says that who asked may not ask. */
export function isDenied(name: string, status: number | undefined): boolean {
  // An answer without a body, as to HeadObject, has no name.
  if (/^(Unknown|UnknownError|Forbidden)$/.test(name)) return status === 403;
  return /AccessDenied|^(AuthorizationError(Exception)?|NotAuthorized(Exception)?|UnauthorizedOperation)$/.test(name);
}

/** A permission that a service's own sentence asks for in its own way. */
type Sentence = readonly [pattern: RegExp, read: (groups: readonly string[]) => Partial<Refusal>];

const KMS_ARN = /arn:[a-z-]+:kms:[^\s"']+:key\/[\w-]+/;

const SENTENCES: readonly Sentence[] = [
  [/not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9]+)/i, ([action]) => ({ action })],
  // Lambda fetches packages with the caller's rights.
  [
    /have permission to (GetObject\w*) for ([^/\s]+)\/(\S+?)\.?(?:\s|$)/,
    ([action = '', bucket = '', key = '']) => ({ action: `s3:${action}`, resource: `arn:*:s3:::${bucket}/${key}` }),
  ],
  [/ciphertext refers to|because KMS access was denied/i, () => ({ action: 'kms:Decrypt' })],
];

/**
 * Reads what AWS says of a call that it denied.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function readRefusal(message: string): Refusal {
  const found = SENTENCES.map(([pattern, read]) => {
    const match = pattern.exec(message);
    return match === null ? undefined : read(match.slice(1));
  }).find((read) => read !== undefined);
  const explicit = /with an explicit deny(?: in (?:an?|the) ([A-Za-z -]*?(?:policy|boundary)))?/i.exec(message);
  const implicit = /because no ([A-Za-z -]*?(?:policy|boundary)) allows/i.exec(message);
  const resource = /\bon resource: ["']?(arn:[^\s"']+|\*)/.exec(message)?.[1]?.replace(/[.,]$/, '');
  return {
    action: undefined,
    principal: /\b(arn:[a-z-]+:(?:iam|sts)::\d*:[^\s"']+) is not authorized/.exec(message)?.[1],
    resource: resource ?? (found?.action?.startsWith('kms:') === true ? KMS_ARN.exec(message)?.[0] : undefined),
    policy: explicit?.[1] ?? implicit?.[1],
    isExplicit: explicit !== null,
    ...found,
  };
}
