import { readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { mergeInstalled } from '../../../../cli/dependencies/python/merge-installed';
import { Machine } from '../support/machine';

function merge(machine: Machine): Promise<void> {
  return mergeInstalled(join(machine.source, 'from'), join(machine.source, 'into'));
}

test('two installs become one, with the namespace that both have', async () => {
  const machine = new Machine({
    'into/shared/one/__init__.py': '',
    'into/same.py': 'x',
    'from/shared/two/__init__.py': '',
    'from/same.py': 'x',
    'from/.lock': '',
    'from/__pycache__/a.pyc': '',
  });

  await merge(machine);

  expect(machine.files(join(machine.source, 'into'))).toEqual([
    'same.py',
    'shared/one/__init__.py',
    'shared/two/__init__.py',
  ]);
});

test.each([
  ['a file of other content', { 'into/a/b.py': '1', 'from/a/b.py': '2' }, 'a/b.py'],
  ['a directory where the other has a file', { 'into/a/b.py': '1', 'from/a': '2' }, 'a'],
  ['a file where the other has a directory', { 'into/a': '1', 'from/a/b.py': '2' }, 'a/b.py'],
])('two installs fail if one has %s', async (_, files, path) => {
  await expect(merge(new Machine(files))).rejects.toMatchObject({
    exit: 'build',
    code: 'PackagesConflict',
    message: `two packages have the file ${path}, each with another content`,
  });
});

test('a link leads where it led, from its new place', async () => {
  const machine = new Machine({ 'from/lib/a.so.1': '', 'into/b.py': '' });
  symlinkSync('a.so.1', join(machine.source, 'from/lib/a.so'));

  await merge(machine);

  expect(readlinkSync(join(machine.source, 'into/lib/a.so'))).toBe('a.so.1');
});
