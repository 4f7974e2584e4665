import { CodelessError } from '../errors';
import type { PackageEntry } from './built-package';
import { directoriesOf } from './tree/merge';

/**
 * Checks that each path of an archive names one place in the directory that it is unzipped to: Lambda's unzip and others
 * disagree about what else it could mean.
 *
 * @param entries sorted
 * @throws CodelessError `ArchiveUnsafe`
 */
export function checkPaths(archive: string, entries: readonly PackageEntry[], directories: readonly string[]): void {
  const refuse = (path: string, why: string): CodelessError =>
    new CodelessError('build', 'ArchiveUnsafe', `'${path}' in the archive '${archive}' ${why}`, {
      hint: 'Build the archive again without it.',
    });
  for (const path of [...directories, ...entries.map((entry) => entry.path)]) {
    if (path.startsWith('/') || path.split('/').includes('..')) {
      throw refuse(path, 'leads out of the directory that it is unzipped to');
    }
    if (path.includes('\\') || path.includes('\0')) {
      throw refuse(path, 'has a backslash or a NUL in its name, which Linux does not take for the end of a directory');
    }
    if (path.split('/').some((name) => name === '' || name === '.')) {
      throw refuse(path, 'has an empty name in its path, or a dot, so it may be the same as another one');
    }
  }
  const files = new Set<string>();
  for (const { path } of entries) {
    if (files.has(path)) {
      throw refuse(path, 'comes twice, with one content or another');
    }
    files.add(path);
  }
  for (const path of [...directories.map((directory) => `${directory}/`), ...files]) {
    const file = directoriesOf(path).find((directory) => files.has(directory));
    if (file !== undefined) {
      throw refuse(file, `is a file, or a link, and a directory ('${path}')`);
    }
  }
}
