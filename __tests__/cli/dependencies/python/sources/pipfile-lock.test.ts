import { exportPipfileLock } from '../../../../../cli/dependencies/python/sources/pipfile-lock';

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
