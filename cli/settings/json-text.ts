import { dirname, resolve } from 'node:path';

import { CodelessError } from '../errors';
import type { FlagName } from './flags';
import type { Setting } from './settings';

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
  readFile: (path: string) => Promise<string | undefined>,
  { cwd, configurationFile }: JsonPlaces,
): Promise<Setting<T>> {
  if (value === undefined) return { value, source };
  const path = value.startsWith('@') ? value.slice(1) : undefined;
  const wrong = (what: string): CodelessError => new CodelessError('usage', 'WrongValue', `${name}: ${what}`);
  const base = source === 'file' && configurationFile !== undefined ? dirname(resolve(cwd, configurationFile)) : cwd;
  const text = path === undefined ? value : await readFile(resolve(base, path));
  if (text === undefined) throw wrong(`there is no file ${path ?? ''}`);
  try {
    JSON.parse(text);
  } catch {
    throw wrong(`${path ?? 'the value'} is not JSON`);
  }
  return { value: text as T, source };
}
