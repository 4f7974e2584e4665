import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import { planDeploy, rolledBackBefore, type Wanted } from '../../../cli/deploy/plan';
import type { Ledger, Release } from '../../../cli/deploy/ledger';
import type { FunctionState } from '../../../cli/deploy/state';

const LAYER = 'arn:aws:lambda:eu-west-1:111122223333:layer:deps:1';

const configuration = (more: FunctionConfiguration = {}): FunctionConfiguration => ({
  Version: '2',
  CodeSha256: 'same',
  MemorySize: 128,
  Layers: [{ Arn: LAYER }],
  ...more,
});

const ledger = (current: string): Ledger => ({
  schemaVersion: 1,
  functionName: 'orders',
  aliasName: 'live',
  current,
  releases: [],
});

const state = (
  more: { latest?: FunctionConfiguration; serving?: FunctionConfiguration; current?: string } = {},
): FunctionState => ({
  alias: { FunctionVersion: '2', Description: 'v2' },
  latest: configuration({ Version: '$LATEST', ...more.latest }),
  serving: configuration(more.serving),
  ledger: { ledger: ledger(more.current ?? '2'), stored: { text: '', etag: '' } },
  placeholderSha256: undefined,
});

const code = (sha256: string, contentSha256 = 'content'): Wanted['code'] => ({
  ...{ file: '', sha256, contentSha256, bytes: 1, unzippedBytes: 1, entries: [] },
});

const wanted = (more: Partial<Wanted> & { sha256?: string } = {}): Wanted => ({
  code: code(more.sha256 ?? 'same'),
  layers: [LAYER],
  architecture: 'x86_64',
  recorded: true,
  ...more,
});

/** What the ledger has of version 2. */
const released = (more: Partial<Release>): FunctionState => {
  const { ledger: found, ...rest } = state();
  const release: Release = {
    ...{ version: '2', sourceVersion: 'v2', codeSha256: 'same', contentSha256: 'content', layers: [LAYER] },
    ...{ declaredLayers: [], releasedAt: 'then', releasedBy: 'someone', previousVersion: '1', ...more },
  };
  if (found === undefined) throw new Error('there is a ledger');
  return { ...rest, ledger: { ...found, ledger: { ...found.ledger, releases: [release] } } };
};

const nothing = { reasons: [], settings: [], unrecorded: false, leftLease: false };

it('is empty where the alias serves what is wanted, and the ledger says so', () => {
  expect(planDeploy(wanted(), state())).toEqual(nothing);
});

it('is empty for a zip of other bytes whose content is what the alias serves', () => {
  expect(planDeploy(wanted({ sha256: 'of another zlib' }), released({}))).toEqual(nothing);
});

it.each<[string, Partial<Release>]>([
  ['has another content', { contentSha256: 'other' }],
  ['has no digest of its content, as older programs wrote it', { contentSha256: undefined }],
  ['was of another package than Lambda has', { codeSha256: 'other' }],
  ['is of another version', { version: '1' }],
])('ships a zip of other bytes where the release in the ledger %s', (_, more) => {
  expect(planDeploy(wanted({ sha256: 'of another zlib' }), released(more))).toMatchObject({ reasons: ['code'] });
});

it('does not mind what code $LATEST holds: nobody is served it', () => {
  expect(planDeploy(wanted(), state({ latest: { CodeSha256: 'placeholder' } }))).toEqual(nothing);
});

it.each([
  ['other code', planDeploy(wanted({ sha256: 'new' }), state()), { reasons: ['code'] }],
  ['another layer', planDeploy(wanted({ layers: [`${LAYER}1`] }), state()), { reasons: ['dependencies'] }],
  ['a layer not yet published', planDeploy(wanted({ layers: undefined }), state()), { reasons: ['dependencies'] }],
  ['no layer any more', planDeploy(wanted({ layers: [] }), state()), { reasons: ['dependencies'] }],
  [
    'memory that Terraform changed',
    planDeploy(wanted(), state({ latest: { MemorySize: 256 } })),
    { reasons: ['configuration'], settings: ['MemorySize'] },
  ],
  [
    'another architecture',
    planDeploy(wanted({ architecture: 'arm64' }), state()),
    { reasons: ['configuration'], settings: ['Architectures'] },
  ],
  ['a ledger that stands elsewhere', planDeploy(wanted(), state({ current: '1' })), { unrecorded: true }],
])('sees %s', (_name, plan, expected) => {
  expect(plan).toEqual({ ...nothing, ...expected });
});

it('does not ask for a record where there is no bucket', () => {
  expect(planDeploy(wanted({ recorded: false }), { ...state(), ledger: undefined })).toEqual(nothing);
});

it('sees a lease that an earlier run left', () => {
  const left = {
    ...state(),
    alias: { FunctionVersion: '2', Description: 'codeless is deploying a for b [lease 0123456789abcdef 0]' },
  };
  expect(planDeploy(wanted(), left)).toEqual({ ...nothing, leftLease: true });
});

describe('what a rollback left', () => {
  const entry = {
    version: '3',
    sourceVersion: 'c3',
    codeSha256: 'bad',
    layers: [],
    declaredLayers: [],
    releasedAt: '',
    releasedBy: '',
    previousVersion: '2',
    rolledBack: { at: 'then', by: 'someone', to: '2' },
  };
  const left = {
    ...ledger('2'),
    releases: [entry, { ...entry, version: '2', codeSha256: 'good', rolledBack: undefined }],
  };

  it('is known by its code and dependencies', () => {
    expect(rolledBackBefore(left, code('bad'), undefined)).toEqual({
      sourceVersion: 'c3',
      version: '3',
      at: 'then',
      by: 'someone',
    });
    expect(rolledBackBefore(left, code('bad'), 'other-key')).toBeUndefined();
    expect(rolledBackBefore(left, code('good'), undefined)).toBeUndefined();
  });

  it('is known by its content too, when its zip has other bytes', () => {
    const known = { ...left, releases: [{ ...entry, contentSha256: 'content' }, ...left.releases.slice(1)] };

    expect(rolledBackBefore(known, code('of another zlib'), undefined)).toMatchObject({ version: '3' });
    expect(rolledBackBefore(known, code('of another zlib', 'other'), undefined)).toBeUndefined();
  });

  it('may ship again once the same code was released anew', () => {
    const again = { ...left, releases: [{ ...entry, version: '4', rolledBack: undefined }, ...left.releases] };
    expect(rolledBackBefore(again, code('bad'), undefined)).toBeUndefined();
  });
});
