import type { Worker } from 'node:worker_threads';
import type { ReadBack, ReadBackShare } from '../zip/read-back';
import { newJobMemory, type DeflateJob } from './deflate-job';
import type { Task, Threads } from './task';

/** Jobs that the worker has at hand, so that it does not wait for this thread. */
const JOBS_AT_HAND = 2;
/** One more is worked on in this thread while another one is read. */
const MEMORIES = JOBS_AT_HAND + 2;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Works in a worker thread, and in this one while the worker has enough to do. A second worker would be busy only where a third
 * processor is, and take 25 MB of memory. The worker ends with {@link TwoThreads.close}.
 */
export class TwoThreads implements Threads {
  public readonly count = 2;
  public readonly memories = Array.from({ length: MEMORIES }, newJobMemory);
  /** Who waits for the worker, in the order in which it answers. */
  private readonly waiting: Waiting[] = [];
  private failure: Error | undefined;

  /** @param own works in this thread */
  constructor(
    private readonly worker: Worker,
    private readonly own: Pick<Threads, 'deflate' | 'readBack'>,
  ) {
    worker.on('message', (answer: unknown) => this.waiting.shift()?.resolve(answer));
    worker.on('error', (error: Error) => {
      this.fail(error);
    });
    worker.on('exit', (code) => {
      this.fail(new Error(`the worker thread that packs ended with code ${code}`));
    });
  }

  public async deflate({ memory, bytes, compressible, packed, count }: DeflateJob): Promise<void> {
    // Only what the worker reads: a job may know more.
    const job = { memory, bytes, compressible, packed, count };
    return this.waiting.length < JOBS_AT_HAND ? this.ask({ kind: 'deflate', job }) : this.own.deflate(job);
  }

  public async readBack(file: string, share: ReadBackShare): Promise<ReadBack> {
    return share.index === 0 ? this.own.readBack(file, share) : this.ask({ kind: 'read back', file, share });
  }

  public async close(): Promise<void> {
    await this.worker.terminate();
  }

  private async ask<T>(task: Task): Promise<T> {
    if (this.failure !== undefined) {
      throw this.failure;
    }
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ resolve: resolve as Waiting['resolve'], reject });
      this.worker.postMessage(task);
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) {
      reject(this.failure);
    }
  }
}
