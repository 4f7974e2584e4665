import { ArtifactStore } from '../../../cli/aws/artifact-store';
import { currentRelease, withRelease, type Ledger, type Release } from '../../../cli/deploy/ledger';
import { LedgerStore } from '../../../cli/deploy/ledger-store';
import { FakeS3 } from './support/fake-s3';
import { Calls } from './support/faults';

const KEY = 'lambda-ci/demo-api/ledger.latest.json';
const EMPTY: Ledger = { schemaVersion: 1, functionName: 'demo-api', aliasName: 'latest', current: '', releases: [] };

let calls: Calls;
let s3: FakeS3;
let store: LedgerStore;

beforeEach(() => {
  calls = new Calls();
  s3 = new FakeS3(calls);
  store = new LedgerStore(new ArtifactStore(s3.client, 'packages', new AbortController().signal), KEY);
});

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
    calls.at('before', 'PutObject', () => s3.objects.set(KEY, Buffer.from(`${nth}`)), nth);
  }
  await expect(store.change(add('2'))).rejects.toMatchObject({ exit: 'failed', code: 'LedgerContended' });
});

test.each([
  ['no JSON', 'hello'],
  ['another document', '{"schemaVersion": "2"}'],
  ['a broken ledger', '{"schemaVersion": 1}'],
])('what is %s is no ledger, and is replaced', async (_what, text) => {
  s3.objects.set(KEY, Buffer.from(text));
  expect(await store.read()).toBeUndefined();
  expect((await store.change(add('2'))).current).toBe('2');
});

test('fails for a ledger of a newer schema, and leaves it', async () => {
  const text = '{"schemaVersion": 2, "releases": {}}';
  s3.objects.set(KEY, Buffer.from(text));
  const newer = { exit: 'refused', code: 'LedgerNewer', message: `a newer codeless wrote the ledger ${KEY}` };
  await expect(store.read()).rejects.toMatchObject(newer);
  await expect(store.change(add('2'))).rejects.toMatchObject(newer);
  expect(s3.text(KEY)).toBe(text);
});
