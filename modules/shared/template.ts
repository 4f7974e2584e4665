/**
 * Doubles the sign of each `${` and `%{` that Terraform would otherwise read as a template in a string of the
 * synthesized JSON; the tokens that CDKTF resolves later stay as they are.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
export function escapeTemplate(text: string): string {
  return text.replace(/([$%])\{(?!TfToken\[)/g, '$1$1{');
}

/** {@link escapeTemplate} for each value of a record. */
export function escapeTemplates(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, escapeTemplate(value)]));
}
