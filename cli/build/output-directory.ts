import { copyFile, mkdir, mkdtemp, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { CodelessError } from '../errors';
import { neutral } from '../neutral';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'no directory can be made there',
  ENOTDIR: 'it is not a directory',
  EEXIST: 'it is not a directory',
  EISDIR: 'it is a directory, not a file',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links lead in a circle',
  ENOSPC: 'no space is left',
  EDQUOT: 'the quota is used up',
};

/** Which are no fault of the command line. */
const FULL = ['ENOSPC', 'EDQUOT', 'EIO'];

/**
 * Does work whose files go into a directory, which is made if it is missing. That it can be written to is known before the
 * work begins; directories that were made are removed again if the work fails.
 *
 * @throws CodelessError `OutputUnwritable`, with exit `usage`
 */
export async function withOutputDirectory<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const made: string[] = [];
  try {
    await told(directory, async () => {
      await makeDirectory(resolve(directory), made);
      await rmdir(await mkdtemp(join(directory, '.codeless-')));
    });
    return await work();
  } catch (error) {
    for (const path of made.reverse()) await rmdir(path).catch(() => undefined);
    throw error;
  }
}

/**
 * Writes copies of files, all of them or none: they come under other names and are renamed when all are complete.
 *
 * @param copies what is copied to where; all places are in one directory, which exists
 * @throws CodelessError `OutputUnwritable`
 */
export async function writeCopies(copies: readonly { readonly from: string; readonly to: string }[]): Promise<void> {
  const [first] = copies;
  if (first === undefined) return;
  await told(dirname(first.to), async () => {
    const directory = await mkdtemp(join(dirname(first.to), '.codeless-'));
    try {
      for (const { from, to } of copies) await copyFile(from, join(directory, basename(to)));
      for (const { to } of copies) await rename(join(directory, basename(to)), await destinationOf(to));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
}

/** @throws CodelessError `OutputUnwritable` if there is something that is no file */
export async function checkReplaceable(file: string): Promise<void> {
  const status = await told(file, () => stat(file).catch(ifThere));
  if (status?.isDirectory() === true) throw unwritable(file, 'EISDIR');
  if (status?.isFile() === false) throw unwritable(file, '', 'it is not a regular file');
}

/** A link stays, and what it leads to is replaced, if both are on one file system. */
async function destinationOf(file: string): Promise<string> {
  const real = (await realpath(file).catch(ifThere)) ?? file;
  return dirname(real) === (await realpath(dirname(file))) ? real : file;
}

/** Node.js's own `recursive` never ends in `/proc`, where a directory exists and takes no other. */
async function makeDirectory(directory: string, made: string[]): Promise<void> {
  const status = await stat(directory).catch(ifThere);
  if (status?.isDirectory() === true) return;
  if (status !== undefined) throw Object.assign(new Error(`${directory} is not a directory`), { code: 'ENOTDIR' });
  await makeDirectory(dirname(directory), made);
  await mkdir(directory);
  made.push(directory);
}

async function told<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!/^E[A-Z0-9]+$/.test(code)) throw error;
    throw unwritable(place, code, REASONS[code] ?? code, error);
  }
}

function unwritable(place: string, code: string, reason = REASONS[code] ?? code, cause?: unknown): CodelessError {
  const exit = FULL.includes(code) ? 'failed' : 'usage';
  const hint = exit === 'usage' ? 'Give --out or --target another place.' : 'Make space, or give another place.';
  return new CodelessError(exit, 'OutputUnwritable', `${neutral(place)} can't be written to: ${reason}`, {
    hint,
    cause,
  });
}

function ifThere(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}
