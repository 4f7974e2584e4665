interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

const PUBLISHER = 'codestar-notifications.amazonaws.com';

/**
 * Whether a topic's policy lets notifications be published: a statement that allows it to the service, and none that
 * denies it. Of conditions only the account and the rule that confused-deputy protection compares are understood.
 *
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/set-up-sns.html
 */
export function admitsNotifications(
  policy: string,
  topicArn: string,
  source: Readonly<Record<string, string>>,
): boolean {
  const statements = list((JSON.parse(policy || '{}') as { Statement?: unknown }).Statement) as Statement[];
  const applies = (effect: string): boolean =>
    statements.some(
      ({ Effect, Principal, Action, Resource, Condition }) =>
        Effect === effect &&
        isPublisher(Principal) &&
        list(Action).some((action) => matches(String(action).toLowerCase(), 'sns:publish')) &&
        list(Resource).some((resource) => matches(String(resource), topicArn)) &&
        holds(Condition, source),
    );
  return applies('Allow') && !applies('Deny');
}

function isPublisher(principal: unknown): boolean {
  if (principal === '*') return true;
  const { Service, AWS } = (principal ?? {}) as { Service?: unknown; AWS?: unknown };
  return list(Service).includes(PUBLISHER) || list(AWS).includes('*');
}

function holds(condition: unknown, source: Readonly<Record<string, string>>): boolean {
  const tests = Object.values((condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(Object.entries);
  return tests.every(([key, values]) => {
    const actual = source[key.toLowerCase()];
    return actual !== undefined && list(values).some((value) => matches(String(value), actual));
  });
}

function matches(pattern: string, text: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\*/g, '.*').replace(/\?/g, '.')}$`).test(text);
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
