import type { ReadBack, ReadBackShare } from '../zip/read-back';
import type { DeflateJob } from './deflate-job';

/** What a worker thread is asked for. */
export type Task =
  | { readonly kind: 'deflate'; readonly job: DeflateJob }
  | { readonly kind: 'read back'; readonly file: string; readonly share: ReadBackShare };

/** Does what takes long, in a worker thread or in this one; what comes of it depends on what was asked alone. */
export interface Threads {
  /** How many work at the same time. */
  readonly count: number;
  /** Memory of the jobs that may be under way at once. */
  readonly memories: readonly Omit<DeflateJob, 'count'>[];
  /** Resolves when the files of the job are deflated. */
  deflate(job: DeflateJob): Promise<void>;
  readBack(file: string, share: ReadBackShare): Promise<ReadBack>;
  close(): Promise<void>;
}
