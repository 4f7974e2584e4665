import type { BenchOptions } from '../options';

/** The sizes of a run in words. */
export interface Conditions {
  /** How far the distant AWS is away. */
  readonly distance: string;
  /** The source of many files. */
  readonly treeName: string;
  /** The source of files of a megabyte. */
  readonly binariesName: string;
}

/** Tells the sizes of a run. */
export function conditions({ megabytes, files, latency, settling }: BenchOptions): Conditions {
  return {
    distance: `${latency} ms a call, ${settling / 1000} s of settling`,
    treeName: `${megabytes} MB in ${files.toLocaleString('en')} files`,
    binariesName: `${megabytes} MB in files of 1 MB`,
  };
}
