import * as z from 'zod/mini';

const texts = z.pipe(
  z.union([z.string(), z.array(z.string())]),
  z.transform((value) => (typeof value === 'string' ? [value] : value)),
);

const statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.optional(z.union([z.string(), z.record(z.string(), texts)])),
  Action: z.optional(texts),
  Condition: z.optional(z.record(z.string(), z.record(z.string(), texts))),
});

const policy = z.object({ Statement: z.union([statement, z.array(statement)]) });

type Statement = z.infer<typeof statement>;

/** What Lambda asks a repository for, with its own rights and not with the function's role. */
const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/**
 * Whether a repository's policy lets Lambda pull for a function; undefined where it has conditions that are not judged here.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
 */
export function mayPull(text: string | undefined, functionArn: string): boolean | undefined {
  const result = policy.safeParse(text === undefined ? { Statement: [] } : parsed(text));
  if (!result.success) return undefined;
  const { Statement: found } = result.data;
  const statements = (Array.isArray(found) ? found : [found]).filter(isForLambda);
  const verdicts = PULL.map((action) => {
    const own = statements.filter(({ Action = [] }) => Action.some((pattern) => like(pattern, action, true)));
    const judged = own.map((one) => ({ effect: one.Effect, applies: applies(one, functionArn) }));
    if (judged.some(({ effect, applies: is }) => effect === 'Deny' && is === true)) return false;
    if (judged.some(({ applies: is }) => is === undefined)) return undefined;
    return judged.some(({ effect, applies: is }) => effect === 'Allow' && is === true);
  });
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

function isForLambda({ Principal }: Statement): boolean {
  if (typeof Principal === 'string') return Principal === '*';
  const { Service = [], AWS = [], '*': all = [] } = Principal ?? {};
  return Service.some((name) => name.startsWith('lambda.amazonaws.com')) || [...Service, ...AWS, ...all].includes('*');
}

/** Whether the conditions hold; undefined where one is of a kind that is not judged. */
function applies({ Condition = {} }: Statement, functionArn: string): boolean | undefined {
  const facts: Readonly<Record<string, string>> = {
    'aws:sourcearn': functionArn,
    'aws:sourceaccount': functionArn.split(':')[4] ?? '',
  };
  const verdicts = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const fact = facts[key.toLowerCase()];
      if (fact === undefined || !/^(String|Arn)(Like|Equals)$/.test(operator)) return undefined;
      return values.some((value) => (operator === 'StringEquals' ? value === fact : like(value, fact, false)));
    }),
  );
  if (verdicts.includes(false)) return false;
  return verdicts.includes(undefined) ? undefined : true;
}

/** Whether a text fits a pattern of IAM's, with `*` and `?`. */
function like(pattern: string, text: string, ignoresCase: boolean): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoresCase ? 'i' : '').test(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
