import { join } from 'node:path';

import type { DependencyOptions } from '../../../cli/dependencies';
import type { Files } from './support/machine';
import { Machine } from './support/machine';

const PACKAGE = { name: 'app', dependencies: { left: '1.0.0' } };
const NODE: Partial<DependencyOptions> = { runtime: 'nodejs22.x' };
const UV_LOCK = 'version = 1\n';

describe('findDependencies', () => {
  test.each<[string, Files, Partial<DependencyOptions>, string, string]>([
    ['requirements.txt', { 'requirements.txt': 'a\n' }, {}, 'pip', 'requirements.txt'],
    ['a uv.lock before requirements.txt', { 'uv.lock': UV_LOCK, 'requirements.txt': 'a\n' }, {}, 'uv', 'uv.lock'],
    ['a poetry.lock', { 'poetry.lock': '', 'pyproject.toml': '' }, {}, 'poetry', 'poetry.lock'],
    ['a Pipfile.lock', { 'Pipfile.lock': { _meta: {}, default: {} } }, {}, 'pipenv', 'Pipfile.lock'],
    ['a package-lock.json', { 'package.json': PACKAGE, 'package-lock.json': {} }, NODE, 'npm', 'package-lock.json'],
    [
      'an npm-shrinkwrap.json',
      { 'package.json': PACKAGE, 'npm-shrinkwrap.json': {} },
      NODE,
      'npm',
      'npm-shrinkwrap.json',
    ],
    ['a pnpm-lock.yaml', { 'package.json': PACKAGE, 'pnpm-lock.yaml': '' }, NODE, 'pnpm', 'pnpm-lock.yaml'],
    ['a yarn.lock', { 'package.json': PACKAGE, 'yarn.lock': '' }, NODE, 'yarn', 'yarn.lock'],
    ['a package.json without lock', { 'package.json': PACKAGE }, NODE, 'npm', 'package.json'],
    [
      'of two locks the one of the packageManager',
      { 'package.json': { ...PACKAGE, packageManager: 'yarn@1.22.22' }, 'yarn.lock': '', 'pnpm-lock.yaml': '' },
      NODE,
      'yarn',
      'yarn.lock',
    ],
    ['a named requirements file', { 'req/prod.txt': 'a\n' }, { descriptor: 'req/prod.txt' }, 'pip', 'req/prod.txt'],
    [
      'a named package.json elsewhere',
      { 'services/a/package.json': PACKAGE, 'services/a/yarn.lock': '' },
      { ...NODE, descriptor: 'services/a/package.json' },
      'yarn',
      'services/a/yarn.lock',
    ],
    [
      'the lock of a named pyproject.toml',
      { 'pyproject.toml': '', 'uv.lock': UV_LOCK },
      { descriptor: 'pyproject.toml' },
      'uv',
      'uv.lock',
    ],
    [
      'the lock of a named Pipfile',
      { Pipfile: '', 'Pipfile.lock': { _meta: {}, default: {} } },
      { descriptor: 'Pipfile' },
      'pipenv',
      'Pipfile.lock',
    ],
    [
      'a command before all else',
      { 'requirements.txt': 'a\n' },
      { command: 'make', runtime: undefined },
      'command',
      '.',
    ],
  ])('finds %s', async (_, files, options, builder, descriptor) => {
    const machine = new Machine(files);

    const found = await machine.find(options);

    expect(found).toMatchObject({ builder, descriptor: join(machine.source, descriptor) });
    expect(found?.key).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, Files, Partial<DependencyOptions>]>([
    ['nothing is there', {}, {}],
    ['requirements.txt has comments alone', { 'requirements.txt': '# none\n--index-url https://example.test\n' }, {}],
    ['package.json needs nothing in production', { 'package.json': { devDependencies: { a: '1' } } }, NODE],
    ['the runtime is of another language', { 'requirements.txt': 'a\n' }, { runtime: 'provided.al2023' }],
    ['the function has no runtime', { 'requirements.txt': 'a\n' }, { runtime: undefined }],
    ['the source is of another language', { 'package.json': PACKAGE }, {}],
  ])('finds nothing, and says nothing, where %s', async (_, files, options) => {
    const machine = new Machine(files);

    await expect(machine.find(options)).resolves.toBeUndefined();
    expect(machine.notes).toEqual([]);
  });

  test('finds the uv.lock of the workspace that the source is a member of', async () => {
    const machine = new Machine({ '.git': null, 'uv.lock': UV_LOCK, 'packages/a/pyproject.toml': '' });

    const found = await machine.find({ source: join(machine.source, 'packages/a') });

    expect(found?.descriptor).toBe(join(machine.source, 'uv.lock'));
  });

  test('does not look above the repository', async () => {
    const machine = new Machine({ 'uv.lock': UV_LOCK, 'repository/.git': null, 'repository/pyproject.toml': '' });

    await expect(machine.find({ source: join(machine.source, 'repository') })).resolves.toBeUndefined();
  });

  test('warns of a pyproject.toml without a lock', async () => {
    const machine = new Machine({ 'pyproject.toml': '' });

    await expect(machine.find()).resolves.toBeUndefined();
    expect(machine.notes).toEqual([
      expect.stringContaining('pyproject.toml has no lock file (uv.lock or poetry.lock)'),
    ]);
  });

  test('takes a missing descriptor of the default name for none', async () => {
    const machine = new Machine({ 'uv.lock': UV_LOCK });

    await expect(machine.find({ descriptor: 'requirements.txt' })).resolves.toBeUndefined();
    expect(machine.notes).toEqual(['There is no requirements.txt: nothing is installed']);
  });

  test('says that a named descriptor of another language takes a command', async () => {
    const machine = new Machine({ 'go.mod': '' });

    await expect(machine.find({ descriptor: 'go.mod', runtime: 'provided.al2023' })).resolves.toBeUndefined();
    expect(machine.notes).toEqual([expect.stringContaining('takes a dependencies command')]);
  });

  test.each<[string, Files, Partial<DependencyOptions>, string, string]>([
    ['a named descriptor is missing', {}, { descriptor: 'prod.txt' }, 'DescriptorMissing', 'prod.txt does not exist'],
    [
      'a named descriptor is a directory',
      { 'prod/a.txt': '' },
      { descriptor: 'prod' },
      'DescriptorMissing',
      'prod does not exist',
    ],
    [
      'a named pyproject.toml has no lock',
      { 'pyproject.toml': '' },
      { descriptor: 'pyproject.toml' },
      'LockMissing',
      'no lock file beside it',
    ],
    [
      'a package.json is named for Python',
      { 'package.json': PACKAGE },
      { descriptor: 'package.json' },
      'DescriptorUnknown',
      'no descriptor of Python',
    ],
    [
      'a requirements file is named for Node.js',
      { 'r.txt': 'a' },
      { ...NODE, descriptor: 'r.txt' },
      'DescriptorUnknown',
      'no descriptor of Node.js',
    ],
    ['package.json is broken', { 'package.json': '{' }, NODE, 'JsonInvalid', 'package.json, line 1: this is not JSON'],
    ['Pipfile.lock is broken', { 'Pipfile.lock': '[]' }, {}, 'LockInvalid', 'not a lock file of Pipenv'],
    [
      'an included file is missing',
      { 'requirements.txt': '-r no.txt' },
      {},
      'RequirementsMissing',
      'requirements.txt includes',
    ],
    [
      'a package of the machine is missing',
      { 'package.json': { dependencies: { lib: 'file:../lib' } } },
      NODE,
      'LocalPackageMissing',
      'needs lib from file:../lib, which does not exist',
    ],
  ])('fails where %s', async (_, files, options, code, message) => {
    const machine = new Machine(files);

    await expect(machine.find(options)).rejects.toMatchObject({
      exit: 'usage',
      code,
      message: expect.stringContaining(message) as string,
    });
  });

  test.each(['python3.13', 'nodejs22.x', 'java21', 'provided.al2023', undefined])(
    'looks for nothing in an archive, which has its dependencies in it: %s',
    async (runtime) => {
      const machine = new Machine({ 'app.zip': 'PK', 'requirements.txt': 'six\n', 'package.json': PACKAGE });

      expect(await machine.find({ source: join(machine.source, 'app.zip'), runtime })).toBeUndefined();
      expect(machine.notes).toEqual([]);
    },
  );

  test('takes a descriptor that is named for an archive from beside it', async () => {
    const machine = new Machine({ 'app.zip': 'PK', 'requirements.txt': 'six\n' });

    const found = await machine.find({ source: join(machine.source, 'app.zip'), descriptor: 'requirements.txt' });

    expect(found).toMatchObject({ builder: 'pip', descriptor: join(machine.source, 'requirements.txt') });
  });
});
