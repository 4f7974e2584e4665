import { crc32 } from 'node:zlib';
import { PART_BYTES, type DeflateJob, type PartShape } from '../threads/deflate-job';
import type { ContentDigest } from './content-digest';
import { OpenFile } from './open-file';
import type { TreeEntry } from './tree-entry';

/** A file in the memory of a job, and what is known when it has been read. */
export interface EntryPart extends PartShape {
  readonly entry: TreeEntry;
  readonly crc32: number;
}

/** A {@link DeflateJob} that knows its entries. */
export interface EntryJob extends DeflateJob {
  readonly parts: readonly EntryPart[];
}

/** A file that is too large for a job. */
export interface LargeFile {
  readonly entry: TreeEntry;
}

/**
 * Reads entries one after another, many small ones at once; large ones are named when it is their turn, and read by who asks.
 *
 * @param nextMemory memory for a job, asked for when it is needed; all jobs need the same size
 * @param digest is told what was read
 * @throws CodelessError with exit `build` where a file can't be read or is not the one that was found
 */
export async function* readParts(
  entries: readonly TreeEntry[],
  nextMemory: () => Promise<Uint8Array>,
  digest: ContentDigest,
): AsyncGenerator<EntryJob | LargeFile> {
  let job: JobMemory | undefined;
  for (const entry of entries) {
    const isLarge = entry.bytes > PART_BYTES && entry.linkTarget === undefined;
    if (job !== undefined && (isLarge || !job.fits(entry.bytes))) {
      yield job.job();
      job = undefined;
    }
    if (isLarge) {
      yield { entry };
    } else {
      job ??= new JobMemory(await nextMemory());
      job.add(entry, digest);
    }
  }
  if (job !== undefined) {
    yield job.job();
  }
}

/** Memory of one job, which is filled file by file. */
class JobMemory {
  private readonly parts: EntryPart[] = [];
  private used = 0;

  constructor(private readonly memory: Uint8Array) {}

  public fits(bytes: number): boolean {
    return this.used + bytes <= this.memory.length;
  }

  public add(entry: TreeEntry, digest: ContentDigest): void {
    const offset = this.used;
    const content = this.memory.subarray(offset, offset + entry.bytes);
    readWhole(entry, content);
    digest.begin(entry);
    digest.add(content);
    this.used += entry.bytes;
    const compressible = entry.kind !== 'link';
    this.parts.push({ entry, offset, bytes: entry.bytes, compressible, crc32: crc32(content) });
  }

  public job(): EntryJob {
    return { memory: this.memory, parts: this.parts };
  }
}

function readWhole(entry: TreeEntry, into: Uint8Array): void {
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
