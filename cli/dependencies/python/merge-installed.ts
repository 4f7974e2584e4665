import { cp, lstat, mkdir, readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { CodelessError } from '../../errors';

/** What installers leave at the root, and is no part of a package. */
const IGNORED = ['.lock', '__pycache__'];

/**
 * Puts what was installed in one directory to what is in another. Packages that share a namespace lie in one directory.
 *
 * @throws CodelessError with exit `build`, `PackagesConflict` where both have a file of other content
 */
export async function mergeInstalled(from: string, into: string): Promise<void> {
  for (const file of await filesIn(from)) {
    const path = relative(from, file);
    if (IGNORED.includes(path.split('/')[0] ?? '')) continue;
    const target = join(into, path);
    const present = await lstat(target).catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw code === 'ENOTDIR' ? conflict(path) : error;
    });
    if (present === undefined) {
      await mkdir(dirname(target), { recursive: true });
      await cp(file, target, { verbatimSymlinks: true });
    } else if (!present.isFile() || !(await readFile(file)).equals(await readFile(target))) {
      throw conflict(path);
    }
  }
}

function conflict(path: string): CodelessError {
  const message = `two packages have the file ${path}, each with another content`;
  return new CodelessError('build', 'PackagesConflict', message, {
    hint: 'Rename it in the one that is yours: the packages of the machine are installed last.',
  });
}

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? filesIn(path) : [path];
    }),
  );
  return files.flat().sort();
}
