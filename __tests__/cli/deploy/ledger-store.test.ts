import { ArtifactStore } from '../../../cli/aws/artifact-store';
import { currentRelease, formatLedger, withRelease, type Ledger, type Release } from '../../../cli/deploy/ledger';
import { LedgerStore } from '../../../cli/deploy/ledger-store';
import { FakeClock } from './support/fake-clock';
import { FakeS3 } from './support/fake-s3';
import { Calls } from './support/faults';

const KEY = 'lambda-ci/demo-api/ledger.latest.json';
const EMPTY: Ledger = { schemaVersion: 1, functionName: 'demo-api', aliasName: 'latest', current: '', releases: [] };

let calls: Calls;
let s3: FakeS3;
let store: LedgerStore;
let clock: FakeClock;

beforeEach(() => {
  calls = new Calls();
  s3 = new FakeS3(calls);
  clock = new FakeClock();
  store = storeOf('demo-api', 'latest');
});

function storeOf(functionName: string, aliasName: string): LedgerStore {
  const { signal } = new AbortController();
  const options = { functionName, aliasName, signal, clock };
  return new LedgerStore(new ArtifactStore(s3.client, 'packages', signal), KEY, options);
}

function release(version: string): Release {
  return {
    ...{ version, sourceVersion: `v${version}`, codeSha256: '', layers: [], declaredLayers: [] },
    ...{ releasedAt: '2026-11-21T12:00:00.000Z', releasedBy: 'me', previousVersion: '' },
  };
}

const add =
  (version: string) =>
  (present: Ledger = EMPTY): Promise<Ledger> =>
    Promise.resolve(withRelease(present, release(version)));

test('what is written is read', async () => {
  expect(await store.read()).toBeUndefined();
  await store.change(add('2'));
  const { ledger } = (await store.read()) ?? {};
  expect(ledger && currentRelease(ledger)).toEqual(release('2'));
});

test('of two who write at once neither is lost', async () => {
  await store.change(add('2'));
  calls.at('before', 'PutObject', () => store.change(add('3')));
  const { releases } = await store.change(add('4'));
  expect(releases.map(({ version }) => version)).toEqual(['4', '3', '2']);
});

test('of two who write the first ledger at once neither is lost', async () => {
  calls.at('before', 'PutObject', () => store.change(add('3')));
  const { releases } = await store.change(add('4'));
  expect(releases.map(({ version }) => version)).toEqual(['4', '3']);
});

test('a lost answer does no harm', async () => {
  calls.at('lost', 'PutObject');
  await store.change(add('2'));
  expect(calls.writes).toHaveLength(1);
  expect((await store.read())?.ledger.releases).toHaveLength(1);
});

test('fails where others write each time', async () => {
  for (let nth = 1; nth <= 10; nth += 1) {
    const other = formatLedger({ ...EMPTY, current: `${nth}` });
    calls.at('before', 'PutObject', () => s3.objects.set(KEY, Buffer.from(other)), nth);
  }
  await expect(store.change(add('2'))).rejects.toMatchObject({ exit: 'failed', code: 'LedgerContended' });
});

test.each([
  ['empty', ''],
  ['no JSON', 'hello'],
  ['another document', '{"schemaVersion": "2"}'],
  ['half of one', formatLedger(EMPTY).slice(0, 40)],
])('fails for a text that is %s, after it was read three times, and leaves it', async (_what, text) => {
  s3.objects.set(KEY, Buffer.from(text));
  const damaged = {
    exit: 'refused',
    code: 'LedgerUnreadable',
    message: `the ledger s3://packages/${KEY} is damaged: it is not the document that codeless writes`,
  };
  await expect(store.read()).rejects.toMatchObject(damaged);
  expect(calls.made).toEqual(['GetObject', 'GetObject', 'GetObject']);
  await expect(store.change(add('2'))).rejects.toMatchObject({ ...damaged, exit: 'failed' });
  expect(s3.text(KEY)).toBe(text);
});

test('reads a ledger again whose answer was cut or changed on its way', async () => {
  await store.change(add('2'));
  s3.mangled.push(
    (content) => content.subarray(0, 30),
    (content) => Buffer.from(content.toString().replace('"2"', '"3"')),
  );
  expect((await store.read())?.ledger.current).toBe('2');
  expect(calls.made.filter((action) => action === 'GetObject')).toHaveLength(4);
});

test('fails where the answer is cut each time, and writes nothing', async () => {
  await store.change(add('2'));
  calls.forget();
  for (let nth = 1; nth <= 4; nth += 1) s3.mangled.push((content) => content.subarray(0, 30));
  await expect(store.change(add('3'))).rejects.toMatchObject({
    exit: 'failed',
    code: 'ObjectCut',
    message: expect.stringMatching(/^s3:\/\/packages\/.*cannot be read whole: 30 of \d+ bytes came$/) as string,
  });
  expect(calls.writes).toEqual([]);
});

test.each([
  ['another function', 'other-api', 'latest'],
  ['another alias', 'demo-api', 'live'],
])('fails for the ledger of %s, and leaves it', async (_what, functionName, aliasName) => {
  await store.change(add('2'));
  const text = s3.text(KEY);
  const other = storeOf(functionName, aliasName);
  const refused = {
    exit: 'refused',
    code: 'LedgerOfAnother',
    message: `the ledger s3://packages/${KEY} is that of demo-api:latest, not of ${functionName}:${aliasName}`,
  };
  await expect(other.read()).rejects.toMatchObject(refused);
  await expect(other.change(add('3'))).rejects.toMatchObject({ ...refused, exit: 'failed' });
  expect(s3.text(KEY)).toBe(text);
});

test('is changed with no further read where it was read before, and read again where someone else wrote since', async () => {
  await store.change(add('2'));
  const present = await store.read();
  calls.forget();
  await store.change(add('3'), { present });
  expect(calls.made).toEqual(['PutObject']);
  const { releases } = await store.change(add('4'), { present });
  expect(calls.made.slice(1)).toEqual(['PutObject', 'GetObject', 'PutObject']);
  expect(releases.map(({ version }) => version)).toEqual(['4', '3', '2']);
});

test('fails for a ledger of a newer schema, and leaves it', async () => {
  const text = '{"schemaVersion": 2, "releases": {}}';
  s3.objects.set(KEY, Buffer.from(text));
  const newer = { exit: 'refused', code: 'LedgerNewer', message: `a newer codeless wrote the ledger ${KEY}` };
  await expect(store.read()).rejects.toMatchObject(newer);
  await expect(store.change(add('2'))).rejects.toMatchObject({ ...newer, exit: 'failed' });
  expect(s3.text(KEY)).toBe(text);
});
