import type { EntryKind } from '../../../zip';

/** A file or link that was found and shall go into a package. There may be many: it holds little. */
export interface TreeEntry {
  /** From the tree's root, with `/` between names. */
  readonly path: string;
  /** What stands before the path where it lies on this machine, with a `/` at its end. */
  readonly root: string;
  readonly kind: EntryKind;
  readonly bytes: number;
  /** With size and inode it tells that a file was written to since it was found. */
  readonly mtimeMs: number;
  readonly inode: number;
  /** What a link holds. */
  readonly linkTarget?: string;
}

const SURROGATE = /[\ud800-\udfff]/;

/** Sorts by the bytes of the paths in UTF-8, which no locale changes. */
export function sortEntries<T extends { readonly path: string }>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => compareBytes(a.path, b.path));
}

/** JavaScript compares UTF-16: the same, but for what lies beyond 16 bits. */
function compareBytes(a: string, b: string): number {
  if (SURROGATE.test(a) || SURROGATE.test(b)) {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return a < b ? -1 : Number(a > b);
}
