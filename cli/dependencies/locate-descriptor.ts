import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

import { CodelessError } from '../errors';
import type { DependencyOptions } from './dependencies';
import { isFile } from './is-file';
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
  onProgress?.({ kind: 'note', level: 'warning', text: `There is no ${descriptor}: nothing is installed` });
  return undefined;
}

/**
 * The lock of a descriptor that cannot be installed without; any other as it is.
 *
 * @returns undefined where there is no lock, and nothing to lock
 * @throws CodelessError `LockMissing`
 */
export async function lockOf(descriptor: string, { version }: Runtime): Promise<string | undefined> {
  const directory = dirname(descriptor);
  const locks = LOCKS[basename(descriptor)];
  if (locks === undefined) return descriptor;
  return (
    locks.map((name) => join(directory, name)).find(isFile) ??
    lockAbove(directory) ??
    refuseUnlocked(directory, version)
  );
}

/**
 * The descriptor in the source. For Python also the lock of a project whose `src` the source is, and the uv.lock of a
 * workspace that it is a member of.
 *
 * @throws CodelessError `LockMissing` where a project of Python asks for packages and has neither lock nor list
 */
export async function findDescriptor(
  { source }: DependencyOptions,
  { family, version }: Runtime,
): Promise<string | undefined> {
  const found = FOUND[family].map((name) => join(source, name)).find(isFile);
  if (found !== undefined || family !== 'python') return found;
  const isProject = (directory: string): boolean => Object.keys(LOCKS).some((name) => isFile(join(directory, name)));
  const parents = basename(source) === 'src' ? [dirname(source)] : [];
  const project = [source, ...parents].find(isProject);
  if (project === undefined) return undefined;
  const locks = Object.values(LOCKS).flat();
  return (
    locks.map((name) => join(project, name)).find(isFile) ?? lockAbove(project) ?? refuseUnlocked(project, version)
  );
}

async function refuseUnlocked(project: string, version: string): Promise<undefined> {
  // eslint-disable-next-line no-restricted-syntax -- few runs read a project without a lock
  const { refuseUnlockedProject } = await import('./python/unlocked-project');
  return refuseUnlockedProject(project, version);
}

function lockAbove(source: string): string | undefined {
  if (!isFile(join(source, 'pyproject.toml'))) return undefined;
  for (let below = source, above = dirname(source); above !== below; below = above, above = dirname(above)) {
    if (existsSync(join(below, '.git'))) return undefined;
    const lock = join(above, 'uv.lock');
    if (isFile(lock)) return lock;
  }
  return undefined;
}
