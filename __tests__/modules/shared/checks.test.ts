import { TerraformVariable } from 'cdktf';
import { checkInteger, checkLength, checkOneOf, checkPattern, isKnown } from '../../../modules/shared/checks';
import { validationErrorOf } from '../../helpers/errors';
import { testStack } from '../../helpers/synth';

const stack = testStack();
const late = new TerraformVariable(stack, 'late', { type: 'any' });

test.each([
  [0, true],
  ['', true],
  [false, true],
  [[], true],
  [undefined, false],
  [late.stringValue, false],
  [late.numberValue, false],
  [late.listValue, false],
  [`x-${late.stringValue}`, false],
])('that %j is known is %s', (value, known) => {
  expect(isKnown<unknown>(value)).toBe(known);
});

test.each([
  [
    'an integer',
    () => {
      checkInteger(stack, 'Code', 'count', undefined, 1, 2);
    },
  ],
  [
    'an integer token',
    () => {
      checkInteger(stack, 'Code', 'count', late.numberValue, 1, 2);
    },
  ],
  [
    'the least',
    () => {
      checkInteger(stack, 'Code', 'count', 1, 1, 2);
    },
  ],
  [
    'the most',
    () => {
      checkInteger(stack, 'Code', 'count', 2, 1, 2);
    },
  ],
  [
    'a matching text',
    () => {
      checkPattern(stack, 'Code', 'name', 'a', /^a$/, 'a');
    },
  ],
  [
    'a text token',
    () => {
      checkPattern(stack, 'Code', 'name', late.stringValue, /^a$/, 'a');
    },
  ],
  [
    'one of the choices',
    () => {
      checkOneOf(stack, 'Code', 'kind', 'a', ['a', 'b']);
    },
  ],
  [
    'a token of the choices',
    () => {
      checkOneOf(stack, 'Code', 'kind', late.stringValue, ['a']);
    },
  ],
  [
    'a list',
    () => {
      checkLength(stack, 'Code', 'list', ['a'], 1, 1);
    },
  ],
  [
    'a list token',
    () => {
      checkLength(stack, 'Code', 'list', late.listValue, 2, 3);
    },
  ],
])('accepts %s', (_, check) => {
  expect(check).not.toThrow();
});

test.each<[() => void, string]>([
  [
    () => {
      checkInteger(stack, 'Code', 'count', 0, 1, 2);
    },
    "'count' must be a whole number from 1 to 2, got 0",
  ],
  [
    () => {
      checkInteger(stack, 'Code', 'count', 3, 1, 2, ' MB');
    },
    "'count' must be a whole number from 1 to 2 MB, got 3",
  ],
  [
    () => {
      checkInteger(stack, 'Code', 'count', 1.5, 1, 2);
    },
    "'count' must be a whole number from 1 to 2, got 1.5",
  ],
  [
    () => {
      checkInteger(stack, 'Code', 'count', -1, 0, Infinity);
    },
    "'count' must be a whole number of at least 0, got -1",
  ],
  [
    () => {
      checkPattern(stack, 'Code', 'name', 'b', /^a$/, "an 'a'");
    },
    "'name' must be an 'a', got 'b'",
  ],
  [
    () => {
      checkOneOf<string>(stack, 'Code', 'kind', 'c', ['a', 'b']);
    },
    "'kind' must be one of a, b, got c",
  ],
  [
    () => {
      checkOneOf(stack, 'Code', 'days', 0, [1, 2]);
    },
    "'days' must be one of 1, 2, got 0",
  ],
  [
    () => {
      checkLength(stack, 'Code', 'text', 'abc', 1, 2);
    },
    "'text' must have from 1 to 2 characters, got 3",
  ],
  [
    () => {
      checkLength(stack, 'Code', 'list', [], 1, 2);
    },
    "'list' must have from 1 to 2 entries, got 0",
  ],
  [
    () => {
      checkLength(stack, 'Code', 'list', [], 1, Infinity);
    },
    "'list' must have at least 1 entries, got 0",
  ],
])('fails with the limits and what it got (%#)', (check, message) => {
  const error = validationErrorOf(check);
  expect(error.message).toBe(`${message} [Code] (at stack)`);
  expect(error.code).toBe('Code');
});
