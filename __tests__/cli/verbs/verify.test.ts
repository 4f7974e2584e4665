import { attempt } from '../../../cli/inspect/attempt';
import { checksOf, type Facts } from '../../../cli/inspect/verification';
import { CodelessError } from '../../../cli/errors';
import { CONTRACT, configuration, settingsOf } from '../inspect/facts';

const GOOD: Facts = {
  unreadContract: undefined,
  image: undefined,
  latest: { value: configuration('$LATEST') },
  alias: { value: { FunctionVersion: '4' } },
  bucket: { value: undefined },
  ringing: { value: [] },
  deployments: { value: [] },
};

const BROKEN = { problem: { exit: 'failed', code: 'X', message: 'no access', hint: 'ask', output: [] } } as const;

function outcomes(facts: Partial<Facts>, settings = settingsOf(CONTRACT, 'packages')): Record<string, string> {
  return Object.fromEntries(checksOf(settings, { ...GOOD, ...facts }).map(({ name, outcome }) => [name, outcome]));
}

test('all checks pass where nothing is wrong', () => {
  expect(new Set(Object.values(outcomes({})))).toEqual(new Set(['passed']));
});

test('what is not there to be checked is skipped, and fails nothing', () => {
  const found = outcomes(
    { bucket: undefined, ringing: undefined, deployments: undefined },
    { ...settingsOf(), contract: undefined },
  );
  expect(found).toMatchObject({ Contract: 'skipped', Bucket: 'skipped', Alarms: 'skipped', CodeDeploy: 'skipped' });
  expect(Object.values(found)).not.toContain('failed');
});

test('a contract that may not be read is a check that fails, and says what is missing', () => {
  const checks = checksOf({ ...settingsOf(), contract: undefined }, { ...GOOD, unreadContract: BROKEN });
  expect(checks).toContainEqual({ name: 'Contract', outcome: 'failed', finding: 'no access', hint: 'ask' });
});

test('every check is made where one cannot be', () => {
  expect(outcomes({ latest: BROKEN, bucket: BROKEN })).toEqual({
    ...{ Function: 'failed', Alias: 'passed', Contract: 'skipped', Layers: 'skipped' },
    ...{ Bucket: 'failed', Alarms: 'passed', CodeDeploy: 'passed' },
  });
});

test.each<[string, Partial<Facts>, string, RegExp]>([
  ['a failed state', { latest: { value: configuration('1', { State: 'Failed' }) } }, 'Function', /state is Failed/],
  [
    'an update',
    { latest: { value: configuration('1', { LastUpdateStatus: 'InProgress' }) } },
    'Function',
    /InProgress/,
  ],
  [
    'another runtime',
    { latest: { value: configuration('1', { Runtime: 'nodejs22.x' }) } },
    'Contract',
    /python3.12.*nodejs22/,
  ],
  [
    'another architecture',
    { latest: { value: configuration('1', { Architectures: ['x86_64'] }) } },
    'Contract',
    /arm64.*x86/,
  ],
  [
    'another package type',
    { latest: { value: configuration('1', { PackageType: 'Image' }) } },
    'Contract',
    /Zip.*Image/,
  ],
  [
    'a shift',
    { alias: { value: { RoutingConfig: { AdditionalVersionWeights: { '5': 0.1 } } } } },
    'Alias',
    /version 5/,
  ],
  ['a bell', { ringing: { value: ['errors'] } }, 'Alarms', /ringing: errors/],
  ['a deployment', { deployments: { value: ['d-1'] } }, 'CodeDeploy', /d-1/],
  ['a closed bucket', { bucket: BROKEN }, 'Bucket', /no access/],
])('fails for %s and says what to do', (_what, facts, name, finding) => {
  const check = checksOf(settingsOf(CONTRACT, 'packages'), { ...GOOD, ...facts }).find((one) => one.name === name);
  expect(check?.outcome).toBe('failed');
  expect(check?.finding).toMatch(finding);
  expect(check?.hint).toBeTruthy();
});

test.each([undefined, ''])('the contract of an image function agrees with one whose runtime is %j', (Runtime) => {
  const contract = { ...CONTRACT, packageType: 'Image', runtime: undefined } as const;
  const latest = { value: configuration('1', { PackageType: 'Image', Runtime: Runtime as undefined }) };
  expect(outcomes({ latest }, settingsOf(contract, 'packages'))).toMatchObject({ Contract: 'passed' });
});

test('the image of an image function is a check of its own, with all that is wrong with it', () => {
  const checks = (image: Facts['image']): object[] =>
    checksOf(settingsOf(CONTRACT, 'packages'), { ...GOOD, image }).filter(({ name }) => name === 'Image');
  expect(checks(undefined)).toEqual([]);
  expect(checks({ value: [] })).toEqual([
    { name: 'Image', outcome: 'passed', finding: 'it is in ECR, and Lambda may pull it' },
  ]);
  const findings = [
    { text: 'it is gone', hint: 'Push it.' },
    { text: 'nobody may pull it', hint: 'Open it.' },
  ];
  expect(checks({ value: findings })).toEqual([
    { name: 'Image', outcome: 'failed', finding: 'it is gone; nobody may pull it', hint: 'Push it. Open it.' },
  ]);
  expect(checks(BROKEN)).toEqual([{ name: 'Image', outcome: 'failed', finding: 'no access', hint: 'ask' }]);
});

test('fails for an alias that Terraform moves', () => {
  expect(outcomes({}, settingsOf({ ...CONTRACT, aliasOwner: 'terraform' }, 'packages')).Alias).toBe('failed');
});

test('fails where a layer of dependencies would be the sixth, and not where it would be the fifth', () => {
  const layers = (count: number): Partial<Facts> => ({
    latest: {
      value: configuration('1', { Layers: Array.from({ length: count }, (_, i) => ({ Arn: `arn:layer:l${i}:1` })) }),
    },
  });
  expect(outcomes(layers(5)).Layers).toBe('failed');
  expect(outcomes(layers(4)).Layers).toBe('passed');
});

test('a call that fails is an answer, and an interrupted one is not', async () => {
  const failing = (): Promise<never> => Promise.reject(new CodelessError('usage', 'AliasNotFound', 'no alias'));
  expect(await attempt(failing, new AbortController().signal)).toMatchObject({ problem: { code: 'AliasNotFound' } });
  await expect(attempt(failing, AbortSignal.abort(new Error('Ctrl-C')))).rejects.toThrow('Ctrl-C');
});
