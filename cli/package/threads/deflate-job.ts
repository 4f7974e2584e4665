/** Bytes of a file up to which it is deflated in one go, in the memory of a job; larger ones are streams. */
export const PART_BYTES = 2 * 1024 * 1024;

/** Memory of a job, which a worker thread may share. */
export function newJobMemory(): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(PART_BYTES));
}

/** A whole file in the memory of a job. */
export interface PartShape {
  readonly offset: number;
  readonly bytes: number;
  /** Whether it may be compressed; a link is not, since not every unzip reads that. */
  readonly compressible: boolean;
}

/** Files that are deflated in one go. */
export interface DeflateJob {
  /** Holds the files, then what they became: it is used again, so that memory does not grow with the files. */
  readonly memory: Uint8Array;
  readonly parts: readonly PartShape[];
}

/** What a file became, in the memory of the job, at the part's offset. */
export interface DeflatedPart {
  readonly bytes: number;
  /** Whether the bytes are the file's own (method 0). */
  readonly stored: boolean;
}
