import { checkedBucket, checkedPrefix } from '../../../cli/settings/storage-names';

test.each(['abc', 'a.b-c', 'Old_Bucket', 'a'.repeat(63)])('the bucket %s is taken', (value) => {
  const bucket = { value, source: 'flag' } as const;
  expect(checkedBucket(bucket)).toBe(bucket);
});

test.each(['', 'ab', '../x', 'a..b', '-ab', 'ab.', 'a/b', 'a b', 'abc\n', 'a'.repeat(64)])(
  'fails for the bucket %j',
  (value) => {
    expect(() => checkedBucket({ value, source: 'flag' })).toThrow(
      /^app-s3-bucket: '.*' is no name of a bucket: 3 to 63 /,
    );
  },
);

test.each([
  ['environment', 'app-s3-bucket of the environment'],
  ['file', 'app-s3-bucket of the configuration file'],
  ['contract', 'app-s3-bucket of the deploy contract'],
] as const)('fails for a bucket of the %s, and says that it is from there', (source, place) => {
  const message = `${place}: '../x' is no name of a bucket: 3 to 63 letters, digits, dots and hyphens`;
  expect(() => checkedBucket({ value: '../x', source })).toThrow(
    expect.objectContaining({ exit: 'usage', code: 'WrongValue', message }) as Error,
  );
});

test.each(['', 'lambda-ci', 'a/b', 'a..b/c', 'a'.repeat(256)])('the prefix %j is taken', (value) => {
  const prefix = { value, source: 'flag' } as const;
  expect(checkedPrefix(prefix)).toBe(prefix);
});

test.each([
  ['/a', 'must not begin with a slash'],
  ['../a', "must have no part that is '.' or '..'"],
  ['a/../b', "must have no part that is '.' or '..'"],
  ['a/.', "must have no part that is '.' or '..'"],
  ['a\u001bb', 'must have no control characters'],
  ['a'.repeat(257), 'has more than 256 bytes'],
])('fails for the prefix %j: it %s', (value, what) => {
  expect(() => checkedPrefix({ value, source: 'contract' })).toThrow(
    expect.objectContaining({
      exit: 'usage',
      code: 'WrongValue',
      message: expect.stringMatching(/^app-s3-prefix of the deploy contract: '/) as string,
    }) as Error,
  );
  expect(() => checkedPrefix({ value, source: 'contract' })).toThrow(what);
});
