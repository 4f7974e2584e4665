import { moveToRoot } from '../../../../cli/package/tree/move-to-root';
import type { TreeEntry } from '../../../../cli/package/tree/tree-entry';

function entries(...paths: readonly string[]): TreeEntry[] {
  return paths.map((path) => ({ path, root: '/project/', kind: 'file', bytes: 1, mtimeMs: 1, inode: 1 }));
}

test('what lies in a directory comes to the root, sorted among what is there', () => {
  const moved = moveToRoot(entries('pyproject.toml', 'src/app/a.py', 'src/zoo.py', 'srcs/b.py', 'tests/c.py'), 'src');

  expect(moved.map(({ path, root }) => [path, root + path])).toEqual([
    ['app/a.py', '/project/src/app/a.py'],
    ['pyproject.toml', '/project/pyproject.toml'],
    ['srcs/b.py', '/project/srcs/b.py'],
    ['tests/c.py', '/project/tests/c.py'],
    ['zoo.py', '/project/src/zoo.py'],
  ]);
});

test('fails if the root has something of that name', () => {
  expect(() => moveToRoot(entries('app/a.py', 'src/app/b.py'), 'src')).toThrow(
    "'app' is at the root of the source and in its 'src', which is shipped at the root",
  );
});
