import type { ReadBack, ReadBackShare } from '../zip/read-back';
import type { DeflatedPart, DeflateJob } from './deflate-job';

/** What a worker thread is asked for. */
export type Task =
  | { readonly kind: 'deflate'; readonly job: DeflateJob }
  | { readonly kind: 'read back'; readonly file: string; readonly share: ReadBackShare };

/** Does what takes long, in worker threads or in this one; the answers come in any order and depend on what was asked alone. */
export interface Threads {
  /** How many work at the same time. */
  readonly count: number;
  /** Memory of the jobs that may be under way at once. */
  readonly memories: readonly Uint8Array[];
  deflate(job: DeflateJob): Promise<readonly DeflatedPart[]>;
  readBack(file: string, share: ReadBackShare): Promise<ReadBack>;
  close(): Promise<void>;
}
