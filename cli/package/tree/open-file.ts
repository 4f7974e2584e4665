import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { changed, unreadable } from './read-error';
import type { TreeEntry } from './tree-entry';

/** A file that was found, open for reading. */
export class OpenFile {
  private readonly descriptor: number;

  /** @throws CodelessError with exit `build` where it can't be opened */
  constructor(private readonly entry: TreeEntry) {
    // Where a pipe replaced the file since it was found: it must not block.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK;
    this.descriptor = this.attempt(() => openSync(entry.root + entry.path, flags));
  }

  /**
   * Fills the memory, from the position or from where the last such read ended.
   *
   * @throws CodelessError with exit `build` where it ends before
   */
  public read(into: Uint8Array, position: number | null = null): void {
    for (let at = 0; at < into.length;) {
      const place = position === null ? null : position + at;
      const bytes = this.attempt(() => readSync(this.descriptor, into, at, into.length - at, place));
      if (bytes === 0) {
        throw changed(this.entry.path);
      }
      at += bytes;
    }
  }

  /**
   * Asked behind the last byte: what was written meanwhile has changed the time.
   *
   * @throws CodelessError with exit `build` where the file is not the one that was found
   */
  public check(): void {
    const { size, mtimeMs, ino } = fstatSync(this.descriptor);
    const { bytes, mtimeMs: writtenAt, inode } = this.entry;
    if (size !== bytes || mtimeMs !== writtenAt || ino !== inode) {
      throw changed(this.entry.path);
    }
  }

  public close(): void {
    closeSync(this.descriptor);
  }

  private attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw unreadable(this.entry.path, error);
    }
  }
}
