import type { LockedPackage, PoetryLock } from '../../../../../cli/dependencies/python/poetry/lock';
import { indexLines, requirementLines } from '../../../../../cli/dependencies/python/poetry/requirement-lines';

const LOCK: PoetryLock = { package: [], metadata: { 'content-hash': '' } };

function locked(source?: LockedPackage['source'], more: Partial<LockedPackage> = {}): LockedPackage {
  return {
    name: 'six',
    version: '1.0',
    optional: false,
    'python-versions': '*',
    dependencies: {},
    extras: {},
    source,
    ...more,
  };
}

test.each([
  [
    'an index',
    locked(undefined, {
      files: [
        { file: 'b', hash: 'sha256:b' },
        { file: 'a', hash: 'a' },
        { file: 'c', hash: 'md5:c' },
      ],
    }),
    'six==1.0 --hash=sha256:a --hash=sha256:b',
  ],
  [
    'Git',
    locked({
      type: 'git',
      url: 'https://a.test/six.git',
      reference: 'main',
      resolved_reference: 'abc',
      subdirectory: 'py',
    }),
    'six @ git+https://a.test/six.git@abc#subdirectory=py',
  ],
  [
    'Git by SSH',
    locked({ type: 'git', url: 'git@a.test:o/six.git', resolved_reference: 'abc' }),
    'six @ git+ssh://git@a.test/o/six.git@abc',
  ],
  [
    'an address',
    locked({ type: 'url', url: 'https://a.test/six.whl' }, { files: [{ file: 'six.whl', hash: 'sha256:a' }] }),
    'six @ https://a.test/six.whl --hash=sha256:a',
  ],
  ['a directory', locked({ type: 'directory', url: '../my lib' }), 'six @ file:///project/my%20lib'],
  ['a file', locked({ type: 'file', url: 'six-1.0.whl' }), 'six @ file:///project/app/six-1.0.whl'],
])('a locked package from %s', (_, one, line) => {
  expect(requirementLines(LOCK, [one], '/project/app')).toEqual([line]);
});

test.each([
  ['1.1', { files: { six: [{ file: 'six.whl', hash: 'sha256:a' }] } }],
  ['1.0', { hashes: { six: ['a'] } }],
])('hashes of lock version %s stand in its metadata', (_, metadata) => {
  const lock = { package: [], metadata: { 'content-hash': '', ...metadata } };

  expect(requirementLines(lock, [locked()], '/')).toEqual(['six==1.0 --hash=sha256:a']);
});

describe('the indexes of a lock', () => {
  const own = locked({ type: 'legacy', url: 'http://own.test/simple/', reference: 'my-own' });
  const other = locked({ type: 'legacy', url: 'https://other.test/simple', reference: 'other' });

  test('stand beside the public one if that is needed', () => {
    expect(indexLines([own, other, locked()])).toEqual([
      '--trusted-host own.test',
      '--extra-index-url http://own.test/simple',
      '--extra-index-url https://other.test/simple',
    ]);
  });

  test('take its place if nothing comes from there', () => {
    expect(indexLines([other, own])[0]).toBe('--index-url https://other.test/simple');
  });

  test("are entered with the credentials that Poetry's variables hold", () => {
    const env = { POETRY_HTTP_BASIC_MY_OWN_USERNAME: 'ada', POETRY_HTTP_BASIC_MY_OWN_PASSWORD: 'a@b' };

    expect(indexLines([own], env)[1]).toBe('--index-url http://ada:a%40b@own.test/simple');
  });
});
