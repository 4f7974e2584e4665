import { manager } from '../support/fake-managers';
import { Machine } from '../support/machine';
import type { Files } from '../support/machine';

const NODE = { runtime: 'nodejs22.x' } as const;

const HAS_NONE = 'the install script of left ran, and the package has no binary for Node.js 22 on arm64';

/** A file of Linux: its kind (3: a program or library, 1: an object file) and its processor. */
function elf(kind: number, machine: number): string {
  return `\x7fELF\x02\x01\x01${'\0'.repeat(9)}${String.fromCharCode(kind)}\0${String.fromCharCode(machine)}\0`;
}

const [ARM64, X86_64, OBJECT] = [elf(3, 183), elf(3, 62), elf(1, 183)];

const COMPILES = { install: 'prebuild-install || node-gyp rebuild --release' };
const FETCHES = { install: 'node install.js' };

/** A project that allows the script of its one package, which leaves files. */
function project(scripts: object, made: Readonly<Record<string, string>>, more: object = {}): Machine {
  const machine = new Machine({
    'package.json': { name: 'app', dependencies: { left: '1' }, allowScripts: { left: true }, ...more },
    'package-lock.json': {},
  } satisfies Files);
  const left = JSON.stringify({ name: 'left', version: '1.0.0', scripts });
  return machine.install(
    'npm',
    `const write = (files) => {
      for (const [name, text] of Object.entries(files)) {
        const file = path.join('node_modules', name);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, Buffer.from(text, 'latin1'));
      }
    };
    const made = ${JSON.stringify(made)};
    if (args[0] === 'rebuild') { write(made); } else {
      ${manager('10.9.0')}
      write({ 'left/package.json': ${JSON.stringify(left)}, 'left/index.js': '', 'left/install.js': "require('https')" });
      if (process.env.npm_config_runs) write(made);
    }`,
  );
}

test.each([
  ['one that compiles, with its addon', COMPILES, { 'left/build/Release/a.node': ARM64 }],
  ['one that fetches, with a program', FETCHES, { 'left/bin/program': ARM64 }],
  ['one that fetches, with what is no program', FETCHES, { 'left/bin/program.py': '#!/usr/bin/env python3' }],
])('what an allowed script makes is shipped: %s', async (_, scripts, made) => {
  const machine = project(scripts, made);

  await machine.build(NODE);

  const [name = ''] = Object.keys(made);
  expect(machine.files()).toContain(`nodejs/node_modules/${name}`);
});

test.each([
  ['nothing, though it compiles', COMPILES, {}],
  ['no more than object files', COMPILES, { 'left/build/Release/obj.target/a.o': OBJECT }],
  ['a program instead of an addon', COMPILES, { 'left/build/Release/helper': ARM64 }],
  ['nothing, though it fetches', FETCHES, {}],
  ['files outside of its package', FETCHES, { '.cache/browser': ARM64 }],
])('an allowed script that ends well and makes %s fails', async (_, scripts, made) => {
  const machine = project(scripts, made);

  await expect(machine.build(NODE)).rejects.toMatchObject({
    exit: 'build',
    code: 'BinaryMissing',
    message: HAS_NONE,
    hint: 'Look at what the script does, or say by `"allowScripts": { "left": false }` in package.json that the function works without.',
  });
  expect(machine.calls.map(({ args }) => args[0])).toEqual(['ci', 'rebuild']);
});

describe('of several addons', () => {
  test('what was compiled counts before what is in the package for other platforms', async () => {
    const machine = project(COMPILES, {
      'left/prebuilds/linux-x64/a.node': X86_64,
      'left/build/Release/a.node': ARM64,
    });

    await machine.build(NODE);

    expect(machine.files()).toContain('nodejs/node_modules/left/build/Release/a.node');
  });

  test('what was compiled for this machine fails, though one for Lambda is there', async () => {
    const made = { 'left/prebuilds/linux-arm64/a.node': ARM64, 'left/build/Release/a.node': X86_64 };

    await expect(project(COMPILES, made).build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'BinaryMisfit',
      message: 'what the install script of left made is not for arm64',
      hint: 'Build in a container with --docker.',
    });
  });
});

test('an allowed script of a package that is optional may make nothing', async () => {
  const machine = project(COMPILES, {}, { dependencies: {}, optionalDependencies: { left: '1' } });

  await machine.build(NODE);

  expect(machine.calls.map(({ args }) => args[0])).toEqual(['ci', 'rebuild']);
});

describe('in a container, where the package manager runs the scripts', () => {
  const DOCKER = `
    const image = args.indexOf('public.ecr.aws/sam/build-nodejs22.x');
    const { status } = require('node:child_process').spawnSync(option('--entrypoint'), args.slice(image + 1), {
      cwd: option('--workdir'), stdio: 'inherit', env: { ...process.env, npm_config_runs: 'yes' } });
    process.exit(status ?? 127);`;

  const build = (machine: Machine): Promise<unknown> =>
    machine.install('docker', DOCKER).build({ ...NODE, image: 'public.ecr.aws/sam/build-nodejs22.x' });

  test('a program that was fetched is shipped, whether its script is allowed or not', async () => {
    const machine = project(FETCHES, { 'left/bin/program': ARM64 }, { allowScripts: {} });

    await build(machine);

    expect(machine.files()).toContain('nodejs/node_modules/left/bin/program');
  });

  test.each([
    ['nothing', COMPILES, {}],
    ['no program', FETCHES, { 'left/bin/program.txt': 'not found' }],
    ['one of another processor', FETCHES, { 'left/bin/program': X86_64 }],
  ])('an allowed script that makes %s fails', async (_, scripts, made) => {
    await expect(build(project(scripts, made))).rejects.toMatchObject({
      exit: 'build',
      code: 'BinaryMissing',
      message: HAS_NONE,
    });
  });
});
