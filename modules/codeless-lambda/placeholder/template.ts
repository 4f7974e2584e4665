import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../shared/package-root';
import { PLACEHOLDER_MARKER, PLACEHOLDER_MESSAGE } from '../contract';

/** The files of `templates/placeholder`. */
export type TemplateName = 'python.py' | 'package.py' | 'nodejs.js' | 'ruby.rb' | 'bootstrap.sh' | 'compiled.txt';

// Whatever could end a string literal or begin an interpolation in one of the languages of the templates.
const NOT_LITERAL = /["'`\\#{}\p{Cc}\p{Cs}\u2028\u2029]/u;

/**
 * A template with the marker, the sentence and the handler's name in their places, which are inside string literals.
 *
 * @throws Error for a name that could leave its literal
 */
export function renderTemplate(template: TemplateName, handler = ''): string {
  const values: Readonly<Record<string, string>> = {
    marker: PLACEHOLDER_MARKER,
    message: PLACEHOLDER_MESSAGE,
    handler,
  };
  return readTemplate(template).replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined || NOT_LITERAL.test(value)) {
      throw new Error(`template ${template} cannot take ${JSON.stringify(value)} as its ${key}`);
    }
    return value;
  });
}

const templates = new Map<TemplateName, string>();

/** The template as it lies in the package, read once; line ends are those of Unix, whatever a checkout made of them. */
function readTemplate(template: TemplateName): string {
  const known = templates.get(template);
  if (known !== undefined) {
    return known;
  }
  const path = join(packageRoot(__dirname), 'templates', 'placeholder', template);
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  templates.set(template, text);
  return text;
}
