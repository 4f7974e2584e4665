import { exportPipfileLock } from '../../../../cli/dependencies/python/pipfile-lock';
import { localPathsOf as localPathsOfPoetryLock } from '../../../../cli/dependencies/python/poetry-lock';
import { localPathsOf as localPathsOfUvLock, withoutOwnVersions } from '../../../../cli/dependencies/python/uv-lock';

const UV_LOCK = `version = 1

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "member" },
    { name = "six" },
]

[package.dev-dependencies]
dev = [
    { name = "devtool" },
]

[[package]]
name = "devtool"
version = "1.0"
source = { directory = "tools/devtool" }

[[package]]
name = "member"
version = "0.2.0"
source = { editable = "packages/member" }
dependencies = [
    { name = "vendored", marker = "sys_platform == 'linux'" },
]

[[package]]
name = "six"
version = "1.16.0"
source = { registry = "https://index.test/simple" }

[[package]]
name = "vendored"
version = "1.0"
source = { path = "wheels/vendored-1.0-py3-none-any.whl" }
`;

describe('a uv.lock', () => {
  test.each([
    ['.', ['packages/member', 'wheels/vendored-1.0-py3-none-any.whl']],
    ['packages/member', ['wheels/vendored-1.0-py3-none-any.whl']],
    ['no/such', []],
  ])('tells which packages of the machine %s needs in production', (project, paths) => {
    expect(localPathsOfUvLock(UV_LOCK, project)).toEqual(paths);
  });

  test('loses the versions of its own projects and no other', () => {
    const lock = withoutOwnVersions(UV_LOCK.replaceAll('\n', '\r\n'));

    expect(lock).not.toMatch(/0\.[12]\.0|\r/);
    expect(lock).toContain('version = "1.16.0"');
  });
});

test('a poetry.lock tells its directories and archives', () => {
  const lock = `[[package]]
name = "lib"

[package.source]
type = "directory"
url = "../lib"

[[package]]
name = "git"

[package.source]
type = "git"
url = "https://a.test/git"

[[package]]
name = "archive"

[package.source]
type = "file"
url = "a.whl"
`;

  expect(localPathsOfPoetryLock(lock)).toEqual(['../lib', 'a.whl']);
});

test('a Pipfile.lock becomes a requirements file of what production needs', () => {
  const lock = {
    _meta: {
      sources: [
        { name: 'pypi', url: 'https://public.test/simple' },
        { name: 'own', url: 'https://own.test/${TOKEN}' },
      ],
    },
    default: {
      six: { version: '==1.16.0', hashes: ['sha256:a', 'sha256:b'], markers: "python_version > '3'", index: 'pypi' },
      boto: { version: '==2', extras: ['crt', 's3'] },
      lib: { path: './lib', editable: true },
      other: { file: 'other' },
      remote: { file: 'https://a.test/remote.whl' },
      source: { git: 'https://a.test/source.git', ref: 'abc', subdirectory: 'python' },
    },
    develop: { pytest: { version: '==8' } },
  };

  expect(exportPipfileLock(JSON.stringify(lock), 'Pipfile.lock').split('\n')).toEqual([
    '--extra-index-url https://own.test/${TOKEN}',
    "six==1.16.0 ; python_version > '3' --hash=sha256:a --hash=sha256:b",
    'boto[crt,s3]==2',
    './lib',
    './other',
    'remote @ https://a.test/remote.whl',
    'source @ git+https://a.test/source.git@abc#subdirectory=python',
    '',
  ]);
});

test('a Pipfile.lock without the public index has an index of its own', () => {
  const lock = { _meta: { sources: [{ name: 'own', url: 'https://own.test/' }] }, default: {} };

  expect(exportPipfileLock(JSON.stringify(lock), 'Pipfile.lock')).toBe('--index-url https://own.test/\n');
});
