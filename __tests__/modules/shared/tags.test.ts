import { TerraformVariable, Token } from 'cdktf';
import { checkTags } from '../../../modules/shared/tags';
import { validationErrorOf } from '../../helpers/errors';
import { testStack } from '../../helpers/synth';

const stack = testStack();
const late = new TerraformVariable(stack, 'late', { type: 'any' });
const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, '']));

test.each<[string, Record<string, string> | undefined]>([
  ['none', undefined],
  ['an empty record', {}],
  ['50 tags', many(50)],
  ['a key of 128 and a value of 256 characters', { ['k'.repeat(128)]: 'v'.repeat(256) }],
  ['a key that has aws: inside', { 'team:aws:x': '' }],
  ['a value that is a token', { team: late.stringValue }],
  ['a map that is a token', Token.asStringMap(late.value)],
])('accepts %s', (_, tags) => {
  expect(() => {
    checkTags(stack, tags);
  }).not.toThrow();
});

test.each<[Record<string, string>, string]>([
  [many(51), "'tags' must have at most 50 entries, got 51"],
  ...['', 'k'.repeat(129), 'aws:x', 'AWS:x'].map((key): [Record<string, string>, string] => [
    { [key]: '' },
    `'tags' must have keys of 1 to 128 characters that do not begin with aws:, got '${key}'`,
  ]),
  [{ team: 'v'.repeat(257) }, "'tags' must have values of at most 256 characters, got 257 for 'team'"],
])('fails for tags that AWS refuses (%#)', (tags, message) => {
  const error = validationErrorOf(() => {
    checkTags(stack, tags);
  });
  expect(error.message).toBe(`${message} [InvalidTags] (at stack)`);
});
