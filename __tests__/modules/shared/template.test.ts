import { Fn, TerraformVariable, Token } from 'cdktf';
import { escapeTemplate, escapeTemplates } from '../../../modules/shared/template';
import { testStack } from '../../helpers/synth';

const late = new TerraformVariable(testStack(), 'late', { type: 'any' });
const A = late.stringValue;
const B = Fn.join('-', ['x', A]);

test.each([
  ['', ''],
  ['plain', 'plain'],
  ['$ % { }', '$ % { }'],
  ['$', '$'],
  ['${x}', '$${x}'],
  ['%{if}', '%%{if}'],
  ['$${x}', '$$${x}'],
  ['$%{x}', '$%%{x}'],
  ['${a}${b}', '$${a}$${b}'],
  ['${', '$${'],
  ['#{x} &{x}', '#{x} &{x}'],
  ['${TfTokens}', '$${TfTokens}'],
  ['a\n"${x}"', 'a\n"$${x}"'],
  // Tokens stay what they are, next to text and to each other.
  [A, A],
  [A + B, A + B],
  [`\${x}${A}%{y}${B}\${z}`, `$\${x}${A}%%{y}${B}$\${z}`],
  [`a$b${A}`, `a$b${A}`],
  [`%${A}`, `%${A}`],
  // A token becomes a template, of which a sign right before it would make an escape.
  [`$${A}`, `\${"$"}${A}`],
  [`$$${A}`, `\${"$$"}${A}`],
  [`$%$${A}`, `$%\${"$"}${A}`],
  [`${A}$${B}`, `${A}\${"$"}${B}`],
])('%j is written as %j', (text, written) => {
  expect(escapeTemplate(text)).toBe(written);
});

test('each value of a record is escaped, and no key', () => {
  expect(escapeTemplates({ '${k}': '${v}', k: '' })).toEqual({ '${k}': '$${v}', k: '' });
});

test.each([
  ['a map token', Token.asStringMap(late.value)],
  ['an expression', Fn.merge([{ a: 'b' }, late.value]) as Record<string, string>],
])('%s in the place of a record stays as it is', (_, record) => {
  expect(escapeTemplates(record)).toBe(record);
});
