import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

import type { DependencyOptions } from '../dependencies';
import { parseRuntime } from '../runtime';
import { readManifest } from './manifest';

/** What Node.js reads in the package.json above a file that it runs. */
const READ_FIELDS = ['name', 'type', 'imports', 'exports'] as const;

/**
 * A package.json for a source that has none and runs by the one further up that the user named as the descriptor: whether
 * its files are ES modules, and its `imports` and `exports`, whose paths begin in the source.
 *
 * @returns its content; undefined where the source needs none
 * @throws CodelessError with exit `usage`
 */
export async function runtimeManifest(
  options: Pick<DependencyOptions, 'source' | 'descriptor' | 'runtime'>,
): Promise<string | undefined> {
  if (options.descriptor === undefined || parseRuntime(options.runtime)?.family !== 'nodejs') return undefined;
  const source = resolve(options.source);
  const descriptor = [resolve(options.descriptor), resolve(source, options.descriptor)].find((path) =>
    existsSync(path),
  );
  if (descriptor === undefined || !statSync(source).isDirectory()) return undefined;
  const directory = dirname(descriptor);
  const way = relative(directory, source).split(sep).join('/');
  if (way === '' || way.startsWith('..') || existsSync(join(source, 'package.json'))) return undefined;
  const manifest = ((await readManifest(directory)) ?? {}) as Readonly<Record<string, unknown>>;
  const fields = READ_FIELDS.filter((name) => manifest[name] !== undefined);
  if (fields.every((name) => name === 'name')) return undefined;
  const content = Object.fromEntries(fields.map((name) => [name, moved(manifest[name], `./${way}/`)]));
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** With paths from the source on. */
function moved(value: unknown, from: string): unknown {
  if (typeof value === 'string') return value.startsWith(from) ? `./${value.slice(from.length)}` : value;
  if (Array.isArray(value)) return value.map((one) => moved(one, from));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, moved(one, from)]));
}
