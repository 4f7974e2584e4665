import { parse, TomlError } from 'smol-toml';

import { neutral } from '../neutral';
import { textError } from './text-error';

/**
 * Parses TOML. Import this file when TOML is needed: few runs do.
 *
 * @param file as the user is told of it
 * @throws CodelessError with exit `usage`, `TomlInvalid`
 */
export function parseToml(text: string, file: string, hint?: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const [reason = 'this is not TOML'] = cause.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw textError({
      file,
      line: cause.line,
      reason: `this is not TOML: ${neutral(reason)}`,
      code: 'TomlInvalid',
      hint,
    });
  }
}
