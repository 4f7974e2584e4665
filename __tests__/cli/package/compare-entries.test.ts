import { compareEntries, type PackageEntry } from '../../../cli/package';

function entry(path: string, changes: Partial<PackageEntry> = {}): PackageEntry {
  return { path, bytes: 1, crc32: '00000001', kind: 'file', ...changes };
}

describe('compareEntries', () => {
  it('tells what was added, removed and changed, and leaves out what is equal', () => {
    const before = [entry('a'), entry('b'), entry('c')];
    const after = [entry('b', { crc32: '00000002' }), entry('c'), entry('d')];

    expect(compareEntries(before, after)).toEqual({
      added: [entry('d')],
      removed: [entry('a')],
      changed: [{ path: 'b', before: entry('b'), after: entry('b', { crc32: '00000002' }) }],
    });
  });

  it.each<[string, Partial<PackageEntry>]>([
    ['size', { bytes: 2 }],
    ['content', { crc32: '00000002' }],
    ['mode', { kind: 'executable' }],
  ])('takes another %s for a change', (_, changes) => {
    expect(compareEntries([entry('a')], [entry('a', changes)]).changed).toHaveLength(1);
  });

  it('finds nothing between equal packages', () => {
    expect(compareEntries([entry('a')], [entry('a')])).toEqual({ added: [], removed: [], changed: [] });
  });
});
