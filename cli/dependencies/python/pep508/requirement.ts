import { normalizedName } from './names';

/** What a dependency specifier asks for. */
export interface Requirement {
  /** Normalized. */
  readonly name: string;
  /** Normalized. */
  readonly extras: readonly string[];
  /** `>=1,<2`; empty for every version. */
  readonly specifiers: string;
  /** What follows `@`. */
  readonly url: string | undefined;
  /** What follows `;`; empty where there is none. */
  readonly marker: string;
}

const NAME = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?\s*/;

/**
 * The parts of a dependency specifier; of its hashes and other options nothing.
 *
 * @returns undefined where it begins with no name
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 */
export function parseRequirement(text: string): Requirement | undefined {
  const line = text.trim().replace(/\s+--[a-z][\s\S]*$/, '');
  const [start, name, extras = ''] = NAME.exec(line) ?? [];
  if (start === undefined || name === undefined) return undefined;
  const rest = line.slice(start.length);
  const [, url, ofUrl] = /^@\s*(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
  const marker = url === undefined ? rest.replace(/^[^;]*/, '') : (ofUrl ?? '');
  const specifiers = url === undefined ? rest.replace(/;[\s\S]*$/, '').trim() : '';
  return {
    name: normalizedName(name),
    extras: extras.split(',').flatMap((extra) => (extra.trim() === '' ? [] : [normalizedName(extra.trim())])),
    specifiers: specifiers.replace(/^\((.*)\)$/, '$1').trim(),
    url,
    marker: marker.replace(/^\s*;/, '').trim(),
  };
}
