import { Machine } from '../support/machine';

const NODE = { runtime: 'nodejs22.x' } as const;
const PACKAGE = { name: 'app', dependencies: { left: '1' } };

describe('a project of a package manager without a recipe', () => {
  test.each([
    ['bun.lock', { 'package.json': PACKAGE, 'bun.lock': '' }, 'bun', {}],
    ['bun.lockb', { 'package.json': PACKAGE, 'bun.lockb': '\0' }, 'bun', {}],
    ['deno.lock', { 'package.json': PACKAGE, 'deno.lock': '{}' }, 'deno', {}],
    ['deno.lock without package.json', { 'deno.lock': '{}' }, 'deno', {}],
    ['bun.lock that is named', { 'package.json': PACKAGE, 'bun.lock': '' }, 'bun', { descriptor: 'bun.lock' }],
  ])('fails by the name of %s', async (name, files, manager, options) => {
    const machine = new Machine(files);

    await expect(machine.find({ ...NODE, ...options })).rejects.toMatchObject({
      exit: 'usage',
      code: 'LockUnsupported',
      message: `${machine.source}: ${name.split(' ')[0] ?? ''} is of ${manager}, which codeless does not install with`,
      hint: expect.stringContaining(`\`${manager} install `) as string,
    });
  });

  test('fails where package.json names it', async () => {
    const machine = new Machine({ 'package.json': { ...PACKAGE, packageManager: 'bun@1.3.0' } });

    await expect(machine.find(NODE)).rejects.toMatchObject({
      code: 'LockUnsupported',
      message: `${machine.source}: package.json names bun, which codeless does not install with`,
    });
  });

  test('is installed by the lock of another one, if it has that', async () => {
    const machine = new Machine({ 'package.json': PACKAGE, 'bun.lock': '', 'package-lock.json': {} });

    await expect(machine.find(NODE)).resolves.toMatchObject({ builder: 'npm' });
  });

  test('is nothing to install without dependencies', async () => {
    await expect(new Machine({ 'package.json': {}, 'bun.lock': '' }).find(NODE)).resolves.toBeUndefined();
  });
});
