import fc from 'fast-check';

import { describeRelease, labelOf, parseRelease } from '../../../cli/deploy/release-name';

const COMMIT = '1f3c9a2b4d5e6f708192a3b4c5d6e7f8091a2b3c';

test('a description tells the commit and the tag, and gives both back', () => {
  const release = { sourceVersion: COMMIT, tag: 'api/v1.4.0' };
  expect(describeRelease(release)).toBe(`${COMMIT} [tag api/v1.4.0]`);
  expect(parseRelease(`${COMMIT} [tag api/v1.4.0]`)).toEqual(release);
});

test('without a tag, and with one that is the source version itself, it is the source version alone', () => {
  expect(describeRelease({ sourceVersion: COMMIT })).toBe(COMMIT);
  expect(describeRelease({ sourceVersion: 'v1', tag: 'v1' })).toBe('v1');
  expect(parseRelease(COMMIT)).toEqual({ sourceVersion: COMMIT });
  expect(parseRelease('The function that Terraform described [tag of nothing]')).toEqual({
    sourceVersion: 'The function that Terraform described [tag of nothing]',
  });
});

test('a long tag is cut, never the source version; both fit 256 characters', () => {
  const sourceVersion = 'b'.repeat(200);
  const description = describeRelease({ sourceVersion, tag: 'v'.repeat(250) });
  expect(description).toHaveLength(256);
  expect(parseRelease(description)).toEqual({ sourceVersion, tag: `${'v'.repeat(48)}…` });
  expect(describeRelease({ sourceVersion: 'b'.repeat(300), tag: 'v1' })).toBe(`${'b'.repeat(255)}…`);
  expect(describeRelease({ sourceVersion: 'b'.repeat(249), tag: 'v1' })).toBe('b'.repeat(249));
});

test('every source version and tag that fit are given back', () => {
  const text = fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme-composite' });
  const sourceVersion = text.filter((value) => parseRelease(value).tag === undefined);
  const tag = fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' }).filter((name) => !/[\s[]/.test(name));
  fc.assert(
    fc.property(sourceVersion, tag, (source, name) => {
      fc.pre(source !== name);
      const release = { sourceVersion: source, tag: name };
      expect(parseRelease(describeRelease(release))).toEqual(release);
    }),
  );
});

test('people read both, and once what is the same', () => {
  expect(labelOf({ sourceVersion: '1f3c9a2', tag: 'v1.4.0' })).toBe('1f3c9a2, v1.4.0');
  expect(labelOf({ sourceVersion: 'v1.4.0', tag: 'v1.4.0' })).toBe('v1.4.0');
});
