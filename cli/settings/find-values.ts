import { dirname, join, resolve as resolvePath } from 'node:path';

import { CodelessError } from '../errors';
import { FLAGS } from './flags';
import { readEnvironment, readFlags, type GivenValues } from './given-values';
import { LayeredValues } from './layered-values';
import type { SettingsInput } from './resolve';

/** The name of the configuration file in the source directory. */
export const CONFIGURATION_FILE = 'codeless.yml';

/** What is known before the deploy contract. */
export interface FoundValues {
  readonly values: LayeredValues;
  /** Its path, where there is one. */
  readonly configurationFile: string | undefined;
  /** The source directory. */
  readonly directory: string;
}

/**
 * Reads flags, variables and the configuration file.
 *
 * @throws CodelessError with exit `usage` that tells of all wrong values at once
 */
export async function findValues(input: SettingsInput): Promise<FoundValues> {
  const [problems, warnings]: [string[], string[]] = [[], []];
  const flag = readFlags(input.flags, problems);
  const environment = readEnvironment(input.env, problems, warnings);
  for (const text of warnings) input.onProgress({ kind: 'note', level: 'warning', text });

  const early = new LayeredValues({ flag, environment });
  const named = early.text('config').value;
  const directory = resolvePath(input.cwd, early.textOr('app-src-path', '.').value);
  const path = named ?? join(early.textOr('app-src-path', '.').value, CONFIGURATION_FILE);
  const text = await input.readFile(resolvePath(input.cwd, path), path);
  if (named !== undefined && text === undefined) {
    problems.push(`there is no configuration file ${named}`);
  }
  const file = text === undefined ? undefined : await parse(text, path, problems);
  refuseWrong(problems);
  const values = new LayeredValues({ flag, environment, ...(file && { file }) });
  return { values, configurationFile: text === undefined ? undefined : path, directory };
}

/** Reads the file's text; the reader of YAML is loaded only where there is one. */
async function parse(text: string, path: string, problems: string[]): Promise<GivenValues> {
  // eslint-disable-next-line no-restricted-syntax -- many projects have no such file, and YAML is slow to load
  const { parseConfigurationFile } = await import('./configuration-file');
  return relocated(parseConfigurationFile(text, path, problems), dirname(path));
}

/** Paths in a file are relative to the file. */
function relocated(values: GivenValues, directory: string): GivenValues {
  const paths = FLAGS.filter((flag) => flag.type === 'text' && 'path' in flag).map(({ name }) => name);
  return new Map(
    [...values].map(([name, value]) => [
      name,
      paths.includes(name) && typeof value === 'string' ? join(directory, value) : value,
    ]),
  );
}

function refuseWrong(problems: readonly string[]): void {
  const [first, ...more] = problems;
  if (first === undefined) return;
  const message = more.length === 0 ? first : `${problems.length} values are wrong`;
  throw new CodelessError('usage', 'WrongValue', message, { output: more.length === 0 ? [] : problems });
}
