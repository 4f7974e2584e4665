import { setImmediate } from 'node:timers/promises';
import { ContentDigest } from './tree/content-digest';
import { OpenFile } from './tree/open-file';
import { readWhole } from './tree/read-parts';
import type { TreeEntry } from './tree/tree-entry';

/** Bytes that are read at once. */
const CHUNK_BYTES = 256 * 1024;
/** Bytes that are read before signals and timers have their turn. */
const TURN_BYTES = 8 * 1024 * 1024;

/**
 * Reads entries and digests them, as what packs them does.
 *
 * @throws CodelessError with exit `build` where one can't be read or is not the one that was found
 */
export async function contentSha256(entries: readonly TreeEntry[], signal?: AbortSignal): Promise<string> {
  const digest = new ContentDigest();
  const memory = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let untilTurn = 0;
  for (const entry of entries) {
    digest.begin(entry);
    for (const part of contentOf(entry, memory)) {
      digest.add(part);
      untilTurn -= part.length;
      if (untilTurn < 0) {
        await setImmediate();
        signal?.throwIfAborted();
        untilTurn = TURN_BYTES;
      }
    }
  }
  return digest.digest();
}

/** What a file or link holds, in parts that lie in the memory. */
function* contentOf(entry: TreeEntry, memory: Buffer): Generator<Uint8Array> {
  if (entry.bytes <= memory.length) {
    const content = memory.subarray(0, entry.bytes);
    readWhole(entry, content);
    yield content;
    return;
  }
  const file = new OpenFile(entry);
  try {
    for (let rest = entry.bytes; rest > 0; rest -= memory.length) {
      const part = memory.subarray(0, Math.min(rest, memory.length));
      file.read(part);
      yield part;
    }
    file.check();
  } finally {
    file.close();
  }
}
