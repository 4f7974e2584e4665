import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

import type { OnProgress } from '../../progress';
import { isFile } from '../is-file';
import { importsForeign } from './foreign-imports';
import { isProject } from './project';
import { refuseUnreadDescriptor } from './unread-descriptors';
import { refuseUnlockedProject } from './unlocked-project';

/** What can be installed, the most exact first. */
const INSTALLED = ['uv.lock', 'poetry.lock', 'Pipfile.lock', 'requirements.txt'];

/** Descriptors of which only the lock beside them can be installed. */
const LOCKS: Readonly<Record<string, readonly string[]>> = {
  'pyproject.toml': ['uv.lock', 'poetry.lock'],
  Pipfile: ['Pipfile.lock'],
};

/**
 * The descriptor of a source: in it, or else, if its code imports what has to be installed, in the nearest directory above that has any. It is looked for up to the root
 * of the repository; without one up to the working directory, or if that is elsewhere in the directory above.
 *
 * @param version of the runtime: `3.12`
 * @returns undefined where nothing is asked for
 * @throws CodelessError `LockMissing`, `PythonMismatch` with exit `build` where packages are asked for that cannot be
 *   installed, or the project is for another Python
 */
export async function findPythonDescriptor(
  source: string,
  version: string,
  onProgress?: OnProgress,
): Promise<string | undefined> {
  const own = await descriptorIn(source, version);
  if (own !== undefined) return own === 'nothing' ? undefined : own;
  // A function that needs no package has none of its own, and those of a whole repository are not meant for it.
  if (!(await importsForeign(source))) return undefined;
  for (const directory of directoriesAbove(source)) {
    const found = await descriptorIn(directory, version);
    if (found === 'nothing') return undefined;
    if (found === undefined) continue;
    const text = `The source has no descriptor of its own: ${relative(source, found)} says what is installed.`;
    onProgress?.({ kind: 'note', level: 'notice', text });
    return found;
  }
  return undefined;
}

/**
 * The lock of a descriptor that cannot be installed without; any other as it is.
 *
 * @throws CodelessError `LockMissing`, `PythonMismatch`
 */
export async function lockOfDescriptor(descriptor: string, version: string): Promise<string | undefined> {
  const directory = dirname(descriptor);
  const locks = LOCKS[basename(descriptor)];
  if (locks === undefined) return descriptor;
  const lock = locks.map((one) => join(directory, one)).find(isFile) ?? lockAbove(directory);
  if (lock === undefined) await refuseUnlockedProject(directory, version);
  return lock;
}

/** @returns `nothing` of a project that needs nothing, undefined where there is no project */
async function descriptorIn(directory: string, version: string): Promise<string | undefined> {
  const found = INSTALLED.map((name) => join(directory, name)).find(isFile) ?? lockAbove(directory);
  if (found !== undefined) return found;
  await refuseUnlockedProject(directory, version);
  const hasOther = await refuseUnreadDescriptor(directory);
  return hasOther || isFile(join(directory, 'Pipfile')) || (await isProject(directory)) ? 'nothing' : undefined;
}

/** The uv.lock of a workspace that a project is a member of. */
function lockAbove(project: string): string | undefined {
  if (!isFile(join(project, 'pyproject.toml'))) return undefined;
  for (let below = project, above = dirname(project); above !== below; below = above, above = dirname(above)) {
    if (existsSync(join(below, '.git'))) return undefined;
    const lock = join(above, 'uv.lock');
    if (isFile(lock)) return lock;
  }
  return undefined;
}

/** The nearest first. */
function directoriesAbove(source: string): string[] {
  const above: string[] = [];
  for (let below = source, next = dirname(source); next !== below; below = next, next = dirname(next)) above.push(next);
  const repository = [source, ...above].findIndex((directory) => existsSync(join(directory, '.git')));
  if (repository !== -1) return above.slice(0, repository);
  return above.slice(0, Math.max(1, above.indexOf(resolve('.')) + 1));
}
