import { deflateRawSync } from 'node:zlib';
import type { DeflatedPart, DeflateJob, PartShape } from './deflate-job';
import { isWorthIt, LEVEL } from './worth-it';

/** Deflates the files of a job, each in its place; one that would not become smaller stays as it is. */
export function deflateParts({ memory, parts }: DeflateJob): DeflatedPart[] {
  return parts.map((part) => {
    const deflated = deflatePart(memory.subarray(part.offset, part.offset + part.bytes), part);
    if (deflated === undefined || deflated.length >= part.bytes) {
      return { bytes: part.bytes, stored: true };
    }
    memory.set(deflated, part.offset);
    return { bytes: deflated.length, stored: false };
  });
}

/** Undefined: it stays as it is. */
function deflatePart(bytes: Uint8Array, { compressible }: PartShape): Buffer | undefined {
  const sampled = (at: number, length: number): Uint8Array => bytes.subarray(at, at + length);
  // One piece of output holds all that is of use: by default it comes in pieces of 16 KiB that are copied again.
  const chunkSize = Math.max(bytes.length, 64);
  return compressible && isWorthIt(bytes.length, sampled)
    ? deflateRawSync(bytes, { level: LEVEL, chunkSize })
    : undefined;
}
