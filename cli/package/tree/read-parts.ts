import { crc32 } from 'node:zlib';
import { JOB_FILES, PART_BYTES, type DeflateJob } from '../threads/deflate-job';
import type { ContentDigest } from './content-digest';
import { OpenFile } from './open-file';
import type { TreeEntry } from './tree-entry';

/** Entries that were read into the memory of a job, one behind the other. */
export interface EntryJob extends DeflateJob {
  /** Index of the first. */
  readonly first: number;
}

/** A file that is too large for a job. */
export interface LargeFile {
  /** Index of the entry. */
  readonly large: number;
}

/** What is read by. */
export interface Reading {
  /** Memory for a job, asked for when it is needed. */
  readonly nextMemory: () => Promise<Omit<DeflateJob, 'count'>>;
  /** Told what was read. */
  readonly digest: ContentDigest;
  /** Takes the CRC-32 of each entry, by its index. */
  readonly checksums: Uint32Array;
}

/**
 * Reads entries one after another, many small ones at once; large ones are named when it is their turn, and read by who asks.
 *
 * @throws CodelessError with exit `build` where a file can't be read or is not the one that was found
 */
export async function* readParts(
  entries: readonly TreeEntry[],
  { nextMemory, digest, checksums }: Reading,
): AsyncGenerator<EntryJob | LargeFile> {
  let job: JobMemory | undefined;
  for (const [index, entry] of entries.entries()) {
    const isLarge = entry.bytes > PART_BYTES && entry.linkTarget === undefined;
    if (job !== undefined && (isLarge || !job.fits(entry.bytes))) {
      yield job.job();
      job = undefined;
    }
    if (isLarge) {
      yield { large: index };
    } else {
      job ??= new JobMemory(await nextMemory(), index);
      const content = job.read(entry);
      digest.begin(entry);
      digest.add(content);
      checksums[index] = crc32(content);
    }
  }
  if (job !== undefined) {
    yield job.job();
  }
}

/** Memory of one job, which is filled file by file. */
class JobMemory {
  private used = 0;
  private count = 0;

  constructor(
    private readonly memory: Omit<DeflateJob, 'count'>,
    private readonly first: number,
  ) {}

  public fits(bytes: number): boolean {
    return this.used + bytes <= this.memory.memory.length && this.count < JOB_FILES;
  }

  public read(entry: TreeEntry): Uint8Array {
    const content = this.memory.memory.subarray(this.used, this.used + entry.bytes);
    readWhole(entry, content);
    this.memory.bytes[this.count] = entry.bytes;
    this.memory.compressible[this.count] = Number(entry.kind !== 'link');
    this.used += entry.bytes;
    this.count += 1;
    return content;
  }

  public job(): EntryJob {
    return { ...this.memory, count: this.count, first: this.first };
  }
}

/** Reads all of a file, or what a link holds, into memory of its size. */
export function readWhole(entry: TreeEntry, into: Uint8Array): void {
  if (entry.linkTarget !== undefined) {
    into.set(Buffer.from(entry.linkTarget));
    return;
  }
  const file = new OpenFile(entry);
  try {
    file.read(into);
    file.check();
  } finally {
    file.close();
  }
}
