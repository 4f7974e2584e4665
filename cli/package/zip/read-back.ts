import { CodelessError, type ExitName } from '../../errors';
import type { PackageEntry } from '../built-package';
import { Inflater } from './inflater';
import { withFileReader, type RangeReader } from './range-reader';
import { openZip, type DirectoryEntry, type OpenZip } from './read-directory';
import { readEntry } from './read-entry';

/** Which part of a zip is read back. */
export interface ReadBackShare {
  readonly index: number;
  /** How many shares there are. */
  readonly of: number;
}

/** An entry whose every byte was read. */
export interface ReadEntry extends PackageEntry {
  /** What a link holds. */
  readonly linkTarget?: string;
}

/** What was read back, or what is wrong with it: plain data, which may come from another thread. */
export interface ReadBack {
  readonly entries: readonly ReadEntry[];
  /** Paths of entries that are directories, without the `/` at their ends. */
  readonly directories: readonly string[];
  readonly problem?: {
    readonly exit: ExitName;
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  };
}

/**
 * Reads a share of a zip's entries, of about as many bytes as the others: each is inflated by pako, its size and CRC-32
 * are compared with the directory, and what stands before it with both.
 */
export async function readBackShare(file: string, { index, of }: ReadBackShare): Promise<ReadBack> {
  try {
    return await withFileReader(file, async (reader) => {
      let position = 0;
      const zip = await openZip(reader, ({ compressedBytes }) => {
        const share = Math.floor((position / Math.max(1, reader.size)) * of);
        position += compressedBytes;
        return share === index;
      });
      return { entries: await readFiles(reader, zip), directories: zip.entries.filter(isDirectory).map(directoryPath) };
    });
  } catch (error) {
    if (!(error instanceof CodelessError)) {
      throw error;
    }
    const { exit, code, message, hint } = error;
    return { entries: [], directories: [], problem: { exit, code, message, hint } };
  }
}

async function readFiles(reader: RangeReader, zip: OpenZip): Promise<ReadEntry[]> {
  const inflater = new Inflater();
  const read: ReadEntry[] = [];
  for (const entry of zip.entries) {
    const linkTarget = await readEntry(reader, zip, entry, inflater);
    if (!entry.isDirectory) {
      const { path, bytes, crc32, kind } = entry;
      read.push({ path, bytes, crc32, kind, ...(linkTarget !== undefined && { linkTarget }) });
    }
  }
  return read;
}

function isDirectory({ isDirectory: is }: DirectoryEntry): boolean {
  return is;
}

function directoryPath({ path }: DirectoryEntry): string {
  return path.replace(/\/+$/, '');
}
