import type { Ledger, Release } from '../../../cli/deploy/ledger';
import { releaseHistory } from '../../../cli/inspect/release-history';
import { describeHistory } from '../../../cli/inspect/release-history-text';
import { styleOf } from '../../../cli/output/style';

const STYLE = styleOf({ write: () => undefined }, false);

function release(version: string, more: Partial<Release> = {}): Release {
  return {
    version,
    sourceVersion: `v${version}`,
    codeSha256: `sha-${version}`,
    layers: [],
    declaredLayers: [],
    releasedAt: `2026-01-0${version}T10:20:30.000Z`,
    releasedBy: 'ann@laptop',
    previousVersion: '',
    ...more,
  };
}

function ledger(...releases: Release[]): Ledger {
  return { schemaVersion: 1, functionName: 'demo-api', aliasName: 'latest', current: '2', releases };
}

test('the release that the alias serves is the current one, whatever the ledger says', () => {
  const { releases, recorded } = releaseHistory(ledger(release('3'), release('2')), 'ledger', '3', 20);
  expect(releases.map(({ current }) => current)).toEqual([true, false]);
  expect(recorded).toBe(true);
});

test('the limit cuts the oldest off and says how many there are', () => {
  const history = releaseHistory(ledger(release('3'), release('2'), release('1')), 'ledger', '1', 2);
  expect(history.releases.map(({ version }) => version)).toEqual(['3', '2']);
  expect(describeHistory(history, STYLE)).toContain('… and 1 older: give --limit 3');
  expect(describeHistory(history, STYLE)).not.toContain('none of these');
});

test('a release says its commit and its tag', () => {
  const tagged = release('2', { sourceVersion: 'c0ffee1', tag: 'v1.4.0' });
  expect(describeHistory(releaseHistory(ledger(tagged), 'ledger', '2', 20), STYLE)).toContain('  c0ffee1, v1.4.0  ');
});

test('a rolled back release says when and by whom', () => {
  const rolledBack = { at: '2026-01-05T01:02:03.000Z', by: 'bob@desk', to: '2' };
  const text = describeHistory(
    releaseHistory(ledger(release('3', { rolledBack }), release('2')), 'ledger', '2', 20),
    STYLE,
  );
  expect(text.split('\n')).toEqual([
    '   Version  Source  When                  Who',
    '   3        v3      2026-01-03 10:20 UTC  ann@laptop  rolled back 2026-01-05 01:02 UTC by bob@desk',
    '→  2        v2      2026-01-02 10:20 UTC  ann@laptop  current',
  ]);
});

test('a version that no release is of is told', () => {
  const text = describeHistory(releaseHistory(ledger(release('2')), 'ledger', '7', 20), STYLE);
  expect(text).toContain('The alias serves version 7, which is none of these.');
});

test('without a ledger the list says that it is what Lambda knows', () => {
  const text = describeHistory(releaseHistory(ledger(release('2', { rebuilt: true })), 'lambda', '2', 20), STYLE);
  expect(text).toContain('There is no ledger of releases');
  expect(text).not.toContain('ann@laptop');
});

test('a source version cannot steer the terminal', () => {
  const text = describeHistory(
    releaseHistory(ledger(release('2', { sourceVersion: 'a\u001b[2J' })), 'ledger', '2', 9),
    STYLE,
  );
  expect(text).not.toContain('\u001b');
});
