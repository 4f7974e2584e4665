import { FLAGS, flagsOf, variableOf } from '../../../cli/settings/flags';
import { describeSettings } from '../../../cli/settings/describe-settings';
import type { Settings } from '../../../cli/settings/settings';

/** What `aws-lambda-ci --help` of 0.0.8 lists. */
const LEGACY = [
  'app-packages-descriptor-path',
  'app-s3-bucket',
  'app-src-path',
  'aws-profile-name',
  'build-docker-image',
  'build-docker-repo',
  'function-alias-name',
  'function-layer-name',
  'function-name',
  'function-runtime',
  'source-version',
  'watch-log-stream',
];

test('deploy takes every flag of aws-lambda-ci 0.0.8', () => {
  const legacy = FLAGS.filter((flag) => flag.legacy).map(({ name }) => name);
  expect([...legacy].sort()).toEqual(LEGACY);
  expect(flagsOf('deploy').map(({ name }) => name)).toEqual(expect.arrayContaining(LEGACY));
});

test('a name is declared once', () => {
  const names = FLAGS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test('a variable is CODELESS_ and the flag in upper case', () => {
  expect(variableOf({ name: 'function-alias-name' })).toBe('CODELESS_FUNCTION_ALIAS_NAME');
});

test.each([
  ['deploy', 'dry-run'],
  ['rollback', 'dry-run'],
  ['prune', 'dry-run'],
  ['rollback', 'to'],
  ['diff', 'exit-code'],
  ['logs', 'follow'],
  ['versions', 'json'],
] as const)('%s takes --%s', (verb, flag) => {
  expect(flagsOf(verb).map(({ name }) => name)).toContain(flag);
});

test('a verb does not take the flags of another', () => {
  const names = flagsOf('logs').map(({ name }) => name);
  expect(names).not.toContain('dry-run');
  expect(names).not.toContain('to');
  expect(names).not.toContain('source-version');
});

test('checkout takes the flags of tags and output, and none of a function', () => {
  expect(flagsOf('checkout').map(({ name }) => name)).toEqual([
    ...['app-src-path', 'tag', 'tag-pattern'],
    ...['config', 'json', 'verbose', 'quiet', 'no-color'],
  ]);
});

test('what a file sets, the environment sets too', () => {
  expect(FLAGS.filter(({ file, env }) => file && !env)).toEqual([]);
});

test('the description of settings leaves out what has no value, and tells a false', () => {
  const none = { value: undefined, source: 'default' } as const;
  const settings = new Proxy({} as Settings, {
    get: (_, key) => (key === 'prune' ? { value: false, source: 'flag' } : none),
  });
  expect(describeSettings(settings)).toEqual({ prune: { value: false, source: 'flag' } });
});
