import { parse as parseWithOffsets, type ParseError } from 'jsonc-parser';

import { lineAt, textError } from './text-error';

/**
 * Parses JSON. The error tells the line, and nothing of the content, which may be a secret.
 *
 * @param file as the user is told of it
 * @throws CodelessError with exit `usage`, and the code
 */
export function parseJson(text: string, file: string, hint?: string, code = 'JsonInvalid'): unknown {
  const json = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(json) as unknown;
  } catch {
    const line = lineAt(json, Math.min(firstError(json), json.trimEnd().length));
    throw textError({ file, line, reason: 'this is not JSON', code, hint });
  }
}

/**
 * Parses JSON that has to be an object.
 *
 * @throws CodelessError with exit `usage`, and the code
 */
export function parseJsonObject(
  text: string,
  file: string,
  hint?: string,
  code = 'JsonInvalid',
): Readonly<Record<string, unknown>> {
  const value = parseJson(text, file, hint, code);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw textError({ file, line: 1, reason: 'this is not a JSON object', code, hint });
}

/** Node.js tells the place of an error in some cases, and repeats the text in the others. */
function firstError(text: string): number {
  const errors: ParseError[] = [];
  parseWithOffsets(text, errors, { disallowComments: true, allowTrailingComma: false });
  return errors[0]?.offset ?? 0;
}
