import type { Bundle } from '../../../cli/deploy/bundle';
import type { Plan } from '../../../cli/deploy/plan';
import { differenceOf, type Comparison, type Difference } from '../../../cli/inspect/difference';
import { describeDifference } from '../../../cli/inspect/difference-text';
import { settingChanges } from '../../../cli/inspect/setting-changes';
import { styleOf } from '../../../cli/output/style';
import type { PackageEntry } from '../../../cli/package';
import { configuration, settingsOf, stateOf } from '../inspect/facts';

const STYLE = styleOf({ write: () => undefined }, false);
const PLAN: Plan = { reasons: [], settings: [], unrecorded: false, leftLease: false };
const CODE = { file: '', sha256: 'sha-2', contentSha256: 'content-2', bytes: 2048, unzippedBytes: 0, entries: [] };
const DEPENDENCIES = { builder: 'pip', key: 'k2', descriptor: '', inputs: [], build: () => Promise.resolve() } as const;

function difference(more: Partial<Comparison> = {}, made: Partial<Bundle> = {}): Difference {
  return differenceOf({
    settings: settingsOf(),
    state: stateOf(),
    made: { code: CODE, dependencies: undefined, packaged: undefined, ...made },
    plan: PLAN,
    architecture: 'arm64',
    release: undefined,
    servedLayer: undefined,
    layerVersionArn: undefined,
    layers: [],
    files: { added: [], removed: [], changed: [] },
    ...more,
  });
}

function file(path: string, bytes: number): PackageEntry {
  return { path, bytes, crc32: '0', kind: 'file' };
}

test('where nothing differs the page is one line', () => {
  const found = difference();
  expect(found.different).toBe(false);
  expect(describeDifference(found, STYLE)).toBe(
    'demo-api:latest serves version 4 (v1): a deploy would change nothing.',
  );
});

test('files are listed with their sizes, by what becomes of them', () => {
  const files = {
    added: [file('new.py', 10)],
    removed: [file('old.py', 20)],
    changed: [{ path: 'app.py', before: file('app.py', 30), after: file('app.py', 40) }],
  };
  const text = describeDifference(difference({ plan: { ...PLAN, reasons: ['code'] }, files }), STYLE);
  expect(text).toContain('1 added, 1 removed, 1 changed; the package 1000 B → 2.0 KB');
  expect(text).toContain('  +  new.py  10 B\n  -  old.py  20 B\n  ~  app.py  30 B → 40 B');
});

test('a page holds so many files, and the result all of them', () => {
  const added = Array.from({ length: 40 }, (_, index) => file(`f${index}`, 1));
  const found = difference({ plan: { ...PLAN, reasons: ['code'] }, files: { added, removed: [], changed: [] } });
  expect(found.code.added).toHaveLength(40);
  expect(describeDifference(found, STYLE)).toContain('… and 25 more');
});

test.each<[Difference['dependencies']['state'], Partial<Comparison>, Partial<Bundle>]>([
  ['none', {}, {}],
  ['packaged', {}, { packaged: DEPENDENCIES }],
  ['built', {}, { dependencies: DEPENDENCIES }],
  ['layerExists', { layerVersionArn: 'l:2', servedLayer: 'l:1' }, { dependencies: DEPENDENCIES }],
  ['unchanged', { layerVersionArn: 'l:1', servedLayer: 'l:1' }, { dependencies: DEPENDENCIES }],
  ['removed', { servedLayer: 'l:1' }, {}],
])('dependencies are told as %s', (state, more, made) => {
  expect(difference(more, made).dependencies.state).toBe(state);
});

test('a layer that is still to be built is named without a version', () => {
  expect(difference({ layers: ['arn:layer:base:3', ':layer:demo-api-deps:0'] }).layers.after).toEqual([
    'arn:layer:base:3',
    'layer:demo-api-deps',
  ]);
});

test('values of settings are shown, and of variables the names alone', () => {
  const serving = configuration('4', { MemorySize: 128, Environment: { Variables: { A: 'secret', B: '1' } } });
  const latest = configuration('$LATEST', { MemorySize: 256, Environment: { Variables: { A: 'hidden', C: '1' } } });
  const changes = settingChanges(
    ['MemorySize', 'Environment', 'VpcConfig', 'Architectures'],
    serving,
    latest,
    'x86_64',
  );
  expect(changes).toEqual([
    { name: 'MemorySize', change: '128 → 256' },
    { name: 'Environment', change: '+C -B ~A' },
    { name: 'VpcConfig' },
    { name: 'Architectures', change: 'arm64 → x86_64' },
  ]);
});

describe('an image', () => {
  const [before, after] = ['one', 'two'].map((name) => `1.dkr.ecr.eu-west-1.amazonaws.com/demo@sha256:${name}`);
  const image = { imageUri: after ?? '', sha256: 'two', bytes: 2048 };
  const serving = configuration('4', { PackageType: 'Image', CodeSha256: 'one', CodeSize: 0 });
  const release = { version: '4', sourceVersion: 'v1', codeSha256: 'one', imageUri: before } as NonNullable<
    Comparison['release']
  >;
  const changed = (more: Partial<Comparison>): Difference =>
    difference(
      { state: stateOf({ serving }), plan: { ...PLAN, reasons: ['code'] }, ...more },
      { code: image as unknown as Bundle['code'] },
    );

  test('is told by its URI before and after, without files, dependencies and layers', () => {
    const found = changed({ release });
    expect(found.code.image).toEqual({ before, after });
    expect(describeDifference(found, STYLE).split('\n').slice(2)).toEqual([
      'Image',
      `  - ${before ?? ''}`,
      `  + ${after ?? ''}`,
      'Configuration  unchanged',
    ]);
  });

  test('is told by its digest where no release is known', () => {
    expect(changed({}).code.image).toEqual({ before: 'sha256:one', after });
  });

  test('that stays is told once', () => {
    const plan: Plan = { ...PLAN, reasons: ['configuration'], settings: ['MemorySize'] };
    const text = describeDifference(changed({ release, plan }), STYLE);
    expect(text).toContain(`\nImage  unchanged (${after ?? ''})\n`);
    expect(text).not.toContain('Files');
    expect(text).not.toContain('Layers');
  });
});
