import { CodelessError } from '../errors';
import type { PackageEntry } from './built-package';
import type { Threads } from './threads/task';
import { sortEntries } from './tree/tree-entry';
import type { ReadBack } from './zip/read-back';

/**
 * Reads a package back, all of it, and compares it with what its writer meant.
 *
 * @throws CodelessError `PackageCorrupt`
 */
export async function readBack(file: string, meant: readonly PackageEntry[], threads: Threads): Promise<void> {
  const { entries, problem } = await readShares(file, threads);
  if (problem !== undefined) {
    throw corrupt(problem.message);
  }
  const read = sortEntries(entries);
  for (const [index, entry] of meant.entries()) {
    const other = read[index];
    if (other === undefined || !same(entry, other)) {
      throw corrupt(`'${entry.path}' is not in it as it was meant`);
    }
  }
  if (read.length !== meant.length) {
    throw corrupt(`it has ${read.length} files instead of ${meant.length}`);
  }
}

/** Reads all of a zip, in as many threads as there are. */
export async function readShares(file: string, threads: Threads): Promise<ReadBack> {
  const shares = await Promise.all(
    Array.from({ length: threads.count }, (_, index) => threads.readBack(file, { index, of: threads.count })),
  );
  const problem = shares.find((share) => share.problem !== undefined)?.problem;
  return {
    entries: shares.flatMap((share) => share.entries),
    directories: shares.flatMap((share) => share.directories),
    ...(problem && { problem }),
  };
}

function same(one: PackageEntry, other: PackageEntry): boolean {
  return one.path === other.path && one.bytes === other.bytes && one.crc32 === other.crc32 && one.kind === other.kind;
}

function corrupt(why: string): CodelessError {
  return new CodelessError('build', 'PackageCorrupt', `the package that was made is damaged: ${why}`, {
    hint: 'Run it again; where it fails again, check the disk and the memory of this machine, and report it.',
  });
}
