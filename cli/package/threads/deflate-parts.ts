import { deflateRawSync } from 'node:zlib';
import type { DeflateJob } from './deflate-job';
import { isWorthIt, LEVEL } from './worth-it';

/** Deflates the files of a job, each in its place; one that would not become smaller stays as it is. */
export function deflateParts({ memory, bytes, compressible, packed, count }: DeflateJob): void {
  let offset = 0;
  for (let index = 0; index < count; index++) {
    const length = bytes[index] ?? 0;
    const file = memory.subarray(offset, offset + length);
    const deflated = compressible[index] === 1 ? deflatePart(file) : undefined;
    const isSmaller = deflated !== undefined && deflated.length < length;
    if (isSmaller) {
      memory.set(deflated, offset);
    }
    packed[index] = isSmaller ? deflated.length : length;
    offset += length;
  }
}

/** Undefined: it stays as it is. */
function deflatePart(bytes: Uint8Array): Buffer | undefined {
  const sampled = (at: number, length: number): Uint8Array => bytes.subarray(at, at + length);
  // One piece of output holds all that is of use: by default it comes in pieces of 16 KiB that are copied again.
  const chunkSize = Math.max(bytes.length, 64);
  return isWorthIt(bytes.length, sampled) ? deflateRawSync(bytes, { level: LEVEL, chunkSize }) : undefined;
}
