import { basename, dirname, join, relative } from 'node:path';

import type { OnProgress } from '../../progress';
import { isFile } from '../is-file';
import { projectDirectories, upwards } from '../upwards';
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
  for (const directory of projectDirectories(source, 1)) {
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
  const [, ...above] = upwards(project);
  return above.map((directory) => join(directory, 'uv.lock')).find(isFile);
}
