import { layerDescription } from '../../../cli/deploy/dependency-layer';
import type { Ledger, Release } from '../../../cli/deploy/ledger';
import { planPrune, type PruneFacts } from '../../../cli/prune/plan-prune';

const LAYER = 'arn:aws:lambda:eu-west-1:123456789012:layer:demo-deps';
const KEY = 'a'.repeat(64);

function release(version: string, rolledBack = false): Release {
  return {
    version,
    sourceVersion: `v/${version}`,
    codeSha256: '',
    layers: [],
    declaredLayers: [],
    releasedAt: '',
    releasedBy: '',
    previousVersion: '',
    ...(rolledBack ? { rolledBack: { at: '', by: '', to: '1' } } : {}),
  };
}

function ledger(current: string, releases: Release[]): Ledger {
  return { schemaVersion: 1, functionName: 'demo', aliasName: 'live', current, releases };
}

/** Six versions of which the ledger's one good release, 5, is served; each has a layer version and a package. */
const FACTS: PruneFacts = {
  aliases: [{ Name: 'live', FunctionVersion: '5' }],
  versions: [1, 2, 3, 4, 5, 6].map((n) => ({ Version: String(n), Layers: [{ Arn: `${LAYER}:${n}` }] })),
  latest: { Version: '$LATEST' },
  qualifiersInUse: [],
  ledgers: [
    ledger(
      '5',
      ['5', '4', '3', '2', '1'].map((version) => release(version)),
    ),
  ],
  keep: 1,
  layerVersions: [7, 6, 5, 4, 3, 2, 1].map((n) => ({
    Version: n,
    LayerVersionArn: `${LAYER}:${n}`,
    Description: layerDescription('v', KEY),
  })),
  objects: [
    ...['1', '5'].map((n) => ({ key: `p/demo/v%2F${n}/app.zip`, bytes: 1 })),
    { key: 'p/demo/latest/app.zip', bytes: 1 },
    { key: 'p/demo/ledger.live.json', bytes: 1 },
    { key: 'p/demo/notes.txt', bytes: 1 },
  ],
  root: 'p/demo/',
};

const CASES: readonly (readonly [what: string, change: Partial<PruneFacts>, versions: string[]])[] = [
  ['what the alias serves and the newest version', {}, ['1', '2', '3', '4']],
  ['the last good releases', { keep: 3 }, ['1', '2']],
  [
    'what a weight reaches',
    { aliases: [{ FunctionVersion: '5', RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } }] },
    ['1', '3', '4'],
  ],
  [
    'what another alias serves',
    { aliases: [...FACTS.aliases, { Name: 'old', FunctionVersion: '1' }] },
    ['2', '3', '4'],
  ],
  ['what is provisioned or has an event source', { qualifiersInUse: ['3', 'live'] }, ['1', '2', '4']],
  [
    "the releases of another alias's ledger",
    { ledgers: [...FACTS.ledgers, ledger('1', [release('1')])] },
    ['2', '3', '4'],
  ],
  [
    'no release that a rollback left in place of a good one',
    { keep: 2, ledgers: [ledger('5', [release('5'), release('4', true), release('3')])] },
    ['1', '2', '4'],
  ],
];

test.each(CASES)('keeps %s', (_what, change, versions) => {
  expect(planPrune({ ...FACTS, ...change }).versions).toEqual(versions);
});

test('deletes layer versions that no kept version and not $LATEST uses, but the newest', () => {
  const latest = { Layers: [{ Arn: `${LAYER}:2` }] };
  expect(planPrune({ ...FACTS, latest }).layerVersions).toEqual([1, 3, 4]);
});

test('leaves layer versions alone that do not carry our key', () => {
  const layerVersions = FACTS.layerVersions.map((item) => ({ ...item, Description: 'by hand' }));
  expect(planPrune({ ...FACTS, layerVersions }).layerVersions).toEqual([]);
});

test('deletes packages of releases that go, and neither ledgers, latest/ nor what it did not make', () => {
  expect(planPrune(FACTS).objects.map(({ key }) => key)).toEqual(['p/demo/v%2F1/app.zip']);
});

test.each(['hot/fix', 'hot/fix [tag v1.4.0]'])(
  'keeps the package of a version that only its description names: %s',
  (Description) => {
    const versions = FACTS.versions.map((one) => (one.Version === '6' ? { ...one, Description } : one));
    const objects = [...FACTS.objects, { key: 'p/demo/hot%2Ffix/app.zip', bytes: 1 }];
    const plan = planPrune({ ...FACTS, versions, objects });
    expect(plan.objects.map(({ key }) => key)).toEqual(['p/demo/v%2F1/app.zip']);
  },
);
