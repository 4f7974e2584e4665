import { join } from 'node:path';
import process from 'node:process';

import { manager } from '../support/fake-managers';
import { Machine } from '../support/machine';
import type { Files } from '../support/machine';

const NODE = { runtime: 'nodejs22.x' } as const;
const PROJECT = {
  '.git': null,
  'package.json': { name: 'app', dependencies: { left: '1', '@a/b': '1' } },
  'package-lock.json': {},
};

describe('a source without a package.json of its own', () => {
  test.each<[string, string, Files]>([
    ['the project is above', 'dist', { 'dist/app.js': "const left = require('left');" }],
    ['the project is further above', 'build/src', { 'build/src/lib/app.mjs': "import b from '@a/b/c';" }],
    ['the source has TypeScript', 'src', { 'src/app.ts': 'import left from "left";' }],
    [
      'one beside the code has only its type',
      'dist',
      { 'dist/package.json': { type: 'module' }, 'dist/a.js': "import 'left'" },
    ],
    ['one between has only its type', 'a/b', { 'a/package.json': { type: 'commonjs' }, 'a/b/a.js': "require('left')" }],
  ])('gets what it imports where %s', async (_, source, files) => {
    const machine = new Machine({ ...PROJECT, ...files });
    machine.install('npm', manager('10.9.0', 'node_modules/left {}', 'node_modules/@a/b {}'));

    const found = await machine.build({ ...NODE, source: join(machine.source, source) });

    expect(found).toMatchObject({ builder: 'npm', descriptor: join(machine.source, 'package-lock.json') });
    expect(machine.calls.map(({ args }) => args[0])).toEqual(['ci']);
    expect(machine.files()).toContain('nodejs/node_modules/left/package.json');
  });

  test.each<[string, string, Files]>([
    ['it imports nothing of the project above', 'dist', { 'dist/app.js': "require('leftover'); require('./left')" }],
    ['the project above is of another repository', 'dist', { 'dist/.git': null, 'dist/app.js': "require('left')" }],
    [
      'it says itself that it needs nothing',
      'dist',
      { 'dist/package.json': { name: 'dist' }, 'dist/app.js': "require('left')" },
    ],
    ['a nearer project needs nothing', 'a/b', { 'a/package.json': { name: 'a' }, 'a/b/app.js': "require('left')" }],
  ])('gets nothing where %s', async (_, source, files) => {
    const machine = new Machine({ ...PROJECT, ...files });

    await expect(machine.find({ ...NODE, source: join(machine.source, source) })).resolves.toBeUndefined();
  });

  test('gets nothing from above where there is no repository, except up to the working directory', async () => {
    const machine = new Machine({ 'package.json': PROJECT['package.json'], 'dist/app.js': "require('left')" });
    const options = { ...NODE, source: join(machine.source, 'dist') };

    await expect(machine.find(options)).resolves.toBeUndefined();
    jest.spyOn(process, 'cwd').mockReturnValue(machine.source);
    await expect(machine.find(options)).resolves.toMatchObject({ builder: 'npm' });
  });

  test('gets what the lock of the workspace has for the member that it is a directory of', async () => {
    const machine = new Machine({
      '.git': null,
      'package.json': { name: 'root', workspaces: ['packages/*'] },
      'package-lock.json': {},
      'packages/api/package.json': { name: 'api', dependencies: { left: '1' } },
      'packages/api/dist/app.js': "require('left')",
    });

    await expect(machine.find({ ...NODE, source: join(machine.source, 'packages/api/dist') })).resolves.toMatchObject({
      descriptor: join(machine.source, 'package-lock.json'),
      inputs: expect.arrayContaining([join(machine.source, 'packages/api/package.json')]) as unknown,
    });
  });
});
