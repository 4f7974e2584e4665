import { Token } from 'cdktf';

/**
 * Makes Terraform take a string of the synthesized JSON as it is written: the sign of each `${` and `%{` is doubled. The
 * tokens that CDKTF resolves later stay what they are.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function escapeTemplate(text: string): string {
  // A token becomes `${…}`: a `$` right before it would make that an escape, so it goes into a template of its own.
  return text.replace(/([$%])\{(?!TfToken\[)/g, '$1$1{').replace(/\$+(?=\$\{TfToken\[)/g, '${"$&"}');
}

/** {@link escapeTemplate} for each value of a record; a record that Terraform alone knows stays as it is. */
export function escapeTemplates(record: Readonly<Record<string, string>>): Record<string, string> {
  if (Token.isUnresolved(record)) {
    return record;
  }
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, escapeTemplate(value)]));
}
