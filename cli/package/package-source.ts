import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CodelessError } from '../errors';
import type { BuiltPackage, FoundPackage, PackageOptions } from './built-package';
import { takeArchive } from './package-archive';
import { findInDirectory } from './package-directory';
import { errorCode, unreadable } from './tree/read-error';

/**
 * Makes the zip that is shipped. For equal files it is equal byte for byte, whatever the machine, its clock, time zone,
 * locale and umask, the order and the times of the files: entries are sorted by the bytes of their paths, have one date
 * (1980-01-01) and one of the modes 0644 and 0755 (by the owner's right to execute), links are kept, directories have no
 * entry. On Windows no file is executable, so there the zip may differ.
 *
 * Memory grows with the number of files, not with their sizes: a few megabytes of content are under way at a time.
 *
 * @throws CodelessError with exit `build`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html
 */
export async function packageSource(options: PackageOptions): Promise<BuiltPackage> {
  return (await findPackage(options)).pack();
}

/**
 * Finds what {@link packageSource} would make a zip of, and checks it. An archive is copied and read whole for that.
 *
 * @throws CodelessError with exit `build`
 */
export async function findPackage(options: PackageOptions): Promise<FoundPackage> {
  const { source } = options;
  const target = resolve(options.target);
  const stats = statSource(source);
  await mkdir(dirname(target), { recursive: true });
  if (stats.isDirectory()) {
    return findInDirectory({ ...options, target });
  }
  if (stats.isFile()) {
    return takeArchive({ ...options, target });
  }
  throw new CodelessError('usage', 'SourceNotArchive', `the source '${source}' is neither a directory nor a zip`, {
    hint: 'Name the directory of the code, or an archive (.zip, .jar) that is built already.',
  });
}

function statSource(source: string): ReturnType<typeof statSync> & object {
  try {
    return statSync(source);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '')) {
      throw new CodelessError('usage', 'SourceMissing', `the source '${source}' does not exist`, {
        hint: 'Name the directory of the code, or an archive (.zip, .jar) that is built already.',
        cause: error,
      });
    }
    throw unreadable(source, error);
  }
}
