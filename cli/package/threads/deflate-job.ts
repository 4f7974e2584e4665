/** Bytes of a file up to which it is deflated in one go, in the memory of a job; larger ones are streams. */
export const PART_BYTES = 1024 * 1024;
/** Files of a job at most, so that its tables have one size. */
export const JOB_FILES = 2048;

/**
 * Whole files that are deflated in one go, and what they became: plain memory, shared with a worker thread and used again for
 * the next job, so that neither memory nor what the threads hand over grows with the files.
 */
export interface DeflateJob {
  /** Holds the files one behind the other, then what they became, each where it began. */
  readonly memory: Uint8Array;
  /** Bytes of each file. */
  readonly bytes: Uint32Array;
  /** 1 for a file that is compressed if that makes it smaller; 0 for a link, since not every unzip reads a compressed one. */
  readonly compressible: Uint8Array;
  /** Bytes of what each file became; where it is as large as the file, the file is stored as it is. */
  readonly packed: Uint32Array;
  /** How many files there are. */
  readonly count: number;
}

/** Memory of a job without files, which a worker thread may share. */
export function newJobMemory(): Omit<DeflateJob, 'count'> {
  return {
    memory: new Uint8Array(new SharedArrayBuffer(PART_BYTES)),
    bytes: new Uint32Array(new SharedArrayBuffer(JOB_FILES * Uint32Array.BYTES_PER_ELEMENT)),
    compressible: new Uint8Array(new SharedArrayBuffer(JOB_FILES)),
    packed: new Uint32Array(new SharedArrayBuffer(JOB_FILES * Uint32Array.BYTES_PER_ELEMENT)),
  };
}
