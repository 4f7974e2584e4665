import type { DeployResult } from '../../../cli/deploy/deploy-result';
import { styleOf } from '../../../cli/output/style';
import { summarize } from '../../../cli/output/summary';

const LAYER = 'arn:aws:lambda:eu-west-1:111122223333:layer:demo-api-deps:7';

const CODE = { changed: true, sha256: 'n0DsB9ydkvDvYQwUu4xKH8ZRtC8gQ4T6sXzCkbQjK9w=', bytes: 2048 };

const RELEASED: DeployResult = {
  outcome: 'released',
  functionName: 'demo-api',
  functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:demo-api',
  region: 'eu-west-1',
  aliasName: 'live',
  fromVersion: '41',
  toVersion: '42',
  backTo: '41',
  sourceVersion: 'v2',
  code: { ...CODE, stored: { bucket: 'packages', key: 'lambda-ci/demo-api/v2/app.zip' } },
  dependencies: {
    state: 'changed',
    builder: 'pip',
    layerVersionArn: LAYER,
    stored: { bucket: 'packages', key: 'lambda-ci/demo-api/v2/deps.zip' },
  },
  configuration: ['MemorySize', 'Environment'],
  layers: [LAYER],
};

const UNCHANGED: DeployResult = {
  ...RELEASED,
  outcome: 'unchanged',
  toVersion: '41',
  backTo: undefined,
  sourceVersion: 'v1',
  code: { ...CODE, changed: false },
  dependencies: { state: 'unchanged', builder: 'pip', layerVersionArn: LAYER },
  configuration: [],
};

const plain = styleOf({ write: () => undefined }, false);
const summary = (result: DeployResult): string[] => summarize(result, plain).split('\n');
const row = (result: DeployResult, label: string): string | undefined =>
  summary(result).find((line) => line.startsWith(`  ${label} `));

test('a release tells all that callers get, where it is, and how to go back', () => {
  expect(summary(RELEASED)).toEqual([
    'Released v2 to demo-api:live.',
    '  Version        41 → 42',
    '                 https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/demo-api/versions/42?tab=code',
    '  Layer          demo-api-deps:7 (published)',
    '                 https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/layers/demo-api-deps/versions/7',
    '  Source         v2 (changed, 2.0 KB)',
    '                 https://eu-west-1.console.aws.amazon.com/s3/object/packages?region=eu-west-1&prefix=lambda-ci%2Fdemo-api%2Fv2%2Fapp.zip',
    '  Dependencies   changed by pip',
    '                 https://eu-west-1.console.aws.amazon.com/s3/object/packages?region=eu-west-1&prefix=lambda-ci%2Fdemo-api%2Fv2%2Fdeps.zip',
    '  Configuration  MemorySize, Environment',
    '',
    'To go back: codeless rollback --function-name demo-api --function-alias-name live --region eu-west-1 --to 41',
  ]);
});

test('where nothing changed, the source is the one that was released, and there is no way back to tell of', () => {
  expect(summary(UNCHANGED)).toEqual([
    'Nothing changed: demo-api:live stays on version 41.',
    '  Version       41',
    '                https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/demo-api/versions/41?tab=code',
    '  Layer         demo-api-deps:7 (unchanged)',
    '                https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/layers/demo-api-deps/versions/7',
    '  Source        unchanged since v1 (2.0 KB)',
    '  Dependencies  unchanged by pip',
  ]);
});

test('a version that does not tell its source is unchanged since nobody knows when', () => {
  expect(row({ ...UNCHANGED, sourceVersion: undefined }, 'Source')).toBe('  Source        unchanged (2.0 KB)');
});

test('a release of dependencies alone names the source that it was built from', () => {
  const result = { ...RELEASED, configuration: [], code: { ...RELEASED.code, changed: false } };
  expect(row(result, 'Source')).toBe('  Source        v2 (unchanged, 2.0 KB)');
});

test('the first release has no way back', () => {
  expect(summary({ ...RELEASED, backTo: undefined }).join('\n')).not.toContain('To go back');
});

test('a dry run tells what would be, with no number for what does not exist yet', () => {
  const planned: DeployResult = {
    ...RELEASED,
    outcome: 'planned',
    toVersion: undefined,
    backTo: undefined,
    code: CODE,
    dependencies: { state: 'changed', builder: 'pip' },
  };
  expect(summary(planned)).toEqual([
    'Dry run: v2 would be released to demo-api:live.',
    '  Version        41 → a new version',
    '  Layer          a new version',
    '  Source         v2 (changed, 2.0 KB)',
    '  Dependencies   changed by pip',
    '  Configuration  MemorySize, Environment',
  ]);
});

test('a dry run of what is there already says that nothing would change', () => {
  const [first] = summary({ ...UNCHANGED, outcome: 'planned' });
  expect(first).toBe('Dry run: nothing would change, demo-api:live stays on version 41.');
});

test('what an interrupted deploy had left is told of', () => {
  const [first] = summary({ ...UNCHANGED, outcome: 'recorded' });
  expect(first).toBe('demo-api:live serves v1 already; what an interrupted deploy had left undone is done.');
});

test.each([
  ['none', { state: 'none' }, 'none'],
  ['those in the package', { state: 'packaged', builder: 'npm' }, 'in the package by npm'],
] as const)('dependencies: %s', (_name, dependencies, expected) => {
  const result: DeployResult = { ...RELEASED, configuration: [], dependencies };
  expect(row(result, 'Dependencies')).toBe(`  Dependencies  ${expected}`);
  expect(summary(result).join('\n')).not.toContain('Layer');
});

test('a source version cannot steer the terminal', () => {
  expect(summary({ ...RELEASED, sourceVersion: 'v2\u001b[2J' }).join('\n')).not.toContain('\u001b');
});

test.each([
  ['cn-north-1', 'https://console.amazonaws.cn/lambda/home?region=cn-north-1'],
  ['us-gov-west-1', 'https://console.amazonaws-us-gov.com/lambda/home?region=us-gov-west-1'],
])('links lead to the console of the partition of %s', (region, address) => {
  expect(summarize({ ...RELEASED, region }, plain)).toContain(address);
});

test('the tag that was released stands beside its commit', () => {
  const released = { ...RELEASED, sourceVersion: 'c0ffee1', tag: 'v1.4.0' };
  expect(row(released, 'Source')).toBe('  Source         c0ffee1, v1.4.0 (changed, 2.0 KB)');
});
