import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { Ledger, Release } from '../../../cli/deploy/ledger';
import { isUnrecordedRollback, reconciled, UNRECORDED } from '../../../cli/deploy/reconcile';

const AT = '2026-11-21T12:00:00.000Z';

function release(version: string): Release {
  return {
    ...{ version, sourceVersion: `v${version}`, codeSha256: `sha-${version}`, layers: [], declaredLayers: [] },
    ...{ releasedAt: AT, releasedBy: 'me', previousVersion: '' },
  };
}

function ledger(current: string, ...versions: string[]): Ledger {
  const releases = versions.map(release);
  return { schemaVersion: 1, functionName: 'demo-api', aliasName: 'latest', current, releases };
}

function reconcile(present: Ledger, Version: string, more: FunctionConfiguration = {}): Ledger {
  const serving = { Version, CodeSha256: `sha-${Version}`, LastModified: AT, ...more };
  return reconciled(present, { serving, placeholderSha256: 'placeholder', at: AT });
}

test.each([
  ['that the alias serves what it says', ledger('4', '4', '3'), '4', {}],
  ['that the alias serves what no release is of, and it says so', ledger('9', '4', '3'), '9', {}],
  ['that the alias serves the placeholder', ledger('4', '4'), '7', { CodeSha256: 'placeholder' }],
  ['that the function was made anew', ledger('4', '4', '3'), '2', {}],
  ['that it was made anew and has other code under an old number', ledger('4', '4', '3'), '3', { CodeSha256: 'other' }],
])('a ledger stays as it is where it finds %s', (_what, present, version, more) => {
  expect(reconcile(present, version, more)).toBe(present);
});

test('a newer version behind the alias is a release, told by its version', () => {
  const { current, releases } = reconcile(ledger('4', '4', '3'), '6', { Description: 'v6', Layers: [{ Arn: 'l' }] });
  expect(current).toBe('6');
  expect(releases).toEqual([
    { ...release('6'), layers: ['l'], releasedBy: 'unknown', previousVersion: '4', rebuilt: true },
    ...[release('4'), release('3')],
  ]);
});

test('an older release behind the alias is a rollback', () => {
  const rolledBack = { at: AT, by: UNRECORDED, to: '3' };
  const { current, releases } = reconcile(ledger('5', '5', '4', '3'), '3');
  expect(current).toBe('3');
  expect(releases.map((entry) => entry.rolledBack)).toEqual([rolledBack, rolledBack, undefined]);
});

test.each([
  ['an older release', '3', 'sha-3', true],
  ['the current one', '4', 'sha-4', false],
  ['a newer one, which a rollback left', '5', 'sha-5', false],
  ['a version that it does not know', '2', 'sha-2', false],
  ['other code under an old number', '3', 'other', false],
])('whether %s behind the alias is a rollback that nobody recorded', (_what, Version, CodeSha256, expected) => {
  expect(isUnrecordedRollback(ledger('4', '5', '4', '3'), { Version, CodeSha256 })).toBe(expected);
});
