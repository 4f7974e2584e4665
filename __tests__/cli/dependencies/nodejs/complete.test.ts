import { readlinkSync } from 'node:fs';

import { manager } from '../support/fake-managers';
import { Machine } from '../support/machine';
import type { Files } from '../support/machine';

const NODE = { runtime: 'nodejs22.x' } as const;
const VERSION = '10.9.0';

function project(manifest: object, files: Files = {}): Machine {
  return new Machine({ 'package.json': { name: 'app', ...manifest }, 'package-lock.json': {}, ...files });
}

/** JavaScript that writes files into packages, once they are installed. */
function writes(files: Readonly<Record<string, string>>): string {
  return `for (const [name, text] of ${JSON.stringify(Object.entries(files))}) {
    fs.mkdirSync(path.dirname(name), { recursive: true });
    fs.writeFileSync(name, Buffer.from(text, 'latin1'));
  }`;
}

/** An addon for Linux. */
function elf(machine: number, symbols = ''): string {
  return `\x7fELF\x02\x01\x01${'\0'.repeat(11)}${String.fromCharCode(machine)}\0${symbols}`;
}

const [X86_64, ARM64] = [elf(62), elf(183)];

describe('a package of the machine', () => {
  const links = `fs.mkdirSync('node_modules', { recursive: true }); fs.symlinkSync('../lib', 'node_modules/shared');`;

  test('lies under the key of its dependent, whatever its own name is', async () => {
    const files = { 'lib/package.json': { name: 'acme-shared-utils' }, 'lib/index.js': '' };
    const machine = project({ dependencies: { shared: 'file:./lib' } }, files);
    machine.install('npm', manager(VERSION) + links);

    await machine.build(NODE);

    expect(machine.files()).toEqual(['nodejs/node_modules/shared/index.js', 'nodejs/node_modules/shared/package.json']);
  });

  test('is one under two keys', async () => {
    const files = { 'lib/package.json': { name: 'lib' }, 'lib/index.js': '' };
    const machine = project({ dependencies: { shared: 'file:./lib', other: 'file:./lib' } }, files);
    machine.install('npm', `${manager(VERSION)}${links} fs.symlinkSync('../lib', 'node_modules/other');`);

    await machine.build(NODE);

    expect(readlinkSync(`${machine.target}/nodejs/node_modules/shared`)).toBe('other');
  });

  test('outside of the source gets what it needs, by its own lock', async () => {
    const machine = new Machine({
      'app/package.json': { dependencies: { shared: 'file:../lib' } },
      'app/package-lock.json': {},
      'lib/package.json': { name: 'acme', dependencies: { ms: '2' } },
      'lib/package-lock.json': {},
      'lib/index.js': '',
    }).install(
      'npm',
      `const isLib = process.cwd().endsWith('/lib');
      const VERSION = '10';
      if (args.includes('--version')) { console.log(VERSION); process.exit(0); }
      fs.mkdirSync('node_modules/ms', { recursive: true });
      if (isLib) fs.writeFileSync('node_modules/ms/package.json', '{}');
      else { fs.rmdirSync('node_modules/ms'); fs.symlinkSync('../../lib', 'node_modules/shared'); }`,
    );

    await machine.build({ ...NODE, source: `${machine.source}/app` });

    expect(machine.calls.map(({ args }) => args[0])).toEqual(['ci', 'ci']);
    expect(machine.files()).toEqual([
      'nodejs/node_modules/shared/index.js',
      'nodejs/node_modules/shared/node_modules/ms/package.json',
      'nodejs/node_modules/shared/package-lock.json',
      'nodejs/node_modules/shared/package.json',
    ]);
  });

  test('fails where another has its name', async () => {
    const machine = project(
      { dependencies: { shared: 'file:./lib', mid: 'file:./mid' } },
      {
        'lib/index.js': '',
        'lib/package.json': {},
        'other/package.json': {},
        'mid/package.json': { dependencies: { shared: 'file:../other' } },
      },
    );
    machine.install(
      'npm',
      `${manager(VERSION)}${links} fs.symlinkSync('../mid', 'node_modules/mid');
      fs.mkdirSync('mid/node_modules', { recursive: true }); fs.symlinkSync('../../other', 'mid/node_modules/shared');`,
    );

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'PackageConflict',
      message: expect.stringMatching(
        /^'shared' is the package of the machine in (lib|other) for one dependent and another package for another$/,
      ) as string,
      hint: 'Give one of them another name.',
    });
  });

  test('outside of the source gets what it can do without too', async () => {
    const machine = new Machine({
      'app/package.json': { dependencies: { shared: 'file:../lib' } },
      'app/package-lock.json': {},
      'lib/package.json': { name: 'acme', optionalDependencies: { ms: '2' } },
      'lib/package-lock.json': {},
      'lib/index.js': '',
    }).install(
      'npm',
      `if (args.includes('--version')) { console.log('10'); process.exit(0); }
      const isLib = process.cwd().endsWith('/lib');
      fs.mkdirSync(isLib ? 'node_modules/ms' : 'node_modules', { recursive: true });
      if (isLib) fs.writeFileSync('node_modules/ms/package.json', '{}');
      else fs.symlinkSync('../../lib', 'node_modules/shared');`,
    );

    await machine.build({ ...NODE, source: `${machine.source}/app` });

    expect(machine.files()).toContain('nodejs/node_modules/shared/node_modules/ms/package.json');
  });

  test.each([
    ['import', { exports: { import: './dist/i.js', require: './src/i.cjs' } }, './dist/i.js'],
    ['a subpath', { exports: { './a': './src/i.cjs', './b': './dist/b.js' } }, './dist/b.js'],
  ])('fails where it is built only for one of two kinds, and not for %s', async (_, manifest, entry) => {
    const files = { 'lib/package.json': { name: 'lib', ...manifest }, 'lib/src/i.cjs': '' };
    const machine = project({ dependencies: { shared: 'file:./lib' } }, files).install('npm', manager(VERSION) + links);

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'PackageIncomplete',
      message: `the package lib lacks ${entry}, which its package.json names`,
      hint: 'Build it before, such as by its build script.',
    });
  });

  test('fails where it is not built', async () => {
    const files = { 'lib/package.json': { main: 'dist/index.js', scripts: { build: 'tsc' } }, 'lib/src/index.js': '' };
    const machine = project({ dependencies: { shared: 'file:./lib' } }, files);
    machine.install('npm', manager(VERSION) + links);

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'PackageIncomplete',
      message: expect.stringMatching(/^the package lib lacks dist\/index\.js, which its package\.json names/) as string,
      hint: 'Build it before, such as by its build script.',
    });
  });
});

describe('after the install', () => {
  test.each([
    ['a dependency is missing', { dependencies: { left: '1', right: '1' } }, [], 'right, a dependency of the project'],
    [
      'a dependency of a dependency is missing',
      { dependencies: { left: '1' } },
      ['node_modules/left {"name":"left","dependencies":{"deep":"1"}}'],
      'deep, a dependency of left',
    ],
  ])('fails where %s', async (_, manifest, packages, what) => {
    const machine = project(manifest).install('npm', manager(VERSION, 'node_modules/left', ...packages));

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'DependencyMissing',
      message: `${what}, was not installed`,
    });
  });

  test('fails where npm took a dependency for one of development only, as it is both', async () => {
    const machine = project({ dependencies: { left: '1' }, devDependencies: { left: '1' } });
    machine.install('npm', manager(VERSION));

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'DependencyMissing',
      message: 'left, a dependency of the project, was not installed, as it is among the devDependencies too',
      hint: 'Take left out of the devDependencies of package.json, install the project afresh and commit the lock file.',
    });
  });

  test('what is optional may be missing, and a peer that nobody brought is warned of', async () => {
    const left = {
      name: 'left',
      optionalDependencies: { a: '1' },
      peerDependencies: { b: '1', c: '1', '@aws-sdk/client-s3': '3', '@smithy/types': '4', '@smithy/core': '4' },
      peerDependenciesMeta: { c: { optional: true } },
    };
    const machine = project({ dependencies: { left: '1' } });
    machine.install('npm', manager(VERSION, `node_modules/left ${JSON.stringify(left)}`));

    await machine.build(NODE);

    expect(machine.notes).toEqual([
      'Peer dependencies were not installed, as nothing depends on them: @smithy/core (of left), b (of left)',
    ]);
  });

  test.each([
    ['main', { main: 'dist/index.js' }, { 'src/a.js': '' }, 'dist/index.js'],
    ['an export', { exports: { import: './dist/i.mjs', require: './dist/i.cjs' } }, { 'a.js': '' }, './dist/i.mjs'],
    ['all subpaths', { exports: { './a': './dist/a.js', './*': './dist/*.js' } }, { 'a.js': '' }, './dist/a.js'],
    ['all but package.json, with main', { main: 'dist/i.js', files: ['dist'] }, {}, 'dist/i.js'],
    ['all but styles', { exports: { './a': './dist/a.js', './a.css': './a.css' } }, { 'a.css': '' }, './dist/a.js'],
    ['all but styles, with a pattern', { exports: { './*': './*.js' } }, { 'a.css': '' }, './*.js'],
    ['its styles', { exports: { style: './a.css' } }, { 'b.css': '' }, './a.css'],
    [
      'main, whose directory has an index',
      { main: './dist', exports: './dist/a.js' },
      { 'index.js': '' },
      './dist/a.js',
    ],
    ['what a pattern leads to', { exports: { './*': './dist/a-*.js' } }, { 'dis/a.js': '' }, './dist/a-*.js'],
  ])('fails where a package lacks %s', async (_, manifest, files, entry) => {
    const machine = project({ dependencies: { left: '1' } });
    const all = Object.fromEntries(Object.entries(files).map(([name, text]) => [`node_modules/left/${name}`, text]));
    machine.install('npm', manager(VERSION, `node_modules/left ${JSON.stringify(manifest)}`) + writes(all));

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'PackageIncomplete',
      message: expect.stringContaining(`the package left lacks ${entry}, which its package.json names`) as string,
    });
  });

  test('fails where a package has nothing but words about it', async () => {
    const machine = project({ dependencies: { left: '1' } });
    const manifest = { scripts: { prepare: 'tsc' }, files: ['dist'] };
    machine.install(
      'npm',
      manager(VERSION, `node_modules/left ${JSON.stringify(manifest)}`) + writes({ 'node_modules/left/README.md': '' }),
    );

    await expect(machine.build(NODE)).rejects.toMatchObject({
      code: 'PackageIncomplete',
      message: expect.stringMatching(
        /^the package left has nothing to load, such as index\.js, which its script/,
      ) as string,
    });
  });

  test.each([
    ['no main', {}, { 'lib/a.js': '' }],
    ['only a program that its scripts test', { scripts: { prepare: 'test' } }, { run: '\x7fELF', 'README.md': '' }],
    ['main without its extension', { main: 'lib' }, { 'lib.js': '' }],
    ['main that is a directory', { main: './lib/' }, { 'lib/index.js': '' }],
    ['main that is not there beside an index', { main: 'gone.js' }, { 'index.js': '' }],
    ['only ES modules', { type: 'module', exports: { '.': { import: './a.js' } } }, { 'a.js': '' }],
    ['one of two kinds', { exports: { import: './gone.mjs', require: './a.cjs' } }, { 'a.cjs': '' }],
    ['only subpaths', { exports: { './a': './a.js', './package.json': './package.json' } }, { 'a.js': '' }],
    ['only a pattern', { exports: { './*': './dist/*.js' } }, { 'dist/a.js': '' }],
    ['only a pattern for a part of a name', { exports: { './*': './dist/a-*.js' } }, { 'dist/a-b.js': '' }],
    ['only types', { main: 'index.js', types: 'index.d.ts' }, { 'index.d.ts': '' }],
    ['only types in its exports', { exports: { '.': { types: './index.d.ts' } } }, { 'index.d.ts': '' }],
    ['only styles', { main: 'normalize.css', style: 'normalize.css' }, { 'normalize.css': '' }],
    ['only styles in its exports', { exports: { './a.css': './a.css', './*': './css/*' } }, { 'a.css': '' }],
    ['only styles, by their condition', { exports: { '.': { style: './a.css' } } }, { 'a.css': '' }],
    ['main that has no extension', { main: 'run' }, { run: '' }],
    ['only a program', { bin: { left: './cli' } }, { cli: '' }],
  ])('a package passes with %s', async (_, manifest, files) => {
    const machine = project({ dependencies: { left: '1' } });
    const all = Object.fromEntries(Object.entries(files).map(([name, text]) => [`node_modules/left/${name}`, text]));
    machine.install('npm', manager(VERSION, `node_modules/left ${JSON.stringify(manifest)}`) + writes(all));

    await machine.build(NODE);

    expect(machine.files()).toContain('nodejs/node_modules/left/package.json');
  });
});

describe('a package whose binary an install script makes', () => {
  const addon = 'node_modules/left/build/Release/a.node';
  const native = (more: object = {}): string =>
    `node_modules/left ${JSON.stringify({ name: 'left', version: '1.0.0', scripts: { install: 'node-gyp-build' }, ...more })}`;

  test.each([
    ['nothing', {}, 'its install script makes or fetches a binary'],
    ['a binary of another machine', { [addon]: X86_64 }, 'its binary is not for arm64'],
    ['a binary of another system', { [addon]: 'MZ' }, 'its binary is not for Linux'],
    [
      'a binary for musl',
      { [addon]: elf(183, 'libc.musl-aarch64.so.1') },
      'its binary is for musl, and Lambda has glibc',
    ],
    [
      'a binary of another Node.js',
      { [addon]: elf(183, 'node_register_module_v115') },
      'its binary is for another version of Node.js (module version 115, and Node.js 22 has 127)',
    ],
  ])('fails where it has %s', async (_, files, why) => {
    const machine = project({ dependencies: { left: '1' } });
    machine.install('npm', manager(VERSION, native()) + writes(files));

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'InstallScriptNeeded',
      message: `the package left has no binary for Node.js 22 on arm64: ${why}`,
      hint: expect.stringContaining('"allowScripts": { "<name>": true }') as string,
    });
  });

  const left = (file: string): string => `node_modules/left/${file}`;
  const WRAPS = "import BinWrapper from 'bin-wrapper'; export default new BinWrapper();";

  test.each([
    [
      'a module of its own',
      { 'lib/install.js': "require('.');", 'lib/index.js': "const bin = require('bin-wrapper');" },
    ],
    ['modules', { 'lib/install.js': "import bin from './bin.mjs';", 'lib/bin.mjs': WRAPS }],
    [
      'one behind another, which fetches',
      {
        'lib/install.js': "require('./a');",
        'lib/a.js': "require('../b')",
        'b.js': "require('https'); fs.createWriteStream(file)",
      },
    ],
    [
      'a client of another',
      { 'lib/install.js': "const got = require('got'); got.stream(url).pipe(fs.createWriteStream(to))" },
    ],
  ])('fails where its script fetches by %s', async (_, files) => {
    const machine = project({ dependencies: { left: '1' } });
    const all = Object.fromEntries(Object.entries(files).map(([name, text]) => [left(name), text]));
    machine.install(
      'npm',
      manager(VERSION, native({ scripts: { postinstall: 'node\tlib/install.js' } })) + writes(all),
    );

    await expect(machine.build(NODE)).rejects.toMatchObject({
      code: 'InstallScriptNeeded',
      message: 'the package left has no binary for Node.js 22 on arm64: its install script makes or fetches a binary',
    });
  });

  test.each([
    [
      'talks to somebody by a module of its own',
      { 'lib/install.js': "require('./a')", 'lib/a.js': "require('https')" },
    ],
    ['names a path below what is a file', { lib: '' }],
    ['leads to itself', { 'lib/install.js': "require('./install')" }],
    ['leads out of its package', { 'lib/install.js': "require('../../right')" }],
  ])('is not asked of a script that %s', async (_, files) => {
    const machine = project({ dependencies: { left: '1' } });
    const all = Object.fromEntries(Object.entries(files).map(([name, text]) => [left(name), text]));
    machine.install(
      'npm',
      manager(VERSION, native({ scripts: { postinstall: 'node\tlib/install.js' } })) + writes(all),
    );

    await machine.build(NODE);

    expect(machine.notes).toEqual([expect.stringContaining('Install scripts were not run, of left:')]);
  });

  test.each([
    ['has one among others', {}, { [addon]: ARM64, 'node_modules/left/prebuilds/linux-x64/a.node': X86_64 }, []],
    [
      'has a package with it',
      { optionalDependencies: { '@a/left-linux-arm64': '1', '@a/left-linux-x64': '1' } },
      {},
      ['node_modules/@a/left-linux-arm64 {"os":["linux"],"cpu":["arm64"]}'],
    ],
    [
      'has a package with it that does not tell for which processor it is',
      { optionalDependencies: { '@a/left-linux-arm64': '1' } },
      {},
      ['node_modules/@a/left-linux-arm64 {}'],
    ],
  ])('is shipped where it %s', async (_, more, files, packages) => {
    const machine = project({ dependencies: { left: '1' } });
    machine.install('npm', manager(VERSION, native(more), ...packages) + writes(files));

    await machine.build(NODE);

    expect(machine.files()).toContain('nodejs/node_modules/left/package.json');
  });

  test.each([
    ['for musl', { '@a/left-linux-arm64-musl': '1' }, 'node_modules/@a/left-linux-arm64-musl {}'],
    ['for another processor', { '@a/left-linux-arm64': '1' }, 'node_modules/@a/left-linux-arm64 {"cpu":["x64"]}'],
  ])('fails where the package with it is %s', async (_, optionalDependencies, installed) => {
    const machine = project({ dependencies: { left: '1' } });
    machine.install('npm', manager(VERSION, native({ optionalDependencies }), installed));

    await expect(machine.build(NODE)).rejects.toMatchObject({ exit: 'build', code: 'InstallScriptNeeded' });
  });

  test('fails where only a package in it has one', async () => {
    const machine = project({ dependencies: { left: '1' } });
    const inner = { 'node_modules/left/node_modules/deep/a.node': ARM64 };
    machine.install('npm', manager(VERSION, native(), 'node_modules/left/node_modules/deep') + writes(inner));

    await expect(machine.build(NODE)).rejects.toMatchObject({
      code: 'InstallScriptNeeded',
      message: expect.stringMatching(/^the package left has no binary/) as string,
    });
  });

  test('is shipped for a version of Node.js whose binary interface is not known', async () => {
    const machine = project({ dependencies: { left: '1' } });
    machine.install('npm', manager(VERSION, native()) + writes({ [addon]: elf(183, 'node_register_module_v93') }));

    await machine.build({ runtime: 'nodejs16.x' });

    expect(machine.files()).toContain('nodejs/node_modules/left/build/Release/a.node');
  });

  test('fails where the lock lacks the package with it', async () => {
    const more = { scripts: {}, optionalDependencies: { '@a/left-linux-arm64': '1', '@a/left-darwin-arm64': '1' } };
    const machine = project({ dependencies: { left: '1' } }).install('npm', manager(VERSION, native(more)));

    await expect(machine.build(NODE)).rejects.toMatchObject({
      code: 'InstallScriptNeeded',
      message: expect.stringContaining('@a/left-linux-arm64, which has its binary, was not installed') as string,
    });
  });

  test('may be missing where it is optional', async () => {
    const machine = project({ optionalDependencies: { left: '1' } }).install('npm', manager(VERSION, native()));

    await machine.build(NODE);

    expect(machine.notes).toEqual([expect.stringContaining('Install scripts were not run, of left:')]);
  });

  test.each([
    ['allowScripts', { allowScripts: { left: true } }],
    ['allowScripts of a version', { allowScripts: { 'left@1.0.0 || 1.0.1': true } }],
    ['onlyBuiltDependencies', { pnpm: { onlyBuiltDependencies: ['left'] } }],
    ['dependenciesMeta', { dependenciesMeta: { left: { built: true } } }],
  ])("runs for Lambda's platform if %s says so", async (_, more) => {
    const machine = project({ dependencies: { left: '1' }, ...more });
    machine.install(
      'npm',
      `if (args[0] === 'rebuild') { ${writes({ [addon]: ARM64 })} } else { ${manager(VERSION, native())} }`,
    );

    await machine.build(NODE);

    expect(machine.calls[1]).toMatchObject({
      args: ['rebuild', '--ignore-scripts=false', '--foreground-scripts', 'left'],
      env: { npm_config_arch: 'arm64', npm_config_platform: 'linux', npm_config_target: '22.0.0' },
    });
    expect(machine.files()).toContain('nodejs/node_modules/left/build/Release/a.node');
  });

  test('is not run where another version of it is allowed, and fails', async () => {
    const machine = project({ dependencies: { left: '1' }, allowScripts: { 'left@2.0.0': true } });
    machine.install('npm', manager(VERSION, native()));

    await expect(machine.build(NODE)).rejects.toMatchObject({ exit: 'build', code: 'InstallScriptNeeded' });
    expect(machine.calls.map(({ args }) => args[0])).toEqual(['ci']);
  });

  test.each([
    ['allowScripts', { allowScripts: { left: false } }],
    ['ignoredBuiltDependencies', { pnpm: { allowBuilds: { left: true }, ignoredBuiltDependencies: ['left'] } }],
    ['neverBuiltDependencies', { pnpm: { allowBuilds: { left: true }, neverBuiltDependencies: ['left'] } }],
    ['dependenciesMeta', { dependenciesMeta: { left: { built: false } } }],
  ])('is not run where it is allowed, and denied by %s: it is shipped as it is', async (_, denies) => {
    const machine = project({ dependencies: { left: '1' }, pnpm: { allowBuilds: { left: true } }, ...denies });
    machine.install('npm', manager(VERSION, native()));

    await machine.build(NODE);

    expect(machine.calls.map(({ args }) => args[0])).toEqual(['ci']);
    expect(machine.files()).toEqual(['nodejs/node_modules/left/package.json']);
  });

  test('fails where the script compiled for this machine', async () => {
    const machine = project({ dependencies: { left: '1' }, allowScripts: { left: true } });
    machine.install(
      'npm',
      `if (args[0] === 'rebuild') { ${writes({ [addon]: X86_64 })} } else { ${manager(VERSION, native())} }`,
    );

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'BinaryMisfit',
      message: 'what the install script of left made is not for arm64',
    });
  });

  test('is shipped as it is where the project says that it works without', async () => {
    const machine = project({ dependencies: { left: '1' }, allowScripts: { left: false } });
    machine.install('npm', manager(VERSION, native()));

    await machine.build(NODE);

    expect(machine.files()).toEqual(['nodejs/node_modules/left/package.json']);
  });

  test('is not run for a package that another name stands for', async () => {
    const machine = project({ dependencies: { left: 'npm:evil@1' }, allowScripts: { left: true } });
    machine.install('npm', manager(VERSION, native({ name: 'evil' })));

    await expect(machine.build(NODE)).rejects.toMatchObject({ code: 'InstallScriptNeeded' });
    expect(machine.calls.map(({ args }) => args[0])).toEqual(['ci']);
  });
});

describe('a member of a workspace that depends on its application', () => {
  const workspace = (lib: object): Machine =>
    new Machine({
      'package.json': { name: 'root', workspaces: ['packages/*'] },
      'package-lock.json': {},
      'packages/app/package.json': { name: '@x/app', dependencies: { '@x/lib': '*' } },
      'packages/app/index.js': '',
      'packages/lib/package.json': { name: '@x/lib', ...lib },
      'packages/lib/index.js': '',
    }).install(
      'npm',
      `${manager(VERSION)}
      fs.mkdirSync('node_modules/@x', { recursive: true });
      for (const name of ['app', 'lib']) fs.symlinkSync('../../packages/' + name, 'node_modules/@x/' + name);`,
    );

  test.each([
    [
      'a peer',
      { peerDependencies: { '@x/app': '*' } },
      ['Peer dependencies were not installed, as nothing depends on them: @x/app (of @x/lib)'],
    ],
    [
      'an optional peer',
      { peerDependencies: { '@x/app': '*' }, peerDependenciesMeta: { '@x/app': { optional: true } } },
      [],
    ],
    ['an optional dependency', { optionalDependencies: { '@x/app': '*' } }, []],
  ])('is shipped without it where it is %s', async (_, lib, notes) => {
    const machine = workspace(lib);

    await machine.build({ ...NODE, source: `${machine.source}/packages/app` });

    expect(machine.files()).toEqual(['nodejs/node_modules/@x/lib/index.js', 'nodejs/node_modules/@x/lib/package.json']);
    expect(machine.notes).toEqual(notes);
  });

  test('fails where it needs it as a package', async () => {
    const machine = workspace({ dependencies: { '@x/app': '*' } });

    await expect(machine.build({ ...NODE, source: `${machine.source}/packages/app` })).rejects.toMatchObject({
      exit: 'build',
      code: 'PackageConflict',
      message: "@x/app, a dependency of @x/lib, is the application itself, which can't be imported as a package",
    });
  });
});
