import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import * as zlib from 'node:zlib';
import { PART_BYTES, PART_SLACK_BYTES, type DeflateJob, type PartShape } from '../deflate/deflate-job';
import { changed, unreadable } from './read-error';
import type { TreeEntry } from './tree-entry';

/** A part of an entry, and what is known when it has been read. */
export interface EntryPart extends PartShape {
  readonly entry: TreeEntry;
  /** Of the file up to the part's end. */
  readonly crc32: number;
}

/** A {@link DeflateJob} that knows its entries. */
export interface EntryJob extends DeflateJob {
  readonly parts: readonly EntryPart[];
}

/**
 * Reads entries one after another, many small ones or a cut of a large one at once. Where a file is cut depends on the file
 * alone.
 *
 * @param nextMemory memory for a job, asked for when it is needed; all jobs need the same size
 * @throws CodelessError with exit `build` where a file can't be read or is not the one that was found
 */
export async function* readParts(
  entries: readonly TreeEntry[],
  nextMemory: () => Promise<Uint8Array>,
): AsyncGenerator<EntryJob> {
  let job = new JobMemory(await nextMemory());
  for (const entry of entries) {
    for (const next of readers(entry)) {
      if (!job.fits(next.bytes)) {
        yield job.job();
        job = new JobMemory(await nextMemory());
      }
      job.add(next);
    }
  }
  yield job.job();
}

/** What puts the next part of an entry somewhere. */
interface PartReader extends Omit<EntryPart, 'offset' | 'crc32'> {
  /** Answers the CRC-32 of the file up to there. */
  readonly read: (into: Uint8Array) => number;
}

function* readers(entry: TreeEntry): Generator<PartReader> {
  if (entry.linkTarget !== undefined) {
    const target = Buffer.from(entry.linkTarget);
    const read = (into: Uint8Array): number => {
      into.set(target);
      return zlib.crc32(target);
    };
    yield { entry, bytes: target.length, whole: true, last: true, compressible: false, read };
    return;
  }
  const whole = entry.bytes <= PART_BYTES;
  const file = new OpenFile(entry);
  try {
    let rest = entry.bytes;
    do {
      const bytes = Math.min(rest, PART_BYTES);
      rest -= bytes;
      const last = rest === 0;
      yield { entry, bytes, whole, last, compressible: true, read: (into) => file.read(into, last) };
    } while (rest > 0);
  } finally {
    file.close();
  }
}

class OpenFile {
  private readonly descriptor: number;
  private sum = 0;

  constructor(private readonly entry: TreeEntry) {
    // Where a pipe replaced the file since it was found: it must not block.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK;
    this.descriptor = this.attempt(() => openSync(entry.location, flags));
  }

  public read(into: Uint8Array, last: boolean): number {
    for (let at = 0; at < into.length;) {
      const bytes = this.attempt(() => readSync(this.descriptor, into, at, into.length - at, null));
      if (bytes === 0) {
        throw changed(this.entry.path);
      }
      at += bytes;
    }
    if (last) {
      this.check();
    }
    this.sum = zlib.crc32(into, this.sum);
    return this.sum;
  }

  /** Asked behind the last byte: what was written meanwhile has changed the time. */
  private check(): void {
    const { size, mtimeMs, ino } = fstatSync(this.descriptor);
    const { stamp } = this.entry;
    if (size !== stamp.size || mtimeMs !== stamp.mtimeMs || ino !== stamp.inode) {
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

/** Memory of one job, which is filled part by part. */
class JobMemory {
  private readonly parts: EntryPart[] = [];
  private used = 0;

  constructor(private readonly memory: Uint8Array) {}

  public fits(bytes: number): boolean {
    return this.used + bytes + PART_SLACK_BYTES <= this.memory.length;
  }

  public add({ entry, bytes, whole, last, compressible, read }: PartReader): void {
    const offset = this.used;
    this.used += bytes + PART_SLACK_BYTES;
    const crc32 = read(this.memory.subarray(offset, offset + bytes));
    this.parts.push({ entry, offset, bytes, whole, last, compressible, crc32 });
  }

  public job(): EntryJob {
    return { memory: this.memory, parts: this.parts };
  }
}
