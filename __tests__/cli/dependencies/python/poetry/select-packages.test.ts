import { parsePoetryLock } from '../../../../../cli/dependencies/python/poetry/lock';
import { selectPackages } from '../../../../../cli/dependencies/python/poetry/select-packages';
import { readProject } from '../../../../../cli/dependencies/python/project';
import { markerEnvironment, targetPlatform } from '../../../../../cli/dependencies/python/target-platform';
import { Machine } from '../../support/machine';

async function select(pyproject: string, lock: string, python = '3.12'): Promise<string[]> {
  const { source } = new Machine({ 'pyproject.toml': pyproject });
  const project = await readProject(source);
  if (project === undefined) throw new Error('expected a project');
  const environment = markerEnvironment(targetPlatform(python, 'arm64'));
  const packages = selectPackages(await parsePoetryLock(lock, 'poetry.lock'), project, environment);
  return packages.map(({ name, version }) => `${name} ${version}`);
}

function locked(name: string, rest = '', version = '1.0'): string {
  return `[[package]]\nname = "${name}"\nversion = "${version}"\n${rest}\n`;
}

const METADATA = (version: string): string => `[metadata]\nlock-version = "${version}"\ncontent-hash = ""\n`;

describe('a poetry.lock that tells groups and markers', () => {
  test('gives those of the main group whose markers hold', async () => {
    const lock = [
      locked('always', 'groups = ["main", "dev"]'),
      locked('dev', 'groups = ["dev"]'),
      locked('windows', 'groups = ["main"]\nmarkers = "sys_platform == \\"win32\\""'),
      locked('by-group', 'groups = ["main", "dev"]\nmarkers = { main = "python_version < \\"3.9\\"" }'),
      locked('of-other', 'groups = ["main", "dev"]\nmarkers = { dev = "python_version < \\"3.9\\"" }'),
      locked('of-extra', 'optional = true\ngroups = ["main"]\nmarkers = "extra == \\"pg\\""'),
      METADATA('2.1'),
    ].join('');

    await expect(select('', lock)).resolves.toEqual(['always 1.0', 'of-other 1.0']);
  });
});

describe.each(['1.0', '1.1', '2.0'])('a poetry.lock of version %s, which tells none', (version) => {
  test('gives what production reaches, in the versions that fit', async () => {
    const pyproject = `[tool.poetry]
name = "app"
[tool.poetry.dependencies]
python = "^3.9"
First = { version = "^1", extras = ["more"] }
many = [{ version = "1.0", python = "<3.12" }, { version = "^2", python = ">=3.12" }]
windows = { version = "*", platform = "win32" }
old = { version = "*", markers = "python_version < '3.9'" }
wanted = { version = "*", optional = true }
[tool.poetry.group.main.dependencies]
grouped = "*"
[tool.poetry.group.dev.dependencies]
dev = "*"
`;
    const lock = [
      locked(
        'first',
        `[package.dependencies]
app = "*"
second = { version = ">=1", markers = "sys_platform != 'win32'" }
third = { version = "*", optional = true }
fourth = { version = "*", optional = true }
[package.extras]
more = ["third (>=1)"]
less = ["fourth"]`,
      ),
      locked('second', 'python-versions = ">=3.8"', '1.5'),
      locked('second', 'python-versions = ">=3.13"', '2.0'),
      locked('third', '[package.dependencies]\nfirst = "*"'),
      ...['fourth', 'windows', 'old', 'wanted', 'grouped', 'dev'].map((name) => locked(name)),
      locked('many'),
      locked('many', '', '2.3'),
      METADATA(version),
    ].join('');

    await expect(select(pyproject, lock)).resolves.toEqual([
      'first 1.0',
      'grouped 1.0',
      'many 2.3',
      'second 1.5',
      'third 1.0',
    ]);
  });

  test('fails by the name of a package that it lacks', async () => {
    const pyproject = '[tool.poetry.dependencies]\nfirst = "*"\n';
    const lock = locked('first', '[package.dependencies]\nsecond = "^2"') + locked('second') + METADATA(version);

    await expect(select(pyproject, lock)).rejects.toMatchObject({
      exit: 'build',
      code: 'LockStale',
      message: 'poetry.lock has no second (^2), which first needs',
      hint: 'Write the lock again with `poetry lock`.',
    });
  });
});

test.each([
  ['of a later format', METADATA('3.0'), "lock files of Poetry's version 3.0 are not known"],
  ['of no format', '[metadata]\n', 'metadata.content-hash is not what belongs there'],
])('a poetry.lock %s is refused', async (_, lock, reason) => {
  await expect(parsePoetryLock(lock, 'poetry.lock')).rejects.toMatchObject({
    exit: 'usage',
    code: 'LockInvalid',
    message: `poetry.lock: ${reason}`,
  });
});
