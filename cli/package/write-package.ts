import { closeSync, openSync } from 'node:fs';
import { deflateFile } from './deflate-file';
import { PackedEntries } from './packed-entries';
import { readBack } from './read-back';
import type { Threads } from './threads/task';
import { startThreads } from './threads/threads';
import { ContentDigest } from './tree/content-digest';
import { readParts, type EntryJob } from './tree/read-parts';
import type { TreeEntry } from './tree/tree-entry';
import { ZipWriter, type WrittenZip } from './zip/zip-writer';

/** A zip that was written, and what is in it. */
export interface WrittenPackage extends WrittenZip {
  readonly contentSha256: string;
  readonly packed: PackedEntries;
}

/** How entries are written. */
export interface WriteOptions {
  /** Of all entries. */
  readonly bytes: number;
  /** Told the bytes of each part that was written. */
  readonly onBytes: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Reads, deflates, digests and writes entries in one pass: they are deflated at the same time and written in their order. Then
 * all of the zip is read back by other implementations, and compared with what was meant.
 *
 * @throws CodelessError with exit `build`, `PackageCorrupt` among them
 */
export async function writePackage(
  entries: readonly TreeEntry[],
  path: string,
  options: WriteOptions,
): Promise<WrittenPackage> {
  const threads = startThreads(options.bytes);
  try {
    const file = openSync(path, 'w');
    let written: WrittenPackage;
    try {
      written = await new PackageWriter(entries, new ZipWriter(file), threads, options).write();
    } finally {
      closeSync(file);
    }
    options.signal?.throwIfAborted();
    await readBack(path, written.packed, threads);
    return written;
  } finally {
    await threads.close();
  }
}

interface UnderWay {
  readonly job: EntryJob;
  readonly deflated: Promise<void>;
}

class PackageWriter {
  private readonly underWay: UnderWay[] = [];
  private readonly packed: PackedEntries;
  private readonly digest = new ContentDigest();

  constructor(
    private readonly entries: readonly TreeEntry[],
    private readonly zip: ZipWriter,
    private readonly threads: Threads,
    private readonly options: WriteOptions,
  ) {
    this.packed = new PackedEntries(entries);
  }

  public async write(): Promise<WrittenPackage> {
    const { entries, threads, options, digest, packed, underWay } = this;
    const memories = [...threads.memories];
    const nextMemory = async (): Promise<(typeof memories)[number]> => memories.pop() ?? (await this.finishNext());
    for await (const next of readParts(entries, { nextMemory, digest, checksums: packed.checksums })) {
      options.signal?.throwIfAborted();
      if ('large' in next) {
        while (underWay.length > 0) {
          memories.push(await this.finishNext());
        }
        await this.writeLarge(next.large);
      } else {
        const deflated = threads.deflate(next);
        // It is awaited later; what fails before must not end the process.
        deflated.catch(() => undefined);
        underWay.push({ job: next, deflated });
      }
    }
    while (underWay.length > 0) {
      await this.finishNext();
    }
    return { ...this.zip.end(), contentSha256: digest.digest(), packed };
  }

  /** Writes what is next, and gives its memory back. */
  private async finishNext(): Promise<EntryJob> {
    const next = this.underWay.shift();
    if (next === undefined) {
      throw new Error('all memory is in use, but no job is under way');
    }
    await next.deflated;
    const { memory, bytes, packed, count, first } = next.job;
    let offset = 0;
    for (let index = 0; index < count; index++) {
      const [size = 0, packedSize = 0] = [bytes[index], packed[index]];
      const sum = { crc32: this.packed.checksums[first + index] ?? 0, bytes: size };
      const data = memory.subarray(offset, offset + packedSize);
      this.zip.add(this.entry(first + index), sum, packedSize === size, data);
      offset += size;
    }
    this.options.onBytes(offset);
    return next.job;
  }

  private async writeLarge(index: number): Promise<void> {
    const { onBytes, signal } = this.options;
    const entry = this.entry(index);
    const onData = (data: Uint8Array): void => {
      this.zip.append(entry, data);
    };
    const sum = await deflateFile(entry, { onData, onBytes, digest: this.digest, signal });
    this.zip.finish(entry, sum);
    this.packed.checksums[index] = sum.crc32;
  }

  private entry(index: number): TreeEntry {
    const entry = this.entries[index];
    if (entry === undefined) {
      throw new RangeError(`there is no entry ${index}`);
    }
    return entry;
  }
}
