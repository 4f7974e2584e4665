import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Machine, type Files } from '../support/machine';

const PIPFILE_LOCK = { _meta: {}, default: { six: { version: '==1' } } };

test.each<[string, Files, string, string]>([
  [
    'requirements.txt',
    { '.git': null, 'requirements.txt': 'six\n', 'src/app.py': 'import six\n' },
    'src',
    'requirements.txt',
  ],
  ['Pipfile.lock', { '.git': null, 'Pipfile.lock': PIPFILE_LOCK, 'src/app.py': 'import six\n' }, 'src', 'Pipfile.lock'],
  [
    'two directories up',
    { '.git': null, 'requirements.txt': 'six\n', 'a/b/app.py': 'import six\n' },
    'a/b',
    'requirements.txt',
  ],
  [
    'the nearest',
    { '.git': null, 'requirements.txt': 'idna\n', 'a/requirements.txt': 'six\n', 'a/src/app.py': 'import six\n' },
    'a/src',
    'a/requirements.txt',
  ],
  [
    'above settings of tools',
    { '.git': null, 'requirements.txt': 'six\n', 'src/pyproject.toml': '[tool.ruff]\n', 'src/a.py': 'import six\n' },
    'src',
    'requirements.txt',
  ],
  [
    'in the directory above, without a repository',
    { 'requirements.txt': 'six\n', 'src/a.py': 'import six\n' },
    'src',
    'requirements.txt',
  ],
])('a source without a descriptor has that of its project: %s', async (_, files, source, descriptor) => {
  const machine = new Machine(files);

  const found = await machine.find({ source: join(machine.source, source) });

  expect(found?.descriptor).toBe(join(machine.source, descriptor));
  expect(machine.notes).toEqual([
    expect.stringMatching(/^The source has no descriptor of its own: (\.\.\/)+\S+ says what is installed\.$/),
  ]);
});

test.each<[string, Files, string]>([
  ['its own, which needs nothing', { '.git': null, 'requirements.txt': 'six\n', 'a/requirements.txt': '' }, 'a'],
  [
    'a project of its own, which needs nothing',
    { '.git': null, 'requirements.txt': 'six\n', 'a/pyproject.toml': '[project]\nname = "a"\n' },
    'a',
  ],
  [
    'a nearer project above, which needs nothing',
    { '.git': null, 'requirements.txt': 'six\n', 'a/setup.py': 'setup(name="a")', 'a/src/app.py': 'import six\n' },
    'a/src',
  ],
  ['a repository of its own', { 'requirements.txt': 'six\n', 'a/.git': null, 'a/app.py': 'import six\n' }, 'a'],
  [
    'two directories between, without a repository',
    { 'requirements.txt': 'six\n', 'a/b/app.py': 'import six\n' },
    'a/b',
  ],
])('a source with %s has not what is further up', async (_, files, source) => {
  const machine = new Machine(files);

  await expect(machine.find({ source: join(machine.source, source) })).resolves.toBeUndefined();
  expect(machine.notes).toEqual([]);
});

const COMPILE = (name: string): string => `Run \`uv pip compile ${name} -o requirements.txt\` and commit it`;

test.each<[string, string, string, string]>([
  [
    'setup.cfg',
    '[options]\npy_modules = app\ninstall_requires =\n  requests>=2\n  # six\n\n  idna ; os_name == "posix"\nzip_safe = no\n',
    'requests, idna',
    COMPILE('setup.cfg'),
  ],
  ['setup.cfg', '[options]\r\ninstall_requires = requests\r\n', 'requests', COMPILE('setup.cfg')],
  [
    'setup.py',
    'from setuptools import setup\nsetup(name="a", install_requires=["six"])\n',
    'its install_requires',
    COMPILE('setup.py'),
  ],
  ['requirements.in', '# direct\nsix\nidna\na\nb\n', 'six, idna, a and 1 more', COMPILE('requirements.in')],
  ['requirements.in', '-r base.in\n', 'base.in', COMPILE('requirements.in')],
  [
    'pylock.toml',
    'lock-version = "1.0"\n[[packages]]\nname = "idna"\n',
    'idna',
    'Run `uv lock` in its project and commit the uv.lock',
  ],
  [
    'environment.yml',
    'dependencies:\n  - python=3.12\n  - conda-forge::numpy>=1\n  - pip:\n      - requests==2\n',
    'numpy, requests',
    'Name what the function needs in a requirements.txt, as `pip list --format=freeze` tells it in the environment',
  ],
  ['requirements/prod.txt', 'six\n', 'six', 'Name it: --app-packages-descriptor-path requirements/prod.txt'],
])('packages that %s asks for are refused, and never left out', async (name, text, names, remedy) => {
  const machine = new Machine({ '.git': null, [name]: text, 'src/app.py': 'import six\n' });
  const refusal = {
    exit: 'build',
    code: 'LockMissing',
    message: `${join(machine.source, name)} asks for ${names}, and is not what packages are installed from`,
    hint: `${remedy}, name another file by --app-packages-descriptor-path, or leave them out with --dependencies none.`,
  };

  await expect(machine.find()).rejects.toMatchObject(refusal);
  await expect(machine.find({ source: join(machine.source, 'src') })).rejects.toMatchObject(refusal);
});

test.each<[string, string]>([
  ['setup.cfg', '[options]\ninstall_requires =\n[flake8]\nmax-line-length = 100\n'],
  ['setup.cfg', '[flake8]\n'],
  ['setup.py', 'setup(install_requires=[])\n'],
  ['requirements.in', '# none\n--index-url https://example.test\n'],
  ['environment.yml', 'name: app\ndependencies: [python=3.12, pip]\n'],
  ['environment.yaml', ''],
  ['pylock.toml', 'lock-version = "1.0"\n'],
])('a %s that asks for nothing is no reason to refuse', async (name, text) => {
  await expect(new Machine({ [name]: text }).find()).resolves.toBeUndefined();
});

test('a list in the source goes before what is not installed from, and so does one that is named', async () => {
  const machine = new Machine({
    'requirements.txt': 'six\n',
    'requirements.in': 'six\n',
    'setup.cfg': '[options]\ninstall_requires = six\n',
  });

  await expect(machine.find()).resolves.toMatchObject({ builder: 'pip' });
  mkdirSync(join(machine.source, 'fn'));
  writeFileSync(join(machine.source, 'fn/requirements.in'), 'six\n');
  await expect(
    machine.find({ source: join(machine.source, 'fn'), descriptor: join(machine.source, 'requirements.txt') }),
  ).resolves.toMatchObject({ descriptor: join(machine.source, 'requirements.txt') });
});

test.each(['setup.py', 'setup.cfg'])('a %s that is named is refused as no descriptor', async (name) => {
  await expect(new Machine({ [name]: '' }).find({ descriptor: name })).rejects.toMatchObject({
    exit: 'usage',
    code: 'DescriptorUnknown',
  });
});
