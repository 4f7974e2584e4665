import { manager } from '../support/fake-managers';
import { Machine } from '../support/machine';
import type { Files } from '../support/machine';

const NODE = { runtime: 'nodejs22.x' } as const;

const PRISMA = {
  name: '@prisma/client',
  version: '5.22.0',
  main: 'default.js',
  scripts: { postinstall: 'node scripts/postinstall.js' },
};
const LOADS =
  "module.exports = {\n  // https://github.com/prisma/prisma/pull/12907\n  ...require('.prisma/client/default'),\n}";
const THROWS = `exports.PrismaClient = class { constructor() { throw new Error('@prisma/client did not initialize yet.'); } };`;
const [HERE, CLIENT] = ['node_modules/.prisma/client', 'nodejs/node_modules/.prisma/client'];

/** A project with one package, of which the install leaves files, and its scripts others. */
function project(
  manifest: { name: string },
  files: Readonly<Record<string, string>>,
  {
    source = {},
    made = {},
    more = {},
  }: { source?: Files; made?: Readonly<Record<string, string>>; more?: object } = {},
): Machine {
  const machine = new Machine({
    'package.json': { name: 'app', dependencies: { [manifest.name]: '1' }, ...more },
    'package-lock.json': {},
    ...source,
  });
  const write = (content: Readonly<Record<string, string>>): string =>
    `for (const [name, text] of ${JSON.stringify(Object.entries(content))}) {
      fs.mkdirSync(path.dirname(name), { recursive: true });
      fs.writeFileSync(name, text);
    }`;
  const at = `node_modules/${manifest.name}`;
  const own = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${at}/${name}`, text]));
  const installed = { [`${at}/package.json`]: JSON.stringify(manifest), ...own };
  return machine.install(
    'npm',
    `if (args[0] === 'rebuild') { ${write(made)} } else { ${manager('10.9.0')} ${write(installed)} }`,
  );
}

describe("Prisma's client", () => {
  const stub = { [`${HERE}/default.js`]: "module.exports = { ...require('.') }", [`${HERE}/index.js`]: THROWS };

  test.each([
    ['has not generated', {}],
    [
      'has only as the install script leaves it',
      { source: { 'node_modules/@prisma/client/package.json': PRISMA, ...stub } },
    ],
  ])('fails where the project %s', async (_, options) => {
    await expect(project(PRISMA, { 'default.js': LOADS }, options).build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'GeneratedCodeMissing',
      message: 'the package @prisma/client loads .prisma/client/default, which is generated, and was not',
      hint: expect.stringMatching(/^Run `prisma generate` in the project before, or say by/) as string,
    });
  });

  test('fails where its script may run and finds no schema', async () => {
    const machine = project(
      PRISMA,
      { 'default.js': LOADS },
      { made: stub, more: { allowScripts: { [PRISMA.name]: true } } },
    );

    await expect(machine.build(NODE)).rejects.toMatchObject({
      code: 'GeneratedCodeMissing',
      message: expect.stringContaining('which its install script ran for and did not make') as string,
    });
    expect(machine.calls.map(({ args }) => args[0])).toEqual(['ci', 'rebuild']);
  });

  const plain: Files = {
    'node_modules/@prisma/client/package.json': PRISMA,
    [`${HERE}/default.js`]: '',
    [`${HERE}/index.js`]: '',
  };
  const generated = (engine: string): Files => ({
    ...plain,
    [`${HERE}/libquery_engine-${engine}.so.node`]: `\x7fELF${'\0'.repeat(14)}\xb7\0`,
  });

  test('is shipped as the project has generated it', async () => {
    const machine = project(PRISMA, { 'default.js': LOADS }, { source: plain });
    const before = await machine.key(NODE);

    await machine.build(NODE);

    expect(machine.files()).toEqual(expect.arrayContaining([`${CLIENT}/default.js`, `${CLIENT}/index.js`]));
    machine.write({ [`${HERE}/index.js`]: 'exports.another = true' });
    expect(await machine.key(NODE)).not.toBe(before);
  });

  test.each([
    ['nodejs22.x', 'arm64', 'linux-arm64-openssl-3.0.x'],
    ['nodejs22.x', 'x86_64', 'rhel-openssl-3.0.x'],
    ['nodejs18.x', 'x86_64', 'rhel-openssl-1.0.x'],
  ] as const)('fails without the engine of %s on %s', async (runtime, architecture, engine) => {
    const machine = project(PRISMA, { 'default.js': LOADS }, { source: generated('debian-openssl-3.0.x') });

    await expect(machine.build({ runtime, architecture })).rejects.toMatchObject({
      exit: 'build',
      code: 'BinaryMisfit',
      message: `the generated client of Prisma has an engine for debian-openssl-3.0.x, and Lambda needs ${engine}`,
      hint: `Put binaryTargets = ["native", "${engine}"] into the generator of schema.prisma, and run prisma generate again.`,
    });
  });

  test.each([
    [
      'is generated into a directory of the source',
      {
        source: {
          'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n  output = "../src/db"\n}\n',
        },
      },
    ],
    ['is said not to be loaded', { more: { allowScripts: { [PRISMA.name]: false } } }],
    ['is optional', { more: { dependencies: {}, optionalDependencies: { [PRISMA.name]: '5' } } }],
  ])('need not be there where it %s', async (_, options) => {
    const machine = project(PRISMA, { 'default.js': LOADS }, options);

    await machine.build(NODE);

    expect(machine.files()).toContain('nodejs/node_modules/@prisma/client/default.js');
  });
});

describe('a package whose entry loads what its script makes', () => {
  const GENERATES = { name: 'left', version: '1.0.0', scripts: { postinstall: 'node generate.js' } };

  test.each([
    ['a file', 'index.js', "'use strict';\nmodule.exports = require('./generated');", './generated'],
    ['a package that nothing declares', 'index.js', "exports.a = require('generated/a')", 'generated/a'],
    ['a file, as a module', 'index.mjs', "export { a } from './generated.js';", './generated.js'],
  ])('fails without %s', async (_, main, text, wanted) => {
    const exported = main.endsWith('.mjs') ? { exports: `./${main}` } : {};

    await expect(project({ ...GENERATES, ...exported }, { [main]: text }).build(NODE)).rejects.toMatchObject({
      exit: 'build',
      code: 'GeneratedCodeMissing',
      message: `the package left loads ${wanted}, which is generated, and was not`,
      hint: expect.stringMatching(/^Allow its script by `"allowScripts": { "left": true }`/) as string,
    });
  });

  test('is shipped with it where the script may run', async () => {
    const options = { made: { 'node_modules/left/generated.js': '' }, more: { allowScripts: { left: true } } };
    const machine = project(GENERATES, { 'index.js': "module.exports = require('./generated');" }, options);

    await machine.build(NODE);

    expect(machine.files()).toContain('nodejs/node_modules/left/generated.js');
  });

  test.each([
    ['tries', "try { module.exports = require('./generated'); } catch { module.exports = require('./slow'); }"],
    ['chooses', "module.exports = process.env.FAST ? require('./generated') : require('./slow');"],
    ['loads it later', "exports.fast = () => require('./generated');"],
    ['has it in a comment', "// require('./generated')\n/* require('generated') */ exports.a = require('node:fs');"],
    ['has what it loads', "exports.a = require('./slow'); exports.b = require('fs');"],
  ])('passes where it %s', async (_, text) => {
    const machine = project(GENERATES, { 'index.js': text, 'slow.js': '' });

    await machine.build(NODE);

    expect(machine.files()).toContain('nodejs/node_modules/left/index.js');
  });

  test('passes where no script makes it, as it may never be loaded', async () => {
    const machine = project({ name: 'left' }, { 'index.js': "module.exports = require('eslint');" });

    await machine.build(NODE);

    expect(machine.files()).toContain('nodejs/node_modules/left/index.js');
  });
});
