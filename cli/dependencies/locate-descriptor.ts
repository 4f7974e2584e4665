import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { CodelessError } from '../errors';
import type { DependencyOptions } from './dependencies';
import type { Runtime } from './runtime';

/** The name that `aws-lambda-ci` looks for unless told otherwise, so that naming it asks for nothing. */
const DEFAULT_NAME = 'requirements.txt';

/** What is looked for in the source, the most exact first. */
const FOUND: Readonly<Record<Runtime['family'], readonly string[]>> = {
  python: ['uv.lock', 'poetry.lock', 'Pipfile.lock', DEFAULT_NAME],
  // Locks that no recipe installs are found too, and refused by their names.
  nodejs: ['package.json', 'bun.lock', 'bun.lockb', 'deno.lock'],
};

/** Descriptors of which only the lock beside them can be installed. */
const LOCKS: Readonly<Record<string, readonly string[]>> = {
  'pyproject.toml': ['uv.lock', 'poetry.lock'],
  Pipfile: ['Pipfile.lock'],
};

/**
 * Path of the descriptor that the user named, relative to the working directory or else to the source; for a command of
 * the user's own it may be a directory.
 *
 * @returns undefined where none was named, or one of the default name does not exist
 * @throws CodelessError `DescriptorMissing`
 */
export function namedDescriptor({ source, descriptor, command, onProgress }: DependencyOptions): string | undefined {
  if (descriptor === undefined) return undefined;
  const isDescriptor = command === undefined ? isFile : existsSync;
  const found = [resolve(descriptor), resolve(source, descriptor)].find(isDescriptor);
  if (found !== undefined) return found;
  if (descriptor !== DEFAULT_NAME) {
    const message = `the descriptor of packages ${descriptor} does not exist`;
    throw new CodelessError('usage', 'DescriptorMissing', message, {
      hint: `Name a file, relative to the working directory or to ${source}`,
    });
  }
  onProgress?.({ kind: 'note', level: 'notice', text: `There is no ${descriptor}: nothing is installed` });
  return undefined;
}

/** The lock of a descriptor that cannot be installed without; any other as it is. @throws CodelessError `LockMissing` */
export function lockOf(descriptor: string): string {
  const locks = LOCKS[basename(descriptor)];
  if (locks === undefined) return descriptor;
  const found = locks.map((name) => join(dirname(descriptor), name)).find(isFile);
  if (found === undefined) {
    const message = `${descriptor} has no lock file beside it (${locks.join(' or ')})`;
    const hint = 'Write one with `uv lock`, `poetry lock` or `pipenv lock`, or name a requirements file';
    throw new CodelessError('usage', 'LockMissing', message, { hint });
  }
  return found;
}

/** The descriptor in the source; for Python also the uv.lock of a workspace that the source is a member of. */
export function findDescriptor({ source, onProgress }: DependencyOptions, { family }: Runtime): string | undefined {
  const found = FOUND[family].map((name) => join(source, name)).find(isFile);
  if (found !== undefined || family !== 'python') return found;
  for (const [name, locks] of Object.entries(LOCKS)) {
    if (!isFile(join(source, name))) continue;
    const workspace = name === 'pyproject.toml' ? lockAbove(source) : undefined;
    if (workspace !== undefined) return workspace;
    const text = `${join(source, name)} has no lock file (${locks.join(' or ')}): its dependencies are not installed`;
    onProgress?.({ kind: 'note', level: 'warning', text });
  }
  return undefined;
}

function lockAbove(source: string): string | undefined {
  for (let below = source, above = dirname(source); above !== below; below = above, above = dirname(above)) {
    if (existsSync(join(below, '.git'))) return undefined;
    const lock = join(above, 'uv.lock');
    if (isFile(lock)) return lock;
  }
  return undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
