import { CodelessError } from '../errors';
import type { PackageEntry } from './built-package';
import type { Threads } from './threads/task';
import { EntriesDigest } from './zip/entries-digest';
import type { ReadBack } from './zip/read-back';

/** Entries in the order of a package: an array, or what makes them when they are asked for. */
interface Entries {
  readonly length: number;
  at: (index: number) => PackageEntry | undefined;
}

/**
 * Reads a package back, all of it, and compares it with what its writer meant.
 *
 * @param meant in the order of the package
 * @throws CodelessError `PackageCorrupt`
 */
export async function readBack(file: string, meant: Entries, threads: Threads): Promise<void> {
  const shares = await readShares(file, threads, false);
  const problem = shares.find((share) => share.problem !== undefined)?.problem;
  if (problem !== undefined) {
    throw corrupt(problem.message);
  }
  let first = 0;
  for (const { count, digest } of shares) {
    if (digestOf(meant, first, count) !== digest) {
      throw corrupt(await difference(file, meant, threads));
    }
    first += count;
  }
  if (first !== meant.length) {
    throw corrupt(await difference(file, meant, threads));
  }
}

/**
 * Reads all of a zip, in as many threads as there are.
 *
 * @param lists whether the entries are listed, and not only counted and digested
 */
export async function readShares(file: string, threads: Threads, lists: boolean): Promise<ReadBack[]> {
  const of = threads.count;
  return Promise.all(Array.from({ length: of }, (_, index) => threads.readBack(file, { index, of, lists })));
}

function digestOf(entries: Entries, first: number, count: number): string {
  const digest = new EntriesDigest();
  for (let index = first; index < first + count; index++) {
    const entry = entries.at(index);
    if (entry !== undefined) {
      digest.add(entry);
    }
  }
  return digest.digest();
}

/** Says in what a package is not what was meant. */
async function difference(file: string, meant: Entries, threads: Threads): Promise<string> {
  const read = (await readShares(file, threads, true)).flatMap(({ entries }) => entries);
  for (let index = 0; index < meant.length; index++) {
    const [entry, other] = [meant.at(index), read[index]];
    if (entry !== undefined && (other === undefined || !same(entry, other))) {
      return `'${entry.path}' is not in it as it was meant`;
    }
  }
  return `it has ${read.length} files instead of ${meant.length}`;
}

function same(one: PackageEntry, other: PackageEntry): boolean {
  return one.path === other.path && one.bytes === other.bytes && one.crc32 === other.crc32 && one.kind === other.kind;
}

function corrupt(why: string): CodelessError {
  return new CodelessError('build', 'PackageCorrupt', `the package that was made is damaged: ${why}`, {
    hint: 'Run it again; where it fails again, check the disk and the memory of this machine, and report it.',
  });
}
