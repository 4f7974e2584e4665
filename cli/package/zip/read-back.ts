import { CodelessError, type ExitName } from '../../errors';
import type { PackageEntry } from '../built-package';
import { EntriesDigest } from './entries-digest';
import { Inflater } from './inflater';
import { withFileReader, type RangeReader } from './range-reader';
import { eachEntry, openZip } from './read-directory';
import { readEntry } from './read-entry';

/** Which part of a zip is read back. */
export interface ReadBackShare {
  readonly index: number;
  /** How many shares there are. */
  readonly of: number;
  /** Whether the entries are listed, and not only counted and digested. */
  readonly lists: boolean;
}

/** An entry whose every byte was read. */
export interface ReadEntry extends PackageEntry {
  /** What a link holds. */
  readonly linkTarget?: string;
}

/** What was read back, or what is wrong with it: plain data, which may come from another thread. */
export interface ReadBack {
  /** How many entries were read, without directories. */
  readonly count: number;
  /** An {@link EntriesDigest} of them, in the order of the zip. */
  readonly digest: string;
  /** The same, if they are listed. */
  readonly entries: readonly ReadEntry[];
  /** Paths of entries that are directories, without the `/` at their ends, if entries are listed. */
  readonly directories: readonly string[];
  /** Paths of those that others than their owner can't read, if entries are listed. */
  readonly unreadable: readonly string[];
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
export async function readBackShare(file: string, share: ReadBackShare): Promise<ReadBack> {
  try {
    return await withFileReader(file, (reader) => readShare(reader, share));
  } catch (error) {
    if (!(error instanceof CodelessError)) {
      throw error;
    }
    const { exit, code, message, hint } = error;
    return {
      count: 0,
      digest: '',
      entries: [],
      directories: [],
      unreadable: [],
      problem: { exit, code, message, hint },
    };
  }
}

async function readShare(reader: RangeReader, { index, of, lists }: ReadBackShare): Promise<ReadBack> {
  const open = await openZip(reader);
  const inflater = new Inflater();
  const digest = new EntriesDigest();
  const [entries, directories, unreadable]: [ReadEntry[], string[], string[]] = [[], [], []];
  let [count, position] = [0, 0];
  for await (const entry of eachEntry(open)) {
    const share = Math.floor((position / Math.max(1, reader.size)) * of);
    position += entry.compressedBytes;
    if (share !== index) {
      continue;
    }
    const { path, bytes, crc32, kind } = entry;
    if (lists && !entry.isReadable) {
      unreadable.push(path);
    }
    const linkTarget = await readEntry(open, entry, inflater);
    if (!entry.isDirectory) {
      count += 1;
      digest.add(entry);
      if (lists) {
        entries.push({ path, bytes, crc32, kind, ...(linkTarget !== undefined && { linkTarget }) });
      }
    } else if (lists) {
      directories.push(path.replace(/\/+$/, ''));
    }
  }
  return { count, digest: digest.digest(), entries, directories, unreadable };
}
