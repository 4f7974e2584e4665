import { closeSync, openSync } from 'node:fs';
import type { PackageEntry } from './built-package';
import { deflateFile } from './deflate-file';
import { readBack } from './read-back';
import type { DeflatedPart } from './threads/deflate-job';
import type { Threads } from './threads/task';
import { startThreads } from './threads/threads';
import { ContentDigest } from './tree/content-digest';
import { readParts, type EntryJob, type EntryPart } from './tree/read-parts';
import type { TreeEntry } from './tree/tree-entry';
import { hexadecimal } from './zip/read-directory';
import { ZipWriter, type EntrySum, type WrittenZip } from './zip/zip-writer';

/** A zip that was written, and what is in it. */
export interface WrittenPackage extends WrittenZip {
  readonly contentSha256: string;
  readonly entries: readonly PackageEntry[];
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
      written = await new PackageWriter(new ZipWriter(file), threads, options).write(entries);
    } finally {
      closeSync(file);
    }
    options.signal?.throwIfAborted();
    await readBack(path, written.entries, threads);
    return written;
  } finally {
    await threads.close();
  }
}

interface UnderWay {
  readonly job: EntryJob;
  readonly deflated: Promise<readonly DeflatedPart[]>;
}

class PackageWriter {
  private readonly underWay: UnderWay[] = [];
  private readonly written: PackageEntry[] = [];
  private readonly digest = new ContentDigest();

  constructor(
    private readonly zip: ZipWriter,
    private readonly threads: Threads,
    private readonly options: WriteOptions,
  ) {}

  public async write(entries: readonly TreeEntry[]): Promise<WrittenPackage> {
    const memories = [...this.threads.memories];
    const nextMemory = async (): Promise<Uint8Array> => memories.pop() ?? (await this.finishNext());
    for await (const next of readParts(entries, nextMemory, this.digest)) {
      this.options.signal?.throwIfAborted();
      if ('entry' in next) {
        while (this.underWay.length > 0) {
          memories.push(await this.finishNext());
        }
        await this.writeLarge(next.entry);
      } else {
        const deflated = this.threads.deflate(next);
        // It is awaited later; what fails before must not end the process.
        deflated.catch(() => undefined);
        this.underWay.push({ job: next, deflated });
      }
    }
    while (this.underWay.length > 0) {
      await this.finishNext();
    }
    return { ...this.zip.end(), contentSha256: this.digest.digest(), entries: this.written };
  }

  /** Writes what is next, and gives its memory back. */
  private async finishNext(): Promise<Uint8Array> {
    const next = this.underWay.shift();
    if (next === undefined) {
      throw new Error('all memory is in use, but no job is under way');
    }
    const { memory, parts } = next.job;
    const deflated = await next.deflated;
    for (const [index, part] of parts.entries()) {
      this.writePart(part, deflated[index], memory);
    }
    return memory;
  }

  private writePart({ entry, crc32, offset }: EntryPart, part: DeflatedPart | undefined, memory: Uint8Array): void {
    if (part === undefined) {
      throw new Error(`'${entry.path}' was not deflated`);
    }
    const data = memory.subarray(offset, offset + part.bytes);
    this.zip.add(entry, { crc32, bytes: entry.bytes }, part.stored, data);
    this.options.onBytes(entry.bytes);
    this.add(entry, { crc32, bytes: entry.bytes });
  }

  private async writeLarge(entry: TreeEntry): Promise<void> {
    const { onBytes, signal } = this.options;
    const onData = (data: Uint8Array): void => {
      this.zip.append(entry, data);
    };
    const sum = await deflateFile(entry, { onData, onBytes, digest: this.digest, signal });
    this.zip.finish(entry, sum);
    this.add(entry, sum);
  }

  private add({ path, kind }: TreeEntry, { crc32, bytes }: EntrySum): void {
    this.written.push({ path, bytes, crc32: hexadecimal(crc32), kind });
  }
}
