import { join } from 'node:path';

import { Machine, type Files } from '../support/machine';

function uv(project: string, lock = ''): Files {
  return {
    'pyproject.toml': project,
    'uv.lock': `version = 1\n${lock}\n[[package]]\nname = "app"\nsource = { virtual = "." }\n`,
  };
}

function poetry(table: string, hash: string): Files {
  const lock = `[metadata]\nlock-version = "2.1"\ncontent-hash = "${hash}"\n`;
  return { 'pyproject.toml': table, 'poetry.lock': lock };
}

function pipenv(requires: object): Files {
  return { 'Pipfile.lock': { _meta: { requires }, default: {} } };
}

const ANY = '[project]\nname = "app"\n';

/** Poetry's digests of the pyproject.toml beside. */
const POETRY = {
  table: poetry(
    '[tool.poetry.dependencies]\npython = "^3.14"\n',
    'd3f696e8f01aec1733802da3db722ca7c5e48e3d967cd7e2ce28ee65396abe6c',
  ),
  project: poetry(
    '[project]\nrequires-python = "<3.12"\n',
    'eb858752eec93bf296cdc2865c72bc1db9a161602c83d2304c6f09ddaf04c35b',
  ),
};

test.each<[string, Files, string, string]>([
  ['a uv.lock', uv(ANY, 'requires-python = ">=3.14"'), 'uv.lock', '>=3.14'],
  [
    'the project of a uv.lock',
    uv('[project]\nname = "app"\nrequires-python = "==3.11.*"\n'),
    'pyproject.toml',
    '==3.11.*',
  ],
  ["Poetry's table", POETRY.table, 'pyproject.toml', '^3.14'],
  ['the project of a poetry.lock', POETRY.project, 'pyproject.toml', '<3.12'],
  ['a Pipfile.lock', pipenv({ python_version: '3.9' }), 'Pipfile.lock', '3.9'],
  [
    'a Pipfile.lock with a patch',
    pipenv({ python_version: '3.11', python_full_version: '3.11.4' }),
    'Pipfile.lock',
    '3.11.4',
  ],
  [
    'the project beside requirements.txt',
    { 'requirements.txt': 'six\n', 'pyproject.toml': '[project]\nrequires-python = ">=3.13"\n' },
    'pyproject.toml',
    '>=3.13',
  ],
  [
    'a project that needs no packages',
    { 'pyproject.toml': '[project]\nrequires-python = "~=3.13"\n' },
    'pyproject.toml',
    '~=3.13',
  ],
  ['a Pipfile without packages', { Pipfile: '[requires]\npython_version = "3.13"\n' }, 'Pipfile', '3.13'],
])('a runtime that %s is not for is refused', async (_, files, file, constraint) => {
  const machine = new Machine(files);

  await expect(machine.find({ runtime: 'python3.12' })).rejects.toMatchObject({
    exit: 'build',
    code: 'PythonMismatch',
    message: `${join(machine.source, file)} requires Python ${constraint}, and the function's runtime is python3.12`,
    hint: 'Take a runtime that it allows, or change what it requires and write the lock file again.',
  });
});

test.each<[string, Files]>([
  ['a later patch', uv('[project]\nname = "app"\nrequires-python = ">=3.12.30"\n')],
  ['one patch', uv(ANY, 'requires-python = "==3.12.3"')],
  ['no version that is one', uv('[project]\nname = "app"\nrequires-python = "three"\n')],
  ['versions of Poetry', { 'pyproject.toml': '[tool.poetry.dependencies]\npython = "~3.9 || ^3.11"\n' }],
  ['a major version', pipenv({ python_version: '3' })],
  ['a patch of the runtime', pipenv({ python_full_version: '3.12.1' })],
  ['any version', pipenv({ python_version: '*' })],
  ['no version', pipenv({})],
])('a runtime fits a project that requires %s', async (_, files) => {
  await expect(new Machine(files).find({ runtime: 'python3.12' })).resolves.toBeUndefined();
});
