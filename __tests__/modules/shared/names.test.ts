import { TerraformVariable } from 'cdktf';
import fc from 'fast-check';
import { resourceName } from '../../../modules/shared/names';
import { testStack } from '../../helpers/synth';

/** The limits that are in use: roles and functions, policies, layers. */
const limits = fc.constantFrom(64, 128, 140);
const prefixes = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200, size: 'max' }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 200, size: 'max' }),
  fc.stringMatching(/^[A-Za-z0-9_-]{0,200}$/, { size: 'max' }),
);
const legalNames = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/, { size: 'max' });

test('a name is legal and within its limit, whatever the prefix', () => {
  fc.assert(
    fc.property(prefixes, limits, (prefix, limit) => {
      const name = resourceName([prefix, 'api'], limit);
      expect(name).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(name.length).toBeLessThanOrEqual(limit);
    }),
  );
});

test('a name that needs no change stays as it is', () => {
  fc.assert(
    fc.property(legalNames, (name) => {
      expect(resourceName([name], 64)).toBe(name);
      expect(resourceName([name, 'x'], 66)).toBe(`${name}-x`);
    }),
  );
});

test('names that differ only in their cut-off ends stay apart', () => {
  fc.assert(
    fc.property(legalNames, legalNames, limits, (one, other, limit) => {
      fc.pre(one !== other);
      const long = 'p'.repeat(limit);
      expect(resourceName([long, one], limit)).not.toBe(resourceName([long, other], limit));
    }),
  );
});

test('names that differ only in illegal characters stay apart', () => {
  const names = ['a-b', 'a/b', 'a.b', 'a  b'].map((name) => resourceName([name], 64));
  expect(new Set(names).size).toBe(4);
  expect(names.slice(1)).toEqual(Array(3).fill(expect.stringMatching(/^a-b-[0-9a-f]{6}$/)));
});

test('the same parts make the same name', () => {
  expect(resourceName(['feature/x', 'api'], 64)).toBe('feature-x-api-5719d2');
  expect(resourceName(['p'.repeat(70), 'api'], 64)).toBe(resourceName(['p'.repeat(70), 'api'], 64));
});

test.each([
  [['', 'api'], 'api'],
  [['shop', '', 'api'], 'shop-api'],
  [['x'.repeat(64)], 'x'.repeat(64)],
])('the parts %j make %s', (parts, name) => {
  expect(resourceName(parts, 64)).toBe(name);
});

test('a part that only Terraform knows is joined and not cut', () => {
  const late = new TerraformVariable(testStack(), 'late', { type: 'string' }).stringValue;
  expect(resourceName([late, 'x'.repeat(100)], 64)).toBe(`${late}-${'x'.repeat(100)}`);
});
