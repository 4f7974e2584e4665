import {
  currentRelease,
  formatLedger,
  lastGoodRelease,
  MAX_RELEASES,
  parseLedger,
  withRelease,
  withRollback,
  type Ledger,
  type Release,
} from '../../../cli/deploy/ledger';

const release = (version: string, more: Partial<Release> = {}): Release => ({
  version,
  sourceVersion: `commit-${version}`,
  codeSha256: `sha-${version}`,
  layers: [],
  declaredLayers: [],
  releasedAt: '2026-11-21T12:00:00.000Z',
  releasedBy: 'someone',
  previousVersion: '1',
  ...more,
});

const ledger = (current: string, ...releases: Release[]): Ledger => ({
  schemaVersion: 1,
  functionName: 'orders',
  aliasName: 'live',
  current,
  releases,
});

const undone = { at: '2026-11-21T13:00:00.000Z', by: 'someone' };

describe('the text', () => {
  it('comes back as it went', () => {
    const value = ledger('2', release('2', { rolledBack: { ...undone, to: '1' }, rebuilt: true }));
    expect(parseLedger(formatLedger(value))).toEqual(value);
  });

  it.each([
    ['no JSON', 'hello'],
    ['another version of the schema', JSON.stringify({ ...ledger('2'), schemaVersion: 2 })],
    ['a release without a version', JSON.stringify({ ...ledger('2'), releases: [{ sourceVersion: 'a' }] })],
  ])('is none where it is %s', (_name, text) => {
    expect(parseLedger(text)).toBeUndefined();
  });
});

describe('a release', () => {
  it('becomes the head and the current one', () => {
    const next = withRelease(ledger('2', release('2')), release('3'));
    expect(next.releases.map(({ version }) => version)).toEqual(['3', '2']);
    expect(currentRelease(next)?.sourceVersion).toBe('commit-3');
  });

  it('replaces the record of the same version, and with it that it was rolled back', () => {
    const next = withRelease(
      ledger('2', release('3', { rolledBack: { ...undone, to: '2' } }), release('2')),
      release('3'),
    );
    expect(next.releases).toEqual([release('3'), release('2')]);
  });

  it('pushes the oldest out of a full ledger', () => {
    const full = ledger('200', ...Array.from({ length: MAX_RELEASES }, (_, i) => release(`${MAX_RELEASES - i}`)));
    const { releases } = withRelease(full, release('201'));
    expect([releases.length, releases[0]?.version, releases.at(-1)?.version]).toEqual([MAX_RELEASES, '201', '2']);
  });
});

describe('a rollback', () => {
  const three = ledger('4', release('4'), release('3'), release('2'));

  it('goes to the release before the current one', () => {
    expect(lastGoodRelease(three)?.version).toBe('3');
  });

  it('marks what was released after its target', () => {
    const back = withRollback(three, '2', undone);
    expect(back.current).toBe('2');
    expect(back.releases.map(({ rolledBack }) => rolledBack?.to)).toEqual(['2', '2', undefined]);
  });

  it('goes one further the next time, not back to what was left', () => {
    expect(lastGoodRelease(withRollback(three, '3', undone))?.version).toBe('2');
  });

  it('passes over releases that a rollback left', () => {
    const later = withRelease(withRollback(three, '2', undone), release('5'));
    expect(lastGoodRelease(later)?.version).toBe('2');
  });

  it('finds nothing before the first release', () => {
    expect(lastGoodRelease(ledger('2', release('2')))).toBeUndefined();
  });

  it('to a version that no ledger knows marks the current one alone', () => {
    const back = withRollback(three, '9', undone);
    expect(back.current).toBe('9');
    expect(back.releases.map(({ rolledBack }) => rolledBack?.to)).toEqual(['9', undefined, undefined]);
  });
});
