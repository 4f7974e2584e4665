import { readFileSync } from 'node:fs';

import { manager } from '../support/fake-managers';
import type { Files } from '../support/machine';
import { Machine } from '../support/machine';

const NODE = { runtime: 'nodejs22.x' } as const;
const PACKAGE = { name: 'app', dependencies: { left: '1' } };
const YARN_1_LOCK = '# yarn lockfile v1\n\n\nleft@1:\n  version "1.0.0"\n';
const MODERN_LOCK = '# made\n\n__metadata:\n  version: 8\n\n"left@npm:1":\n  version: 1.0.0\n';

/** Prints a file of the copied project. */
const PRINT = (file: string): string =>
  `if (!args.includes('--version')) console.log(fs.readFileSync(${JSON.stringify(file)}, 'utf8'));`;

describe('npm', () => {
  test("installs what production needs for Lambda's platform, in a copy", async () => {
    const files = {
      'package.json': PACKAGE,
      'package-lock.json': {},
      '.npmrc': 'a=b',
      'index.js': '',
      'node_modules/x/a.js': '',
    };
    const machine = new Machine(files).install(
      'npm',
      `${manager('10.8.2', 'node_modules/left')} console.log('in ' + fs.readdirSync('.').sort());`,
    );

    await machine.build(NODE);

    const [call] = machine.calls;
    expect(call?.args).toEqual([
      ...['ci', '--omit=dev', '--no-audit', '--no-fund', '--install-links=false'],
      ...['--ignore-scripts', '--os=linux', '--cpu=arm64', '--libc=glibc'],
    ]);
    expect(call?.cwd).toContain(machine.temporary);
    expect(machine.output).toEqual(['in .npmrc,node_modules,package-lock.json,package.json']);
    expect(machine.files()).toEqual(['nodejs/node_modules/left/package.json']);
    expect(machine.files(machine.source)).toEqual([
      '.npmrc',
      'index.js',
      'node_modules/x/a.js',
      'package-lock.json',
      'package.json',
    ]);
    expect(machine.leftovers).toEqual([]);
  });

  test('writes packages beside the code', async () => {
    const machine = new Machine({ 'package.json': PACKAGE, 'package-lock.json': {} });
    machine.install(
      'npm',
      manager('10.8.2', 'node_modules/left', 'node_modules/@a/right', 'node_modules/left/node_modules/deep'),
    );

    await machine.build({ ...NODE, layout: 'package', architecture: 'x86_64' });

    expect(machine.calls[0]?.args).toContain('--cpu=x64');
    expect(machine.files()).toEqual([
      'node_modules/@a/right/package.json',
      'node_modules/left/node_modules/deep/package.json',
      'node_modules/left/package.json',
    ]);
  });

  test('warns where there is no lock file', async () => {
    const machine = new Machine({ 'package.json': PACKAGE }).install('npm', manager('10.8.2', 'node_modules/left'));

    await machine.build(NODE);

    expect(machine.calls[0]?.args.slice(0, 2)).toEqual(['install', '--no-package-lock']);
    expect(machine.notes).toEqual([expect.stringContaining('package.json has no lock file beside it')]);
  });

  test('names packages whose install scripts were not run', async () => {
    const machine = new Machine({ 'package.json': PACKAGE, 'package-lock.json': {} });
    machine.install(
      'npm',
      manager(
        '10.8.2',
        'node_modules/left {"name":"left","scripts":{"postinstall":"a"}}',
        'node_modules/right {"scripts":{"test":"a"}}',
      ),
    );

    await machine.build(NODE);

    expect(machine.notes).toEqual([expect.stringContaining('Install scripts were not run, of left:')]);
  });

  test.each([
    ['npm is missing', undefined, 'DependencyToolMissing', 'the project needs npm, which is not on PATH'],
    [
      'npm fails',
      'if (!args.includes("--version")) process.exit(7)',
      'DependencyToolFailed',
      'npm could not install the packages: it ended with exit code 7',
    ],
  ])('fails where %s', async (_, body, code, message) => {
    const machine = new Machine({ 'package.json': PACKAGE, 'package-lock.json': {} });
    if (body !== undefined) machine.install('npm', body);

    await expect(machine.build(NODE)).rejects.toMatchObject({ exit: 'build', code, message });
    expect(machine.leftovers).toEqual([]);
  });
});

describe('a lock file that the package manager refuses', () => {
  test.each([
    [
      'npm',
      'package-lock.json',
      [
        'npm error code EUSAGE',
        'npm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file.',
        "npm error Invalid: lock file's left@1.0.0 does not satisfy left@2.0.0",
        'npm error Missing: right@1.0.0 from lock file',
        'npm error Clean install a project',
        ...Array.from({ length: 30 }, () => 'npm error   --usage'),
      ],
      ": lock file's left@1.0.0 does not satisfy left@2.0.0",
      ['Missing: right@1.0.0 from lock file'],
    ],
    [
      'pnpm',
      'pnpm-lock.yaml',
      [
        ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date with <ROOT>/package.json',
        '* 1 dependencies are mismatched:',
        '  - @a/left (lockfile: 1.0.0, manifest: 2.0.0)',
      ],
      ': @a/left (lockfile: 1.0.0, manifest: 2.0.0)',
      [],
    ],
    [
      'yarn',
      'yarn.lock',
      ['error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.'],
      '',
      [],
    ],
  ])('fails with what %s says is wrong with it', async (name, lock, said, reason, others) => {
    const files: Files = { 'package.json': PACKAGE, [lock]: name === 'npm' ? {} : YARN_1_LOCK };
    const version = name === 'yarn' ? '1.22.22' : '10.34.9';
    const machine = new Machine(files).install(
      name,
      `${manager(version)} ${JSON.stringify(said)}.forEach((line) => console.error(line)); process.exit(1);`,
    );

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'LockStale',
      message: `${machine.source}/${lock} does not fit package.json${reason}`,
      hint: `Run \`${name} install\` and commit the lock file`,
      output: others,
    });
  });
});

describe('pnpm', () => {
  const files = { 'package.json': { ...PACKAGE, pnpm: { overrides: {} } }, 'pnpm-lock.yaml': '' };

  test("installs what production needs for Lambda's platform, as files", async () => {
    const machine = new Machine(files).install('pnpm', manager('10.34.9', 'node_modules/left'));

    await machine.build(NODE);

    expect(machine.calls[0]?.args).toEqual([
      ...['install', '--prod', '--frozen-lockfile', '--config.node-linker=hoisted'],
      ...['--ignore-scripts', '--os=linux', '--cpu=arm64', '--libc=glibc'],
    ]);
    expect(machine.files()).toEqual(['nodejs/node_modules/left/package.json']);
  });

  test('of a version without flags for the platform reads it from package.json', async () => {
    const machine = new Machine(files).install('pnpm', manager('9.15.0', 'node_modules/left') + PRINT('package.json'));

    await machine.build(NODE);

    expect(machine.calls[0]?.args.join(' ')).not.toContain('--cpu');
    expect(JSON.parse(machine.output.join(''))).toMatchObject({
      pnpm: { overrides: {}, supportedArchitectures: { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] } },
    });
  });

  test('comes by Corepack where it is not on PATH', async () => {
    const machine = new Machine(files).install('corepack', manager('10.34.9', 'node_modules/left'));

    await machine.build(NODE);

    expect(machine.calls[0]?.args.slice(0, 2)).toEqual(['pnpm', 'install']);
    expect(machine.calls[0]?.env).toMatchObject({ COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' });
  });

  test("fails by Corepack's own words where it fails", async () => {
    const machine = new Machine(files).install(
      'corepack',
      'console.log("Usage Error: This project is configured to use yarn"); process.exit(1);',
    );

    await expect(machine.build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'DependencyToolFailed',
      message: 'the project needs pnpm, and `corepack pnpm --version` failed: it ended with exit code 1',
      output: ['Usage Error: This project is configured to use yarn'],
    });
  });

  test('fails where there is neither', async () => {
    await expect(new Machine(files).build(NODE)).rejects.toMatchObject({
      code: 'DependencyToolMissing',
      message: 'the project needs pnpm, which is not on PATH',
      hint: expect.stringContaining('Install pnpm') as string,
    });
  });
});

describe('Yarn 1', () => {
  const files: Files = { 'package.json': PACKAGE, 'yarn.lock': YARN_1_LOCK };

  test("is told Lambda's platform as its own", async () => {
    const machine = new Machine(files).install(
      'yarn',
      `${manager('1.22.22', 'node_modules/left')} console.log(process.platform, process.arch);`,
    );

    await machine.build({ ...NODE, env: { PATH: machine.bin, NODE_OPTIONS: '--no-warnings' } });

    expect(machine.calls[0]?.args).toEqual([
      ...['install', '--production', '--non-interactive', '--no-progress', '--ignore-engines', '--frozen-lockfile'],
      '--ignore-scripts',
    ]);
    expect(machine.output).toEqual(['linux arm64']);
    expect(machine.calls[0]?.env.NODE_OPTIONS).toContain('--no-warnings');
    expect(machine.files()).toEqual(['nodejs/node_modules/left/package.json']);
  });

  test('fails on a lock of a workspace that lacks a package', async () => {
    const machine = new Machine({
      'package.json': { name: 'root', workspaces: ['a'], dependencies: { a: '*' } },
      'a/package.json': { name: 'a', dependencies: { left: '2' } },
      'yarn.lock': YARN_1_LOCK,
    }).install('yarn', manager('1.22.22'));

    await expect(machine.build(NODE)).rejects.toMatchObject({
      code: 'LockStale',
      message: `${machine.source}/yarn.lock does not fit package.json: it lacks left@2`,
    });
  });

  test('fails where Yarn is of another kind than the lock', async () => {
    const machine = new Machine(files).install('yarn', manager('4.9.0'));

    await expect(machine.build(NODE)).rejects.toMatchObject({
      code: 'DependencyToolMissing',
      message: 'the project needs yarn, which is 4.9.0 and cannot read its lock file',
    });
  });
});

describe('later versions of Yarn', () => {
  const files: Files = {
    'package.json': PACKAGE,
    'yarn.lock': MODERN_LOCK,
    '.yarnrc.yml': 'nodeLinker: pnp\nnpmScopes: {}\n',
  };

  test("focus on what production needs for Lambda's platform, as files", async () => {
    const machine = new Machine(files).install('yarn', manager('4.18.1', 'node_modules/left') + PRINT('.yarnrc.yml'));

    await machine.build(NODE);

    expect(machine.calls.map(({ args }) => args)).toEqual([
      ['install', '--mode=update-lockfile'],
      ['workspaces', 'focus', '--production'],
    ]);
    const settings = machine.output.slice(machine.output.lastIndexOf('nodeLinker: node-modules')).join('\n');
    expect(settings).toMatch(/enableScripts: false\n.*cpu:\n +- arm64\n/s);
    expect(settings).toContain('npmScopes: {}');
    expect(machine.files()).toEqual(['nodejs/node_modules/left/package.json']);
    expect(readFileSync(`${machine.source}/.yarnrc.yml`, 'utf8')).toContain('nodeLinker: pnp');
  });

  test('come by Corepack where the one on PATH is Yarn 1', async () => {
    const machine = new Machine(files)
      .install('yarn', manager('1.22.22'))
      .install('corepack', manager('4.18.1', 'node_modules/left'));

    await machine.build(NODE);

    expect(machine.calls.map(({ program, args }) => [program, args[0]])).toEqual([
      ['corepack', 'yarn'],
      ['corepack', 'yarn'],
    ]);
  });

  test.each([
    ['gains a package', MODERN_LOCK + '"right@npm:1":\\n  resolution: "right"\\n', true],
    [
      'is written by another version',
      MODERN_LOCK.replace('version: 8', 'version: 10').replaceAll('\n', '\\n') + '  checksum: a\\n',
      false,
    ],
  ])('with a lock that %s when asked: refused %s', async (_, lock, isRefused) => {
    const write = `if (args.includes('--mode=update-lockfile')) fs.writeFileSync('yarn.lock', '${lock.replaceAll('\n', '\\n')}');`;
    const machine = new Machine(files).install('yarn', manager('4.18.1', 'node_modules/left') + write);

    const outcome = await machine.build(NODE).then(
      () => 'built',
      (error: unknown) => (error as { code: string }).code,
    );

    expect(outcome).toBe(isRefused ? 'LockStale' : 'built');
  });
});
