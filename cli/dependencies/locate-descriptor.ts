import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { CodelessError } from '../errors';
import type { DependencyOptions } from './dependencies';
import { isFile } from './is-file';
import type { Runtime } from './runtime';

/** The name that `aws-lambda-ci` looks for unless told otherwise, so that naming it asks for nothing. */
const DEFAULT_NAME = 'requirements.txt';

/** What is looked for in a source of Node.js. Locks that no recipe installs are found too, and refused by their names. */
const OF_NODEJS = ['package.json', 'bun.lock', 'bun.lockb', 'deno.lock'];

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
 * @throws CodelessError `LockMissing`, `PythonMismatch`
 */
export async function lockOf(descriptor: string, { family, version }: Runtime): Promise<string | undefined> {
  if (family !== 'python') return descriptor;
  // eslint-disable-next-line no-restricted-syntax -- functions of Node.js need none of it
  const { lockOfDescriptor } = await import('./python/find-descriptor');
  return lockOfDescriptor(descriptor, version);
}

/**
 * The descriptor in the source; that of the project which the source is a part of if it has none.
 *
 * @throws CodelessError `LockMissing`, `PythonMismatch` where a project of Python asks for packages and has neither lock nor
 *   list, or is for another Python
 */
export async function findDescriptor(
  { source, onProgress }: DependencyOptions,
  { family, version }: Runtime,
): Promise<string | undefined> {
  if (family === 'nodejs') {
    const found = OF_NODEJS.map((name) => join(source, name)).find(isFile);
    // eslint-disable-next-line no-restricted-syntax -- functions of Python need none of it
    const { findNodejsDescriptor } = await import('./nodejs/manifest-above');
    return findNodejsDescriptor(source, found);
  }
  // eslint-disable-next-line no-restricted-syntax -- functions of Node.js need none of it
  const { findPythonDescriptor } = await import('./python/find-descriptor');
  return findPythonDescriptor(source, version, onProgress);
}
