import { readEnvironment, readFlags, type RawFlags } from '../../../cli/settings/given-values';

function flags(raw: RawFlags): { values: Record<string, unknown>; problems: string[] } {
  const problems: string[] = [];
  return { values: Object.fromEntries(readFlags(raw, problems)), problems };
}

function environment(env: NodeJS.ProcessEnv): {
  values: Record<string, unknown>;
  problems: string[];
  warnings: string[];
} {
  const [problems, warnings]: [string[], string[]] = [[], []];
  return { values: Object.fromEntries(readEnvironment(env, problems, warnings)), problems, warnings };
}

test.each([
  ['a text', { 'function-name': 'demo-api' }, { 'function-name': 'demo-api' }],
  ['a number at its least', { keep: '1' }, { keep: 1 }],
  ['a number at its most', { keep: '200' }, { keep: 200 }],
  ['a choice', { dependencies: 'package' }, { dependencies: 'package' }],
  ['a flag without value', { 'dry-run': true }, { 'dry-run': true }],
  ['a flag denied', { prune: false }, { prune: false }],
  ['seconds', { since: '90s' }, { since: 90_000 }],
  ['minutes', { since: '10m' }, { since: 600_000 }],
  ['hours', { since: '2h' }, { since: 7_200_000 }],
  ['days', { since: '1d' }, { since: 86_400_000 }],
  [
    'a source version with slashes and letters of any script',
    { 'source-version': 'feature/ö' },
    { 'source-version': 'feature/ö' },
  ],
  ['the longest source version', { 'source-version': 'a'.repeat(200) }, { 'source-version': 'a'.repeat(200) }],
] as const)('the command line gives %s', (_, raw, expected) => {
  expect(flags(raw)).toEqual({ values: expected, problems: [] });
});

test.each([
  [{ 'function-name': 'a b' }, "--function-name must be a name of 1 to 64 letters, digits, - and _, got 'a b'"],
  [
    { 'function-name': 'a'.repeat(65) },
    `--function-name must be a name of 1 to 64 letters, digits, - and _, got '${'a'.repeat(59)}…`,
  ],
  [
    { 'function-alias-name': '12' },
    "--function-alias-name must be a name of 1 to 128 letters, digits, - and _, not of digits alone, got '12'",
  ],
  [{ keep: '0' }, "--keep must be a whole number from 1 to 200, got '0'"],
  [{ keep: '201' }, "--keep must be a whole number from 1 to 200, got '201'"],
  [{ keep: '1.5' }, "--keep must be a whole number from 1 to 200, got '1.5'"],
  [{ keep: '' }, "--keep must be a whole number from 1 to 200, got ''"],
  [{ dependencies: 'zip' }, "--dependencies must be one of layer, package, none, got 'zip'"],
  [
    { 'function-runtime': 'pyton3.12' },
    "--function-runtime must be Lambda's identifier of a runtime, such as python3.13, got 'pyton3.12': did you mean python3.12?",
  ],
  [
    { 'function-runtime': 'cobol' },
    "--function-runtime must be Lambda's identifier of a runtime, such as python3.13, got 'cobol'",
  ],
  [{ since: '10' }, "--since must be a time such as 90s, 10m, 2h or 1d, got '10'"],
  [{ 'app-s3-prefix': 'a/' }, "--app-s3-prefix must be at most 200 characters, with no slash at either end, got 'a/'"],
  [{ 'source-version': 'latest' }, "--source-version must be 1 to 200 characters, and not latest, got 'latest'"],
  [{ 'source-version': '..' }, "--source-version must be 1 to 200 characters, and not latest, got '..'"],
  [
    { 'source-version': 'a'.repeat(201) },
    `--source-version must be 1 to 200 characters, and not latest, got '${'a'.repeat(59)}…`,
  ],
  [{ 'source-version': 'a\nb' }, "--source-version must be 1 to 200 characters, and not latest, got 'a\\x0ab'"],
  [{ 'source-version': '\ud800' }, "--source-version must be 1 to 200 characters, and not latest, got '\ud800'"],
] as const)('fails %j', (raw, expected) => {
  expect(flags(raw)).toEqual({ values: {}, problems: [expected] });
});

test('fails every wrong value at once, and keeps the others', () => {
  const { values, problems } = flags({ keep: 'a', 'lease-seconds': 'b', 'function-name': 'demo' });
  expect(problems).toHaveLength(2);
  expect(values).toEqual({ 'function-name': 'demo' });
});

test('the environment gives numbers, choices and yes or no', () => {
  const env = {
    CODELESS_KEEP: '3',
    CODELESS_DEPENDENCIES: 'none',
    CODELESS_PRUNE: 'false',
    CODELESS_JSON: '1',
    PATH: '/bin',
  };
  expect(environment(env)).toEqual({
    values: { keep: 3, dependencies: 'none', prune: false, json: true },
    problems: [],
    warnings: [],
  });
});

test('an empty variable is one that is not set', () => {
  expect(environment({ CODELESS_KEEP: '' })).toEqual({ values: {}, problems: [], warnings: [] });
});

test('fails a variable with the sentence that names it', () => {
  expect(environment({ CODELESS_PRUNE: 'yes' }).problems).toEqual(["CODELESS_PRUNE must be true or false, got 'yes'"]);
});

test('a variable that no flag has is warned of, with the one that was likely meant', () => {
  const { warnings } = environment({ CODELESS_FUNCTON_NAME: 'x', CODELESS_SOMETHING_ELSE: 'y' });
  expect(warnings).toEqual([
    'CODELESS_FUNCTON_NAME is no variable of codeless: did you mean CODELESS_FUNCTION_NAME?',
    'CODELESS_SOMETHING_ELSE is no variable of codeless',
  ]);
});

test('what one call is told has no variable', () => {
  expect(environment({ CODELESS_REDEPLOY: 'true' }).warnings).toEqual(['CODELESS_REDEPLOY is no variable of codeless']);
});
