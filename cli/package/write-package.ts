import { closeSync, openSync } from 'node:fs';
import type { PackageEntry } from './built-package';
import type { DeflatedPart } from './deflate/deflate-job';
import { createDeflater } from './deflate/deflater';
import { readParts, type EntryJob, type EntryPart } from './tree/read-parts';
import type { TreeEntry } from './tree/tree-entry';
import { ZipWriter, type WrittenZip } from './zip/zip-writer';

/** A zip that was written, and what is in it. */
export interface WrittenPackage extends WrittenZip {
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

interface UnderWay {
  readonly job: EntryJob;
  readonly deflated: Promise<readonly DeflatedPart[]>;
}

/**
 * Reads, deflates, digests and writes entries in one pass: they are deflated at the same time and written in their order.
 *
 * @throws CodelessError with exit `build`
 */
export async function writePackage(
  entries: readonly TreeEntry[],
  path: string,
  { bytes, onBytes, signal }: WriteOptions,
): Promise<WrittenPackage> {
  const deflater = createDeflater(bytes);
  try {
    const file = openSync(path, 'w');
    try {
      const zip = new ZipWriter(file);
      const written: PackageEntry[] = [];
      const underWay: UnderWay[] = [];
      const finishNext = async (): Promise<Uint8Array> => {
        const next = underWay.shift();
        if (next === undefined) {
          throw new Error('all memory is in use, but no job is under way');
        }
        const deflated = await next.deflated;
        for (const [index, part] of next.job.parts.entries()) {
          const result = deflated[index];
          if (result !== undefined) {
            writePart(zip, part, result, next.job.memory);
            onBytes(part.bytes);
          }
          if (part.last) {
            written.push(packageEntry(part));
          }
        }
        return next.job.memory;
      };
      const memories = [...deflater.memories];
      for await (const job of readParts(entries, async () => memories.pop() ?? (await finishNext()))) {
        signal?.throwIfAborted();
        const deflated = deflater.deflate(job);
        // It is awaited later; what fails before must not end the process.
        deflated.catch(() => undefined);
        underWay.push({ job, deflated });
      }
      while (underWay.length > 0) {
        await finishNext();
      }
      return { ...zip.end(), entries: written };
    } finally {
      closeSync(file);
    }
  } finally {
    await deflater.close();
  }
}

function writePart(zip: ZipWriter, part: EntryPart, deflated: DeflatedPart, memory: Uint8Array): void {
  const { entry, crc32 } = part;
  const data = memory.subarray(part.offset, part.offset + deflated.bytes);
  const sum = { crc32, bytes: entry.bytes };
  if (part.whole) {
    zip.add(entry, sum, deflated.stored, data);
    return;
  }
  zip.append(entry, data);
  if (part.last) {
    zip.finish(entry, sum);
  }
}

function packageEntry({ entry, crc32 }: EntryPart): PackageEntry {
  return { path: entry.path, bytes: entry.bytes, crc32: crc32.toString(16).padStart(8, '0'), kind: entry.kind };
}
