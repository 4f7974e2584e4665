import { chmodSync, cpSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

import type { DependencyOptions } from '../../../cli/dependencies';
import { inDirectory } from '../../helpers/working-directory';
import type { Files } from './support/machine';
import { Machine } from './support/machine';

const PIP: Files = {
  'requirements.txt': '-r base.txt\n-c limits.txt\n./lib\nmarkupsafe==3.0.2\n',
  'base.txt': 'six==1.16.0\n',
  'limits.txt': 'six<2\n',
  'lib/pyproject.toml': '[project]\nname = "lib"\n',
  'lib/lib/__init__.py': 'VALUE = 1\n',
};

const NPM: Files = {
  'package.json': {
    name: 'app',
    version: '1.0.0',
    workspaces: ['packages/*'],
    dependencies: { lib: '*', left: '^1.0.0' },
  },
  'package-lock.json': {
    version: '1.0.0',
    packages: {
      '': { version: '1.0.0' },
      'packages/lib': { version: '1.0.0' },
      'node_modules/left': { version: '1.0.0' },
    },
  },
  'packages/lib/package.json': { name: 'lib', dependencies: { deep: '*' } },
  'packages/lib/index.js': 'module.exports = 1;\n',
  'packages/deep/package.json': { name: 'deep' },
  'packages/other/package.json': { name: 'other' },
  '.npmrc': 'legacy-peer-deps=true\nregistry=https://example.test\n//example.test/:_authToken=secret\n',
};

const UV_LOCK =
  '[[package]]\nname = "app"\nversion = "0.1.0"\nsource = { virtual = "." }\ndependencies = [\n    { name = "six" },\n]\n\n[[package]]\nname = "six"\nversion = "1.16.0"\n';

const UV: Files = { 'uv.lock': UV_LOCK };

const NODE = { runtime: 'nodejs22.x' } as const;

describe('the key of dependencies', () => {
  // The first programs published layers whose zips were damaged, under keys of these recipes.
  test.each<[string, Files, Partial<DependencyOptions>, string]>([
    ['Python packages', UV, {}, '2480bd51bdf3d6fe9dca4bb50b4398a80ddfb015b66f83b698b0090f730cbb2e'],
    [
      'Node.js packages',
      { 'package.json': { dependencies: { left: '1.0.0' } } },
      NODE,
      'e84c43e3d46e32cfa9519c4823c9eca587047114e2e61b1e240389361ab85328',
    ],
    ['a command', {}, { command: 'make' }, '1c486eb3da15632ce9b8aa5180e5aca2cc5c256c6418af3d78112e479274380e'],
  ])('is never one under which a damaged layer may lie: %s', async (_, files, options, damaged) => {
    expect(await new Machine(files).key(options)).not.toBe(damaged);
  });

  test.each<[string, Files, Partial<DependencyOptions>, Files]>([
    ['the descriptor', PIP, {}, { 'requirements.txt': '-r base.txt\n' }],
    ['an included file', PIP, {}, { 'base.txt': 'six==1.17.0\n' }],
    ['a constraint', PIP, {}, { 'limits.txt': 'six<3\n' }],
    ['a file of a package of the machine', PIP, {}, { 'lib/lib/__init__.py': 'VALUE = 2\n' }],
    ['another file in a package of the machine', PIP, {}, { 'lib/lib/more.py': '' }],
    ['a locked version', UV, {}, { 'uv.lock': UV_LOCK.replace('1.16.0', '1.17.0') }],
    ['a dependency', NPM, NODE, { 'package.json': { ...(NPM['package.json'] as object), dependencies: { lib: '*' } } }],
    ['an override', NPM, NODE, { 'package.json': { ...(NPM['package.json'] as object), overrides: { left: '2' } } }],
    ['the lock', NPM, NODE, { 'package-lock.json': { packages: { 'node_modules/left': { version: '1.0.1' } } } }],
    ['a file of a workspace that is needed', NPM, NODE, { 'packages/lib/index.js': 'module.exports = 2;\n' }],
    ['a file of a workspace that another one needs', NPM, NODE, { 'packages/deep/index.js': '' }],
    ['a patch', NPM, NODE, { 'patches/left.patch': '+' }],
    ['a setting of npm', NPM, NODE, { '.npmrc': 'legacy-peer-deps=false\n' }],
  ])('changes with %s', async (_, files, options, change) => {
    const machine = new Machine(files);
    const before = await machine.key(options);

    expect(await machine.write(change).key(options)).not.toBe(before);
  });

  test.each<[string, Partial<DependencyOptions>]>([
    ['runtime', { runtime: 'python3.13' }],
    ['architecture', { architecture: 'x86_64' }],
    ['layout', { layout: 'package' }],
    ['image', { image: 'public.ecr.aws/sam/build-python3.12' }],
    ['command', { command: 'make' }],
  ])('changes with the %s', async (_, options) => {
    const machine = new Machine(PIP);

    expect(await machine.key(options)).not.toBe(await machine.key());
  });

  test('changes with the builder, of the same content', async () => {
    const machine = new Machine({ 'package.json': { dependencies: { a: '1' } }, 'yarn.lock': '' });
    const pnpm = new Machine({ 'package.json': { dependencies: { a: '1' } }, 'pnpm-lock.yaml': '' });

    expect(await machine.key(NODE)).not.toBe(await pnpm.key(NODE));
  });

  test('changes with the text of a command', async () => {
    const machine = new Machine({ 'go.mod': 'module a\n' });

    expect(await machine.key({ command: 'make a' })).not.toBe(await machine.key({ command: 'make b' }));
  });

  test.each<[string, Files, Partial<DependencyOptions>, Files]>([
    ['line ends', PIP, {}, { 'base.txt': 'six==1.16.0\r\n' }],
    ['line ends in a package of the machine', PIP, {}, { 'lib/lib/__init__.py': 'VALUE = 1\r\n' }],
    ['other files of the source', PIP, {}, { 'app.py': '', 'dev.txt': 'pytest\n' }],
    [
      'caches and environments',
      PIP,
      {},
      { 'lib/lib/__pycache__/a.pyc': 'x', 'lib/.venv/a': 'x', 'lib/lib.egg-info/a': 'x', 'lib/build/lib/a.py': 'x' },
    ],
    ["the project's own version in uv.lock", UV, {}, { 'uv.lock': UV_LOCK.replace('0.1.0', '0.2.0') }],
    [
      "the project's own version",
      NPM,
      NODE,
      { 'package.json': { ...(NPM['package.json'] as object), version: '2.0.0' } },
    ],
    [
      "the lock's copy of it",
      NPM,
      NODE,
      {
        'package-lock.json': {
          version: '2.0.0',
          packages: {
            '': { version: '2.0.0' },
            'packages/lib': { version: '2' },
            'node_modules/left': { version: '1.0.0' },
          },
        },
      },
    ],
    ['a workspace that is not needed', NPM, NODE, { 'packages/other/index.js': '' }],
    ['installed packages', NPM, NODE, { 'node_modules/left/index.js': '', 'packages/lib/node_modules/a/index.js': '' }],
    [
      'registries and credentials',
      NPM,
      NODE,
      { '.npmrc': '; none\nlegacy-peer-deps=true\n@a:registry=https://b.test\n' },
    ],
  ])('stays with other %s', async (_, files, options, change) => {
    const machine = new Machine(files);
    const before = await machine.key(options);

    expect(await machine.write(change).key(options)).toBe(before);
  });

  test.each([
    ['python', PIP, {}],
    ['nodejs', NPM, NODE],
    ['uv', UV, {}],
  ])('stays on another machine, at another time, in another working directory: %s', async (_, files, options) => {
    const machine = new Machine(files);
    const elsewhere = join(machine.root, 'elsewhere', 'deep');
    cpSync(machine.source, elsewhere, { recursive: true });
    machine.files(elsewhere).forEach((file) => {
      utimesSync(join(elsewhere, file), 1, 1);
      chmodSync(join(elsewhere, file), 0o600);
    });
    mkdirSync(join(machine.root, 'cwd'));

    const there = await inDirectory(join(machine.root, 'cwd'), () =>
      machine.key({ ...options, source: '../elsewhere/deep', env: { PATH: '', PIP_INDEX_URL: 'https://a.test' } }),
    );

    expect(there).toBe(await machine.key(options));
  });

  test('changes with the executable bit of a file of a package of the machine', async () => {
    const machine = new Machine(PIP);
    const before = await machine.key();
    chmodSync(join(machine.source, 'lib/lib/__init__.py'), 0o755);

    expect(await machine.key()).not.toBe(before);
  });

  test('holds the whole source where a command has no descriptor', async () => {
    const machine = new Machine({ 'main.c': 'int main;\n' });
    const before = await machine.key({ command: 'make' });

    expect(await machine.write({ 'main.c': 'int main ;\n' }).key({ command: 'make' })).not.toBe(before);
  });

  test('names the files that it was made of', async () => {
    const machine = new Machine(PIP);

    const inputs = (await machine.find())?.inputs ?? [];

    expect(inputs.map((path) => path.slice(machine.source.length + 1))).toEqual([
      'base.txt',
      'lib',
      'limits.txt',
      'requirements.txt',
    ]);
  });
});
