/** Bytes of a file that are deflated at once; larger files are cut, each cut is deflated by itself. */
export const PART_BYTES = 512 * 1024;

/** Bytes that are free behind each part, for what DEFLATE adds to bytes that it can't make fewer. */
export const PART_SLACK_BYTES = 64;

/** Memory of a job, which a worker thread may share. */
export function newJobMemory(): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(PART_BYTES + PART_SLACK_BYTES));
}

/** Part of a file, or a whole one, in the memory of a job. */
export interface PartShape {
  readonly offset: number;
  readonly bytes: number;
  /** Whether the file is in one part. */
  readonly whole: boolean;
  /** Whether the file ends with it. */
  readonly last: boolean;
  /** Whether it may be compressed; a link is not, since not every unzip reads that. */
  readonly compressible: boolean;
}

/** Parts that are deflated in one go: many small files, or one cut of a large one. */
export interface DeflateJob {
  /** Holds the parts, then what they became: it is used again, so that memory does not grow with the files. */
  readonly memory: Uint8Array;
  readonly parts: readonly PartShape[];
}

/** What a part became, in the memory of the job, at the part's offset. */
export interface DeflatedPart {
  readonly bytes: number;
  /** Whether the bytes are the file's own (method 0); only of whole files. */
  readonly stored: boolean;
}

/** Deflates jobs; the answers come in any order, their bytes depend on the job alone. */
export interface Deflater {
  /** Memory of the jobs that may be under way at once. */
  readonly memories: readonly Uint8Array[];
  deflate(job: DeflateJob): Promise<readonly DeflatedPart[]>;
  close(): Promise<void>;
}
