import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { cleanInstalledTree, compiledHere } from '../../../../cli/dependencies/python/installed-tree';
import { Machine } from '../support/machine';

const INFO = 'lib-1.0.dist-info';

test('a cleaned tree has no trace of installer and machine, and a record of what is left', async () => {
  const machine = new Machine({
    '.lock': '',
    'lib/__init__.py': '',
    [`${INFO}/INSTALLER`]: 'pip\n',
    [`${INFO}/REQUESTED`]: '',
    [`${INFO}/direct_url.json`]: '{}',
    [`${INFO}/METADATA`]: '',
    [`${INFO}/RECORD`]: [
      'lib/__init__.py,sha256=a,1',
      '../../bin/lib,sha256=b,2',
      '../../bin/native,,',
      `${INFO}/INSTALLER,sha256=c,3`,
      `${INFO}/direct_url.json,,`,
      `${INFO}/METADATA,,`,
      '',
    ].join('\r\n'),
    'bin/lib': '#!/opt/venv/bin/python3\nimport lib\n',
    'bin/long': "#!/bin/sh\n'''exec' /a/very/long/path/bin/python \"$0\"\n' '''\n",
    'bin/native': '\u007fELF python',
    'bin/shell': '#!/bin/sh\necho\n',
  });

  await cleanInstalledTree(machine.source);

  expect(machine.files(machine.source)).toEqual([
    'bin/native',
    'bin/shell',
    `${INFO}/METADATA`,
    `${INFO}/RECORD`,
    'lib/__init__.py',
  ]);
  expect(readFileSync(join(machine.source, INFO, 'RECORD'), 'utf8')).toBe(
    `../../bin/native,,\nlib-1.0.dist-info/METADATA,,\nlib/__init__.py,sha256=a,1\n`,
  );
});

test('a cleaned tree has no empty bin', async () => {
  const machine = new Machine({ 'bin/lib': '#!/usr/bin/python3\n' });

  await cleanInstalledTree(machine.source);

  expect(existsSync(join(machine.source, 'bin'))).toBe(false);
});

test.each([
  ['Tag: py3-none-any', undefined],
  ['Tag: cp312-cp312-manylinux_2_17_aarch64\nTag: cp312-cp312-manylinux2014_aarch64', undefined],
  ['Tag: cp312-cp312-linux_x86_64.manylinux2014_aarch64', undefined],
  ['Tag: cp312-cp312-linux_aarch64', 'my_lib'],
  ['Tag: cp312-cp312-manylinux2014_x86_64', 'my_lib'],
  ['Wheel-Version: 1.0', undefined],
])('of a wheel with %j the compiled name is %s', async (tags, name) => {
  const machine = new Machine({ 'my_lib-1.0.dist-info/WHEEL': `${tags}\n`, 'none-1.dist-info/METADATA': '' });

  await expect(compiledHere(machine.source, ['manylinux_2_17_aarch64', 'manylinux2014_aarch64'])).resolves.toBe(name);
});
