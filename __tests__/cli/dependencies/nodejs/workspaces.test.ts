import { writeFileSync } from 'node:fs';

import { workspacePackages } from '../../../../cli/dependencies/nodejs/workspace-globs';
import { installs, manager } from '../support/fake-managers';
import type { Files } from '../support/machine';
import { Machine } from '../support/machine';

const NODE = { runtime: 'nodejs22.x' } as const;

const WORKSPACE: Files = {
  'package.json': { name: 'root', workspaces: ['packages/*'], dependencies: { unneeded: '1' } },
  'package-lock.json': {},
  'packages/app/package.json': { name: '@x/app', dependencies: { '@x/lib': '*', left: '2' } },
  'packages/app/index.js': '',
  'packages/lib/package.json': {
    name: '@x/lib',
    dependencies: { '@x/deep': '*', left: '1' },
    devDependencies: { tool: '1' },
  },
  'packages/lib/dist/index.js': '',
  'packages/lib/.env': 'SECRET=1',
  'packages/deep/package.json': { name: '@x/deep' },
  'packages/other/package.json': { name: '@x/other' },
  'packages/other/index.js': '',
};

/** As npm lays it out: one version of `left` shared, another of the app's own, links to the packages of the machine. */
const layOut = (version: string): string => `const VERSION = '${version}';${installs(
  'node_modules/left {"version":"1"}',
  'packages/app/node_modules/left {"version":"2","dependencies":{"nested":"1"}}',
  'packages/app/node_modules/nested',
  'packages/lib/node_modules/own',
  'node_modules/unneeded',
)}
  fs.mkdirSync('node_modules/@x', { recursive: true });
  for (const name of ['app', 'lib', 'deep', 'other']) {
    fs.rmSync('node_modules/@x/' + name, { force: true });
    fs.symlinkSync('../../packages/' + name, 'node_modules/@x/' + name);
  }
  console.log('copied ' + fs.readdirSync('packages/lib').sort() + ' and ' + fs.readdirSync('packages/other').sort());`;

const NPM = layOut('10');

function member(machine: Machine): string {
  return `${machine.source}/packages/app`;
}

describe('a member of a workspace', () => {
  test('is installed by the lock further up, with the packages of the machine as files and without those of others', async () => {
    const machine = new Machine(WORKSPACE).install('npm', NPM);

    const found = await machine.build({ ...NODE, source: member(machine) });

    expect(found.descriptor).toBe(`${machine.source}/package-lock.json`);
    expect(machine.calls[0]?.args.slice(-2)).toEqual(['--workspace=packages/app', '--include-workspace-root=false']);
    expect(machine.output).toEqual(['copied dist,node_modules,package.json and package.json']);
    expect(machine.files()).toEqual([
      'nodejs/node22/node_modules/left/package.json',
      'nodejs/node22/node_modules/nested/package.json',
      'nodejs/node_modules/@x/deep/package.json',
      'nodejs/node_modules/@x/lib/dist/index.js',
      'nodejs/node_modules/@x/lib/package.json',
      'nodejs/node_modules/left/package.json',
    ]);
  });

  test('has one directory where versions agree', async () => {
    const files = { ...WORKSPACE, 'packages/lib/package.json': { name: '@x/lib', dependencies: { own: '1' } } };
    const machine = new Machine(files).install('npm', NPM);

    await machine.build({ ...NODE, source: member(machine), layout: 'package' });

    expect(machine.files()).toEqual([
      'node_modules/@x/lib/dist/index.js',
      'node_modules/@x/lib/node_modules/own/package.json',
      'node_modules/@x/lib/package.json',
      'node_modules/left/package.json',
      'node_modules/nested/package.json',
    ]);
  });

  test('fails where two versions of a package meet beside the code', async () => {
    const machine = new Machine(WORKSPACE).install('npm', NPM);

    await expect(machine.build({ ...NODE, source: member(machine), layout: 'package' })).rejects.toMatchObject({
      exit: 'build',
      code: 'PackageConflict',
      message: expect.stringContaining('packages/app needs one version of left and its dependencies another') as string,
    });
  });

  test.each([
    ['pnpm', 'pnpm-lock.yaml', '10.34.9', ['--filter', '{./packages/app}...']],
    ['yarn', 'yarn.lock', '4.18.1', ['focus', '@x/app', '--production']],
  ])('is named to %s', async (name, lock, version, last) => {
    const files = Object.entries(WORKSPACE).filter(([path]) => path !== 'package-lock.json');
    const machine = new Machine({ ...Object.fromEntries(files), [lock]: '\n__metadata:\n' }).install(
      name,
      layOut(version),
    );

    await machine.build({ ...NODE, source: member(machine) });

    expect(machine.calls.at(-1)?.args.slice(-last.length)).toEqual(last);
  });

  test('is not taken for one where the workspace does not hold it', async () => {
    const files = { ...WORKSPACE, 'apps/app/package.json': { dependencies: { left: '1' } } };
    const machine = new Machine(files).install('npm', manager('10', 'node_modules/left'));

    const found = await machine.build({ ...NODE, source: `${machine.source}/apps/app` });

    expect(found.descriptor).toBe(`${machine.source}/apps/app/package.json`);
  });
});

test('a package beside the project keeps its place in the copy', async () => {
  const machine = new Machine({
    'app/package.json': { dependencies: { lib: 'file:../lib', packed: 'file:../packed.tgz' } },
    'app/package-lock.json': {},
    'lib/package.json': { name: 'lib' },
    'lib/index.js': '',
    'packed.tgz': 'x',
  }).install(
    'npm',
    `${manager('10', 'node_modules/packed')} fs.symlinkSync('../../lib', 'node_modules/lib'); console.log('beside ' + fs.readdirSync('..').sort());`,
  );

  const found = await machine.build({ ...NODE, source: `${machine.source}/app` });

  expect(machine.output).toEqual(['beside app,lib,packed.tgz']);
  expect(machine.files()).toEqual([
    'nodejs/node_modules/lib/index.js',
    'nodejs/node_modules/lib/package.json',
    'nodejs/node_modules/packed/package.json',
  ]);
  expect(found.inputs).toEqual(expect.arrayContaining([`${machine.source}/lib`, `${machine.source}/packed.tgz`]));
});

describe('the packages of a workspace', () => {
  const packages = [
    ...['packages/a', 'packages/a/nested', 'packages/b', 'packages/lib-a', 'packages/app', '.hidden/x'],
    ...['libs/one', 'libs/two', 'apps/web', 'tools', 'node_modules/x', 'a+b/c'],
  ];
  const files = Object.fromEntries(packages.map((path) => [`${path}/package.json`, {}]));

  test.each([
    [['packages/*'], ['packages/a', 'packages/app', 'packages/b', 'packages/lib-a']],
    [['./packages/?/'], ['packages/a', 'packages/b']],
    [['packages/**'], ['packages/a', 'packages/a/nested', 'packages/app', 'packages/b', 'packages/lib-a']],
    [['**/a'], ['packages/a']],
    [
      ['{apps,packages}/*', '!packages/b'],
      ['apps/web', 'packages/a', 'packages/app', 'packages/lib-a'],
    ],
    [['tool?'], ['tools']],
    [['a+b/*'], ['a+b/c']],
    [['packages/{lib-*,app}'], ['packages/app', 'packages/lib-a']],
    [['libs/[o]*'], ['libs/one']],
    [
      ['/apps/*', '!!tools/'],
      ['apps/web', 'tools'],
    ],
    [['packages/*', '!packages/{a,b}', '!**/lib-?'], ['packages/app']],
    [['packages/!(a|b)'], ['packages/app', 'packages/lib-a']],
    [['*/x'], []],
    [[], []],
  ])('of %j are %j', async (globs, expected) => {
    const { source } = new Machine({ ...files, 'package.json': { workspaces: globs } });
    const yarn = new Machine({ ...files, 'package.json': { workspaces: { packages: globs } } });
    const pnpm = new Machine({
      ...files,
      'package.json': {},
      'pnpm-workspace.yaml': JSON.stringify({ packages: globs }),
    });

    await expect(workspacePackages(source)).resolves.toEqual(expected);
    await expect(workspacePackages(yarn.source)).resolves.toEqual(expected);
    await expect(workspacePackages(pnpm.source)).resolves.toEqual(expected);
  });

  test.each([
    ['package.json', ['libs/one', 'libs/two']],
    ['pnpm-workspace.yaml', []],
  ])('that are named after a glob that excludes them are those of %s', async (file, expected) => {
    const globs = ['!libs/*', 'libs/one', 'libs/two'];
    const { source } = new Machine({ ...files, 'package.json': { workspaces: globs } });
    if (file !== 'package.json') writeFileSync(`${source}/${file}`, JSON.stringify({ packages: globs }));

    await expect(workspacePackages(source)).resolves.toEqual(expected);
  });

  test('fails where they are no list', async () => {
    const { source } = new Machine({ 'package.json': { workspaces: 'packages/*' } });

    await expect(workspacePackages(source)).rejects.toMatchObject({
      exit: 'usage',
      code: 'WorkspacesInvalid',
      message: `${source}/package.json: 'workspaces' is not a list of globs`,
    });
  });
});
