import { PackagedFiles } from '../../../cli/handler/packaged-files';

const LINKS = new Map([
  ['loop', 'pool'],
  ['pool', 'loop'],
  ['out', '../app.py'],
  ['absolute', '/var/task/lib/app.py'],
  ['gone', 'lib/gone.py'],
  ['slash', 'lib/app.py/'],
  ['lib/up', '../lib/./app.py'],
  ['dir', 'lib/'],
]);
const FILES = new PackagedFiles(
  [{ path: 'lib/app.py', kind: 'file' }, ...[...LINKS.keys()].map((path) => ({ path, kind: 'link' as const }))],
  { links: LINKS },
);

test.each(['loop', 'out', 'absolute', 'gone', 'slash', 'dir', 'dir/../../lib/app.py', '/lib/app.py', 'lib/app.py/..'])(
  '%s leads to no file',
  async (path) => {
    expect(FILES.kind(path)).toBeUndefined();
    expect(FILES.first([path, 'lib/app.py'])).toBe('lib/app.py');
    await expect(FILES.read(path)).resolves.toBeUndefined();
  },
);

test.each(['lib/app.py', 'lib/up', 'dir/app.py', 'dir/up', './dir//up'])('%s leads to lib/app.py', (path) => {
  expect(FILES.resolve(path)).toBe('lib/app.py');
  expect(FILES.kind(path)).toBe('file');
});
