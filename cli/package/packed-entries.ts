import type { PackageEntry } from './built-package';
import type { TreeEntry } from './tree/tree-entry';
import { hexadecimal } from './zip/read-directory';

/** The entries of a package that is written, made when they are asked for: of thousands of files few are. */
export class PackedEntries {
  /** CRC-32 of each. */
  public readonly checksums: Uint32Array;

  /** @param entries in the order of the package */
  constructor(private readonly entries: readonly TreeEntry[]) {
    this.checksums = new Uint32Array(entries.length);
  }

  public get length(): number {
    return this.entries.length;
  }

  public at(index: number): PackageEntry | undefined {
    const [entry, crc32] = [this.entries[index], this.checksums[index]];
    if (entry === undefined || crc32 === undefined) {
      return undefined;
    }
    const { path, bytes, kind } = entry;
    return { path, bytes, crc32: hexadecimal(crc32), kind };
  }

  public list(): PackageEntry[] {
    return this.entries.flatMap((_, index) => this.at(index) ?? []);
  }
}
