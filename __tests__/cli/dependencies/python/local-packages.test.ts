import { join } from 'node:path';

import type { Installer } from '../../../../cli/dependencies/python/installer';
import { copyLocals, namesOfLocals } from '../../../../cli/dependencies/python/local-packages';
import { markerEnvironment, targetPlatform } from '../../../../cli/dependencies/python/target-platform';
import { Machine } from '../support/machine';

test('a package of the machine has one copy, whatever extras it is asked for with', async () => {
  const { source } = new Machine({ 'lib/setup.py': '', 'other/lib/setup.py': '' });
  const [lib, other] = [join(source, 'lib'), join(source, 'other/lib')];
  const prepared: string[] = [];
  const prepareLocal = (path: string): Promise<string> => Promise.resolve(`${path}#${prepared.push(path)}`);
  const installer: Installer = { name: 'pip', install: () => Promise.reject(new Error()), prepareLocal };
  const locals = [
    { path: lib, rest: '' },
    { path: other, rest: '' },
    { path: lib, rest: '[all]' },
  ];

  const [one = '', two, again] = await copyLocals(locals, installer, join(source, 'scratch'));

  expect(prepared).toHaveLength(2);
  expect(two).not.toBe(one);
  expect(again).toBe(`${one}[all]`);
});

describe('a package of the machine that was installed', () => {
  const LAMBDA = markerEnvironment(targetPlatform('3.12', 'arm64'));
  const note = JSON.stringify({ url: 'file:///scratch/local/0/lib' });

  test('is known by the name that the installer noted, with the extras that are asked for', async () => {
    const { source } = new Machine({ 'acme_lib-1.0.dist-info/direct_url.json': note, 'six-1.dist-info/RECORD': '' });
    const found = await namesOfLocals([{ path: '/lib', rest: '[all]' }], source, LAMBDA);
    expect(found).toEqual([expect.objectContaining({ name: 'acme-lib', extras: ['all'] })]);
  });

  test('fails if it is not there, unless its marker excludes Lambda', async () => {
    const { source } = new Machine({ 'six-1.dist-info/RECORD': '' });
    const names = (rest: string): Promise<object[]> => namesOfLocals([{ path: '/lib', rest }], source, LAMBDA);
    await expect(names('; sys_platform == "linux"')).rejects.toMatchObject({
      exit: 'build',
      code: 'DependenciesIncomplete',
      message: 'the dependencies are not whole: the package in /lib was not installed',
    });
    await expect(names('; sys_platform == "win32"')).resolves.toEqual([]);
  });
});
