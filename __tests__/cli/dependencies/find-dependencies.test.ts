import { join } from 'node:path';

import type { DependencyOptions } from '../../../cli/dependencies';
import type { Files } from './support/machine';
import { Machine } from './support/machine';

const PACKAGE = { name: 'app', dependencies: { left: '1.0.0' } };
const NODE: Partial<DependencyOptions> = { runtime: 'nodejs22.x' };
const PROVIDED: Partial<DependencyOptions> = { runtime: 'provided.al2023' };
/** Locks of a project that needs something. */
const UV_LOCK = `version = 1
[[package]]
name = "app"
source = { virtual = "." }
dependencies = [{ name = "six" }]
[[package]]
name = "member"
source = { editable = "packages/a" }
dependencies = [{ name = "six" }]
[[package]]
name = "six"
version = "1"
source = { registry = "https://index.test/simple" }
`;

// The digest is Poetry's of an empty pyproject.toml.
const POETRY_LOCK = `[[package]]
name = "six"
version = "1"
groups = ["main"]
[metadata]
lock-version = "2.1"
content-hash = "115cf985d932e9bf5f540555bbdd75decbb62cac81e399375fc19f6277f8c1d8"
`;

const PIPFILE_LOCK = { _meta: {}, default: { six: { version: '==1' } } };

describe('findDependencies', () => {
  test.each<[string, Files, Partial<DependencyOptions>, string, string]>([
    ['requirements.txt', { 'requirements.txt': 'a\n' }, {}, 'pip', 'requirements.txt'],
    ['a uv.lock before requirements.txt', { 'uv.lock': UV_LOCK, 'requirements.txt': 'a\n' }, {}, 'uv', 'uv.lock'],
    ['a poetry.lock', { 'poetry.lock': POETRY_LOCK, 'pyproject.toml': '' }, {}, 'poetry', 'poetry.lock'],
    ['a Pipfile.lock', { 'Pipfile.lock': PIPFILE_LOCK }, {}, 'pipenv', 'Pipfile.lock'],
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
      { Pipfile: '', 'Pipfile.lock': PIPFILE_LOCK },
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
    ['requirements.txt is empty', { 'requirements.txt': '' }, {}],
    [
      'no requirement is for Lambda',
      {
        'requirements.txt': 'pywin32; sys_platform == "win32"\n-r old.txt\n',
        'old.txt': "tomli ; python_version < '3.11'\n",
      },
      {},
    ],
    [
      'a package of the machine is not for Lambda',
      { 'requirements.txt': './lib ; os_name == "nt"\n', 'lib/setup.py': '' },
      {},
    ],
    [
      'pyproject.toml has settings of tools',
      { 'pyproject.toml': '[tool.ruff]\nline-length = 100\n[tool.pytest.ini_options]\n' },
      {},
    ],
    [
      'pyproject.toml needs nothing in production',
      {
        'pyproject.toml':
          '[project]\nname = "app"\n[dependency-groups]\ndev = ["pytest"]\n[tool.poetry.dependencies]\npython = "^3.12"\nsix = { version = "*", optional = true }\n[tool.poetry.group.dev.dependencies]\nruff = "*"\n',
      },
      {},
    ],
    ['a named pyproject.toml asks for nothing', { 'pyproject.toml': '' }, { descriptor: 'pyproject.toml' }],
    ['Pipfile needs nothing in production', { Pipfile: '[dev-packages]\npytest = "*"\n' }, {}],
    ['package.json needs nothing in production', { 'package.json': { devDependencies: { a: '1' } } }, NODE],
    ['the function has no runtime', { 'app.py': '' }, { runtime: undefined }],
    ['the bootstrap is compiled', { bootstrap: '\x7fELF', 'go.mod': '', 'package.json': PACKAGE }, PROVIDED],
    ['a script is the bootstrap and needs nothing', { bootstrap: '#!/bin/sh', 'package.json': {} }, PROVIDED],
    ['the gems are in the source', { Gemfile: '', 'vendor/bundle/a': '' }, { runtime: 'ruby3.4' }],
    ['the libraries are in the source', { 'pom.xml': '', 'lib/a.jar': '' }, { runtime: 'java21' }],
    ['the assemblies are in the source', { 'a.csproj': '', 'a.deps.json': '' }, { runtime: 'dotnet8' }],
    ['Ruby meets tools of Node.js', { 'package.json': PACKAGE }, { runtime: 'ruby3.4' }],
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

  test.each<[string, Files, Partial<DependencyOptions>, string, string, string]>([
    [
      'PEP 621',
      { 'pyproject.toml': '[project]\nname = "app"\ndependencies = ["requests>=2", "six", "a", "b"]\n' },
      {},
      'pyproject.toml',
      'requests, six, a and 1 more',
      'uv lock',
    ],
    [
      "Poetry's table",
      { 'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.12"\nsix = "*"\n' },
      {},
      'pyproject.toml',
      'six',
      'poetry lock',
    ],
    [
      "Poetry's main group, named",
      { 'pyproject.toml': '[tool.poetry.group.main.dependencies]\nsix = { version = "*" }\n' },
      { descriptor: 'pyproject.toml' },
      'pyproject.toml',
      'six',
      'poetry lock',
    ],
    [
      'what its build backend finds',
      { 'pyproject.toml': '[project]\nname = "app"\ndynamic = ["version", "dependencies"]\n' },
      {},
      'pyproject.toml',
      'its dynamic dependencies',
      'uv lock',
    ],
    ['a Pipfile', { Pipfile: '[packages]\nflask = "*"\n' }, {}, 'Pipfile', 'flask', 'pipenv lock'],
  ])('fails if %s asks for packages and there is no lock', async (_, files, options, file, names, command) => {
    const machine = new Machine(files);

    await expect(machine.find(options)).rejects.toMatchObject({
      exit: 'build',
      code: 'LockMissing',
      message: `${join(machine.source, file)} asks for ${names}, and there is no lock file`,
      hint: `Run \`${command}\` and commit the lock file, write a requirements.txt, or leave them out with --dependencies none.`,
    });
  });

  test('finds the lock of the project whose src the source is', async () => {
    const machine = new Machine({ 'uv.lock': UV_LOCK, 'pyproject.toml': '', 'src/app/main.py': 'import six\n' });

    const found = await machine.find({ source: join(machine.source, 'src') });

    expect(found).toMatchObject({ builder: 'uv', descriptor: join(machine.source, 'uv.lock') });
  });

  test.each<[string, Files]>([
    ['pyproject.toml', { 'pyproject.toml': '[project]\nname = \n' }],
    ['Pipfile', { Pipfile: '[packages]\nsix = \n' }],
  ])('fails by file and line where %s is broken', async (file, files) => {
    const machine = new Machine(files);

    await expect(machine.find()).rejects.toMatchObject({
      exit: 'usage',
      code: 'TomlInvalid',
      message: expect.stringContaining(`${join(machine.source, file)}, line 2: this is not TOML`) as string,
    });
  });

  test('takes a missing descriptor of the default name for none', async () => {
    const machine = new Machine({ 'uv.lock': UV_LOCK });

    await expect(machine.find({ descriptor: 'requirements.txt' })).resolves.toBeUndefined();
    expect(machine.notes).toEqual(['There is no requirements.txt: nothing is installed']);
  });

  test.each<[string, Files, string]>([
    ['ruby3.4', { Gemfile: "gem 'rack'" }, 'Gemfile'],
    ['java21', { 'pom.xml': '<project/>' }, 'pom.xml'],
    ['java25', { 'build.gradle.kts': '' }, 'build.gradle.kts'],
    ['dotnet10', { 'Api.csproj': '' }, 'Api.csproj'],
    ['provided.al2023', { 'package.json': PACKAGE, bootstrap: '#!/bin/sh' }, 'package.json'],
    ['provided.al2023', { 'requirements.txt': '# none\na\n' }, 'requirements.txt'],
    ['provided.al2023', { 'composer.json': {} }, 'composer.json'],
  ])('refuses what no recipe installs: for %s in %j', async (runtime, files, name) => {
    const machine = new Machine(files);

    await expect(machine.find({ runtime })).rejects.toMatchObject({
      exit: 'build',
      code: 'NoRecipe',
      message: `${join(machine.source, name)} is not installed: no recipe knows ${runtime}`,
      hint: expect.stringMatching(/--build-command.*--dependencies-command.*--dependencies none/) as unknown,
    });
  });

  test('refuses a named descriptor for which no recipe is', async () => {
    const machine = new Machine({ 'go.mod': '' });

    await expect(machine.find({ descriptor: 'go.mod', runtime: 'provided.al2023' })).rejects.toMatchObject({
      exit: 'build',
      code: 'NoRecipe',
    });
  });

  test.each<[string, Files]>([
    ['requirements.txt', { 'requirements.txt': 'a\n' }],
    ['package.json', { 'package.json': PACKAGE }],
    ['poetry.lock', { 'poetry.lock': '' }],
  ])('asks for the runtime that %s is to be installed for', async (name, files) => {
    const machine = new Machine(files);

    await expect(machine.find({ runtime: undefined })).rejects.toMatchObject({
      exit: 'usage',
      code: 'RuntimeMissing',
      message: `no runtime is known to install ${join(machine.source, name)} for`,
    });
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
      'requirements.txt, line 1 includes',
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
