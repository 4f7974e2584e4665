import type { AwsCall } from '../failed-call';
import type { KnownSubject } from '../iam/known-subject';
import { missingPermissions, type MissingStatement } from '../iam/missing-permissions';
import { readRefusal, type Refusal } from '../iam/refusal';

/** What a denied call says. */
export interface DeniedCall {
  /** The sentence, up to what AWS calls it. */
  readonly message: string;
  readonly hint: string;
}

/** Sentences of AWS's that say nothing more than that. */
const SAYS_NOTHING = /^(|Unknown ?Error|Access Denied|Forbidden|null|undefined)\.?$/i;

/** Where statements are kept that decide, by IAM's name of the kind of policy. */
const POLICIES: Readonly<Record<string, string>> = {
  'identity-based policy': 'the policy of the role or user',
  'permissions boundary': 'its permissions boundary',
  'session policy': 'the session policy that the role was assumed with',
  'resource-based policy': 'the policy of the resource itself',
  'service control policy': "the organization's service control policy",
  'resource control policy': "the organization's resource control policy",
  'VPC endpoint policy': 'the policy of the VPC endpoint',
};

const ALL = 'codeless explain-iam prints the whole policy';

/** The permission that a denied call lacks, and the statement that gives it. */
export function describeDeniedCall(
  said: string,
  call: AwsCall | undefined,
  known: Partial<KnownSubject> | undefined,
): DeniedCall {
  const refusal = readRefusal(said);
  if (said.startsWith('Lambda does not have permission to access the ECR image')) return lambdaMayNotPull(said);
  const statements = missingPermissions(call, refusal, known);
  const { principal = 'the role or user', policy, isExplicit } = refusal;
  const actions = [...new Set(statements.map(({ Action }) => Action))].join(' or ');
  const on = refusal.resource === undefined ? '' : ` on ${refusal.resource.replace('arn:*:', 'arn:aws:')}`;
  const explicit = policy === undefined ? ' by an explicit deny' : ` by an explicit deny in a ${policy}`;
  const implicit = policy === undefined ? '' : `, as no ${policy} allows it`;
  const isRead = refusal.action !== undefined || SAYS_NOTHING.test(said);
  const message = `${actions === '' ? 'a call' : actions} is denied to ${principal}${on}${isExplicit ? explicit : implicit}${isRead ? '' : ` (${said})`}`;
  return { message, hint: remedy(refusal, statements) };
}

function remedy({ action = '', policy = '', principal, isExplicit }: Refusal, statements: readonly MissingStatement[]) {
  if (action.startsWith('sts:AssumeRoleWith')) {
    return "The role's trust policy does not let this token in: compare its Principal and its Condition with the token's aud and sub.";
  }
  const place = POLICIES[policy] ?? POLICIES['identity-based policy'] ?? '';
  if (isExplicit) {
    const where = policy === '' ? 'the policy that denies it' : (POLICIES[policy] ?? `the ${policy}`);
    return `No statement that allows helps against an explicit deny: change ${where}.`;
  }
  if (statements.length === 0) return `Ask who keeps the role or user; ${ALL}.`;
  const given = policy === 'resource-based policy' ? statements.map((one) => toPrincipal(one, principal)) : statements;
  const json = JSON.stringify(given.length === 1 ? given[0] : given);
  const add = `Add ${given.length === 1 ? 'this statement' : 'these statements'} to ${place}: ${json}`;
  if (action === 'sts:AssumeRole') return `${add}; the trust policy of that role has to name the user or role too.`;
  return `${add}; ${ALL}.`;
}

/** A policy of a resource names who may; that of a repository names no resource. */
function toPrincipal({ Effect, Action, Resource, ...rest }: MissingStatement, principal = '*'): object {
  const AWS = principal.replace(/:sts:(.*):assumed-role\/([^/]+)\/.*$/, ':iam:$1:role/$2');
  return { Effect, Principal: { AWS }, Action, ...(Action.startsWith('ecr:') ? {} : { Resource }), ...rest };
}

/** Lambda asks the repository itself, for everyone who uses the image. */
function lambdaMayNotPull(said: string): DeniedCall {
  const Action = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
  const statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action };
  return {
    message: `${Action.join(' and ')} are denied to Lambda on the repository (${said})`,
    hint: `Add this statement to the policy of the repository: ${JSON.stringify(statement)}; codeless verify judges it.`,
  };
}
