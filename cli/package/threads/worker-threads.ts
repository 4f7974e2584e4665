import type { Worker } from 'node:worker_threads';
import type { ReadBack, ReadBackShare } from '../zip/read-back';
import { newJobMemory, type DeflatedPart, type DeflateJob, type PartShape } from './deflate-job';
import type { Task, Threads } from './task';

/** Jobs that each worker has at hand, so that none waits for the main thread. */
const JOBS_PER_WORKER = 2;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A worker, and who waits for it, in the order in which it answers. */
interface Lane {
  readonly worker: Worker;
  readonly waiting: Waiting[];
}

/** Works in worker threads, which end with {@link WorkerThreads.close}. */
export class WorkerThreads implements Threads {
  public readonly count: number;
  public readonly memories: readonly Uint8Array[];
  private readonly lanes: readonly Lane[];
  private failure: Error | undefined;

  constructor(workers: readonly Worker[]) {
    this.count = workers.length;
    this.memories = Array.from({ length: workers.length * JOBS_PER_WORKER }, newJobMemory);
    this.lanes = workers.map((worker) => {
      const waiting: Waiting[] = [];
      worker.on('message', (answer: unknown) => waiting.shift()?.resolve(answer));
      worker.on('error', (error: Error) => {
        this.fail(error);
      });
      worker.on('exit', (code) => {
        this.fail(new Error(`a worker thread that packs ended with code ${code}`));
      });
      return { worker, waiting };
    });
  }

  public async deflate({ memory, parts }: DeflateJob): Promise<readonly DeflatedPart[]> {
    return this.ask({ kind: 'deflate', job: { memory, parts: parts.map(shapeOf) } });
  }

  public async readBack(file: string, share: ReadBackShare): Promise<ReadBack> {
    return this.ask({ kind: 'read back', file, share });
  }

  public async close(): Promise<void> {
    await Promise.all(this.lanes.map(({ worker }) => worker.terminate()));
  }

  private async ask<T>(task: Task): Promise<T> {
    if (this.failure !== undefined) {
      throw this.failure;
    }
    const lane = this.lanes.reduce((best, other) => (other.waiting.length < best.waiting.length ? other : best));
    return new Promise<T>((resolve, reject) => {
      lane.waiting.push({ resolve: resolve as Waiting['resolve'], reject });
      lane.worker.postMessage(task);
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { waiting } of this.lanes) {
      for (const { reject } of waiting.splice(0)) {
        reject(this.failure);
      }
    }
  }
}

/** Only what the worker reads: a part may know more. */
function shapeOf({ offset, bytes, compressible }: PartShape): PartShape {
  return { offset, bytes, compressible };
}
