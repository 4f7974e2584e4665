import { pipeline } from 'node:stream/promises';
import { createDeflateRaw, crc32 } from 'node:zlib';
import { isWorthIt, LEVEL } from './threads/worth-it';
import type { ContentDigest } from './tree/content-digest';
import { OpenFile } from './tree/open-file';
import type { TreeEntry } from './tree/tree-entry';
import type { EntrySum } from './zip/zip-writer';

/** Bytes that are read, and that are written, at once. */
const CHUNK_BYTES = 512 * 1024;

/** What hears of a large file that is deflated. */
export interface DeflateFileOptions {
  /** Takes more of the result; it may keep it. */
  readonly onData: (bytes: Uint8Array) => void;
  /** Told the bytes that were read. */
  readonly onBytes: (bytes: number) => void;
  readonly digest: ContentDigest;
  readonly signal?: AbortSignal;
}

/**
 * Deflates a file as one stream, in a thread of zlib's, while it is read: some chunks of it are in memory at a time.
 *
 * @throws CodelessError with exit `build` where it can't be read or is not the one that was found
 */
export async function deflateFile(entry: TreeEntry, options: DeflateFileOptions): Promise<EntrySum> {
  const { onData, onBytes, digest, signal } = options;
  const file = new OpenFile(entry);
  try {
    const sampled = (offset: number, bytes: number): Buffer => {
      const sample = Buffer.allocUnsafe(bytes);
      file.read(sample, offset);
      return sample;
    };
    // What is compressed already is kept in blocks that DEFLATE stores, since its checksum is known behind it only.
    const level = isWorthIt(entry.bytes, sampled) ? LEVEL : 0;
    let sum = 0;
    digest.begin(entry);
    function* chunks(): Generator<Buffer> {
      for (let rest = entry.bytes; rest > 0;) {
        const chunk = Buffer.allocUnsafeSlow(Math.min(rest, CHUNK_BYTES));
        file.read(chunk);
        rest -= chunk.length;
        sum = crc32(chunk, sum);
        digest.add(chunk);
        onBytes(chunk.length);
        yield chunk;
      }
      file.check();
    }
    await pipeline(
      chunks,
      createDeflateRaw({ level, chunkSize: CHUNK_BYTES }),
      async (deflated: AsyncIterable<Buffer>) => {
        for await (const data of deflated) {
          onData(data);
        }
      },
      { signal },
    );
    return { crc32: sum, bytes: entry.bytes };
  } finally {
    file.close();
  }
}
