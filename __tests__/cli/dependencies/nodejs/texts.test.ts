import { manager } from '../support/fake-managers';
import { Machine } from '../support/machine';

const NODE = { runtime: 'nodejs22.x' } as const;
const PACKAGE = JSON.stringify({ name: 'app', dependencies: { left: '1' } });
const MODERN_LOCK = '# made\n\n__metadata:\n  version: 8\n';
const CONFLICT = '<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> other\n';

/** Prints the first bytes of a file of the copied project. */
const PRINT = (file: string): string =>
  `if (!args.includes('--version')) console.log('reads ' + fs.readFileSync('${file}').toString('latin1').trim());`;

describe('a text with a byte order mark', () => {
  test.each([
    ['npm', 'package.json', { 'package-lock.json': '{}' }, PACKAGE],
    ['npm', 'package-lock.json', { 'package.json': PACKAGE }, '{"lockfileVersion":3}'],
    ['pnpm', 'pnpm-lock.yaml', { 'package.json': PACKAGE }, 'a: 1'],
    ['pnpm', 'pnpm-workspace.yaml', { 'package.json': PACKAGE, 'pnpm-lock.yaml': '' }, 'packages: []'],
    ['yarn', '.yarnrc.yml', { 'package.json': PACKAGE, 'yarn.lock': MODERN_LOCK }, 'npmScopes: {}'],
    ['npm', '.npmrc', { 'package.json': PACKAGE, 'package-lock.json': '{}' }, 'a=b'],
  ])('%s: %s is read, and handed on without it', async (name, file, others, text) => {
    const version = name === 'yarn' ? '4.18.1' : '10.34.9';
    const [marked, plain] = [`\uFEFF${text}`, text].map((content) =>
      new Machine({ ...others, [file]: content }).install(name, manager(version, 'node_modules/left') + PRINT(file)),
    );

    const built = await marked?.build(NODE);

    expect(marked?.output.find((line) => line.startsWith('reads '))).toBe(`reads ${text}`);
    await expect(plain?.key(NODE)).resolves.toBe(built?.key);
  });
});

describe('a merge conflict that is not resolved', () => {
  test.each([
    ['package.json', { 'package-lock.json': '{}' }],
    ['package-lock.json', { 'package.json': PACKAGE }],
    ['pnpm-lock.yaml', { 'package.json': PACKAGE }],
    ['yarn.lock', { 'package.json': PACKAGE }],
    ['.npmrc', { 'package.json': PACKAGE }],
    ['.yarnrc.yml', { 'package.json': PACKAGE, 'yarn.lock': MODERN_LOCK }],
    ['pnpm-workspace.yaml', { 'package.json': PACKAGE, 'pnpm-lock.yaml': '' }],
  ])('fails in %s with file and line', async (file, others) => {
    const machine = new Machine({ ...others, [file]: `\n${CONFLICT}` });

    await expect(machine.find(NODE)).rejects.toMatchObject({
      exit: 'usage',
      code: 'MergeConflict',
      message: `${machine.source}/${file}, line 2: a merge conflict is not resolved`,
    });
  });
});

test.each([
  ['package-lock.json', { 'package.json': PACKAGE }, '{"a":1,\n}', 'JsonInvalid', 'line 2: this is not JSON'],
  ['package.json', {}, '[]', 'JsonInvalid', 'line 1: this is not a JSON object'],
  ['pnpm-workspace.yaml', { 'package.json': PACKAGE, 'pnpm-lock.yaml': '' }, 'a: [', 'YamlInvalid', 'line 1'],
])('fails where %s is broken', async (file, others, text, code, message) => {
  const machine = new Machine({ ...others, [file]: text });

  await expect(machine.find(NODE)).rejects.toMatchObject({
    exit: 'usage',
    code,
    message: expect.stringContaining(`${machine.source}/${file}, ${message}`) as string,
  });
});

test('fails where .yarnrc.yml is no YAML, by its name in the source', async () => {
  const machine = new Machine({ 'package.json': PACKAGE, 'yarn.lock': MODERN_LOCK, '.yarnrc.yml': 'a:\n  - [' });
  machine.install('yarn', manager('4.18.1'));

  await expect(machine.build(NODE)).rejects.toMatchObject({
    exit: 'usage',
    code: 'YamlInvalid',
    message: expect.stringContaining(`${machine.source}/.yarnrc.yml, line 2`) as string,
  });
});
