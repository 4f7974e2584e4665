import { dirname, resolve } from 'node:path';

import { CodelessError } from '../errors';
import { neutral } from '../neutral';
import { parseJson } from '../text';
import type { FlagName } from './flags';
import type { Setting } from './settings';

/** The text of a file, which an error calls as the second argument says; undefined if there is none. */
export type ReadFile = (path: string, file?: string) => Promise<string | undefined>;

/** Against what the path after `@` is resolved. */
export interface JsonPlaces {
  readonly cwd: string;
  readonly configurationFile: string | undefined;
}

/**
 * The JSON that a value holds or, after `@`, names a file of.
 *
 * @throws CodelessError with exit `usage` where there is no such file, or it is no JSON; its content is not repeated
 */
export async function jsonText<T extends string | undefined>(
  { value, source }: Setting<T>,
  name: FlagName,
  readFile: ReadFile,
  { cwd, configurationFile }: JsonPlaces,
): Promise<Setting<T>> {
  if (value === undefined) return { value, source };
  if (!value.startsWith('@')) {
    parseJson(value, name);
    return { value, source };
  }
  const path = value.slice(1);
  if (path === '') throw wrongFile(`${name}: the name of a file has to follow the @`);
  const base = source === 'file' && configurationFile !== undefined ? dirname(resolve(cwd, configurationFile)) : cwd;
  const text = await readFile(resolve(base, path), `${name} ${neutral(value)}`);
  if (text === undefined) throw wrongFile(`${name}: there is no file ${neutral(path)}`);
  parseJson(text, `${name} ${neutral(value)}`);
  return { value: text as T, source };
}

function wrongFile(message: string): CodelessError {
  return new CodelessError('usage', 'WrongValue', message);
}
