import { deflateRawSync } from 'node:zlib';

/** zlib's own choice between time and size. */
export const LEVEL = 6;
/** A file of fewer bytes is deflated without asking. */
const SAMPLED_BYTES = 64 * 1024;
const SAMPLE_BYTES = 4 * 1024;
/** A sample for each so many bytes, within the limits below. */
const BYTES_PER_SAMPLE = 256 * 1024;
const MIN_SAMPLES = 2;
const MAX_SAMPLES = 32;
/** Samples that keep more of their size than this make the file not worth the time. */
const WORTH_IT = 0.97;

/**
 * Whether deflating is worth its time: not for what is compressed already, as pictures are. Samples that are spread over
 * the file tell.
 *
 * @param read gives bytes of the file
 */
export function isWorthIt(bytes: number, read: (offset: number, bytes: number) => Uint8Array): boolean {
  if (bytes < SAMPLED_BYTES) {
    return true;
  }
  const count = Math.min(MAX_SAMPLES, Math.max(MIN_SAMPLES, Math.floor(bytes / BYTES_PER_SAMPLE)));
  for (let index = 1; index <= count; index++) {
    const sample = read(Math.floor((bytes * index) / (count + 1)), SAMPLE_BYTES);
    if (deflateRawSync(sample, { level: LEVEL }).length < SAMPLE_BYTES * WORTH_IT) {
      return true;
    }
  }
  return false;
}
