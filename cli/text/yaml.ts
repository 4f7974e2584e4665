import { LineCounter, parseDocument, type Document } from 'yaml';

import { neutral } from '../neutral';
import { textError } from './text-error';

export { stringify as stringifyYaml } from 'yaml';

/** A YAML document, and where its nodes stand. */
export interface YamlText {
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
}

/**
 * Parses YAML. Import this file when YAML is needed: the library is slow to load.
 *
 * @param file as the user is told of it
 * @throws CodelessError with exit `usage`, `YamlInvalid`; also for aliases that refer to themselves
 */
export function parseYaml(text: string, file: string, code = 'YamlInvalid'): YamlText {
  const lines = new LineCounter();
  const wrong = (line: number, reason: string): Error => textError({ file, line, reason: neutral(reason), code });
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) throw wrong(lines.linePos(error.pos[0]).line, error.message);
  let value: unknown;
  try {
    value = document.toJS() as unknown;
  } catch (cause) {
    throw wrong(1, (cause as Error).message);
  }
  if (isCyclic(value, new Set())) throw wrong(1, 'an alias refers to a node that holds the alias itself');
  return { value, document, lines };
}

function isCyclic(value: unknown, above: ReadonlySet<unknown>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (above.has(value)) return true;
  const path = new Set(above).add(value);
  return Object.values(value).some((child) => isCyclic(child, path));
}
