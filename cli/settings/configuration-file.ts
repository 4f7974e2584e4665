import * as z from 'zod/mini';

import { CodelessError } from '../errors';
import { neutral } from '../neutral';
import { parseYaml, type YamlText } from '../text/yaml';
import { FLAGS, type FlagName } from './flags';
import { wrongValue, type GivenValues } from './given-values';
import { nearest } from './nearest';
import { valueSchema, type FlagValue } from './value-schema';

const UNREADABLE = 'ConfigurationFileUnreadable';
const KEYS = FLAGS.filter(({ file }) => file);
const SCHEMA = z.strictObject(Object.fromEntries(KEYS.map((flag) => [flag.name, z.optional(valueSchema(flag))])));

/**
 * Reads a configuration file: YAML whose keys are flags without their dashes.
 *
 * @param path as the user is told of it
 * @param problems takes a sentence, with file, line and key, for each value or key that is wrong
 * @throws CodelessError with exit `usage` where it is no YAML mapping
 */
export function parseConfigurationFile(text: string, path: string, problems: string[]): GivenValues {
  const yaml = parseYaml(text, path, UNREADABLE);
  const content = yaml.value ?? {};
  const result = SCHEMA.safeParse(content);
  if (result.success) {
    return new Map(Object.entries(result.data) as [FlagName, FlagValue][]);
  }
  const place = (key: string): string => `${path}, line ${lineOf(yaml, key)}: ${neutral(key)}`;
  for (const issue of result.error.issues) {
    const [key] = issue.path;
    if (issue.code === 'unrecognized_keys') {
      problems.push(...issue.keys.map((name) => unknownKey(name, place(name))));
    } else if (key === undefined) {
      throw notYaml(path, 1, 'it must hold keys and values, such as function-name: demo-api');
    } else {
      const flag = KEYS.find(({ name }) => name === key);
      if (flag) problems.push(wrongValue(place(flag.name), flag, (content as Record<string, unknown>)[flag.name]));
    }
  }
  return new Map();
}

function notYaml(path: string, line: number, reason: string): CodelessError {
  return new CodelessError('usage', UNREADABLE, `${path}, line ${line}: ${neutral(reason)}`);
}

function unknownKey(name: string, place: string): string {
  const declared = FLAGS.find((flag) => flag.name === name);
  if (declared) return `${place} is not for a file: give it as --${declared.name}`;
  const meant = nearest(
    name,
    KEYS.map((flag) => flag.name),
  );
  return `${place} is no key of this file${meant === undefined ? '' : `: did you mean ${meant}?`}`;
}

function lineOf({ document, lines }: YamlText, key: string): number {
  const items = (document.contents as { items?: { key?: { value?: unknown; range?: [number] } }[] } | null)?.items;
  const start = items?.find((item) => item.key?.value === key)?.key?.range?.[0];
  return start === undefined ? 1 : lines.linePos(start).line;
}
