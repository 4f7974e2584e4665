import type { EntryKind } from '../built-package';

/** What tells that a file was written to since it was found. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
}

/** A file or link that was found and shall go into a package. */
export interface TreeEntry {
  /** From the tree's root, with `/` between names. */
  readonly path: string;
  /** The path in UTF-8, as the zip has it and by which entries are sorted. */
  readonly name: Buffer;
  /** Where it lies on this machine. */
  readonly location: string;
  readonly kind: EntryKind;
  readonly bytes: number;
  readonly stamp: FileStamp;
  /** What a link holds. */
  readonly linkTarget?: string;
}

/** Sorted byte by byte, which no locale changes. */
export function sortEntries(entries: readonly TreeEntry[]): TreeEntry[] {
  return [...entries].sort((a, b) => Buffer.compare(a.name, b.name));
}
