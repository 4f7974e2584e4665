import type { PackageEntry } from './built-package';

/** A file that both packages have, with another content or mode. */
export interface ChangedEntry {
  readonly path: string;
  readonly before: PackageEntry;
  readonly after: PackageEntry;
}

/** What differs between two packages, each list sorted by path. */
export interface EntryChanges {
  readonly added: readonly PackageEntry[];
  readonly removed: readonly PackageEntry[];
  readonly changed: readonly ChangedEntry[];
}

/** Compares packages file by file: size, checksum and kind. */
export function compareEntries(before: readonly PackageEntry[], after: readonly PackageEntry[]): EntryChanges {
  const old = new Map(before.map((entry) => [entry.path, entry]));
  const paths = new Set(after.map(({ path }) => path));
  return {
    added: after.filter(({ path }) => !old.has(path)),
    removed: before.filter(({ path }) => !paths.has(path)),
    changed: after.flatMap((entry) => {
      const was = old.get(entry.path);
      return was === undefined || isSame(was, entry) ? [] : [{ path: entry.path, before: was, after: entry }];
    }),
  };
}

function isSame(a: PackageEntry, b: PackageEntry): boolean {
  return a.bytes === b.bytes && a.crc32 === b.crc32 && a.kind === b.kind;
}
