import { join } from 'node:path';

import type { Installer } from '../../../../cli/dependencies/python/installer';
import { copyLocals } from '../../../../cli/dependencies/python/local-packages';
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
