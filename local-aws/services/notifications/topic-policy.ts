interface Statement {
  readonly Effect?: string;
  readonly Principal?: '*' | { readonly Service?: string | string[]; readonly AWS?: string | string[] };
  readonly Action?: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
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
  const { Statement: statements } = JSON.parse(policy) as { readonly Statement?: Statement | Statement[] };
  const effects = list(statements).flatMap(({ Effect, Principal, Action, Resource, Condition = {} }) => {
    const { Service, AWS } = Principal === '*' ? { AWS: '*' } : (Principal ?? {});
    const tests = Object.values(Condition).flatMap((test) => Object.entries(test));
    const applies =
      (list(Service).includes(PUBLISHER) || list(AWS).includes('*')) &&
      list(Action).some((action) => matches(action.toLowerCase(), 'sns:publish')) &&
      list(Resource).some((resource) => matches(resource, topicArn)) &&
      tests.every(([key, values]) => list(values).some((value) => matches(value, source[key.toLowerCase()])));
    return applies ? [Effect] : [];
  });
  return effects.includes('Allow') && !effects.includes('Deny');
}

function matches(pattern: string, text: string | undefined): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return text !== undefined && new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}

function list<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : ([value].flat() as T[]);
}
