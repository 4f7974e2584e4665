import type { Worker } from 'node:worker_threads';
import { newJobMemory, type DeflatedPart, type DeflateJob, type Deflater, type PartShape } from './deflate-job';

/** Jobs that each worker has at hand, so that none waits for the main thread. */
const JOBS_PER_WORKER = 2;

interface Waiting {
  readonly resolve: (parts: readonly DeflatedPart[]) => void;
  readonly reject: (error: Error) => void;
}

/** A worker, and who waits for it, in the order in which it answers. */
interface Lane {
  readonly worker: Worker;
  readonly waiting: Waiting[];
}

/** Deflates in worker threads, which end with {@link WorkerDeflater.close}. */
export class WorkerDeflater implements Deflater {
  public readonly memories: readonly Uint8Array[];
  private readonly lanes: readonly Lane[];
  private failure: Error | undefined;

  constructor(workers: readonly Worker[]) {
    this.memories = Array.from({ length: workers.length * JOBS_PER_WORKER }, newJobMemory);
    this.lanes = workers.map((worker) => {
      const waiting: Waiting[] = [];
      worker.on('message', (parts: readonly DeflatedPart[]) => waiting.shift()?.resolve(parts));
      worker.on('error', (error: Error) => {
        this.fail(error);
      });
      worker.on('exit', (code) => {
        this.fail(new Error(`a worker thread that deflates ended with code ${code}`));
      });
      return { worker, waiting };
    });
  }

  public async deflate({ memory, parts }: DeflateJob): Promise<readonly DeflatedPart[]> {
    if (this.failure !== undefined) {
      throw this.failure;
    }
    const lane = this.lanes.reduce((best, other) => (other.waiting.length < best.waiting.length ? other : best));
    return new Promise((resolve, reject) => {
      lane.waiting.push({ resolve, reject });
      lane.worker.postMessage({ memory, parts: parts.map(shapeOf) } satisfies DeflateJob);
    });
  }

  public async close(): Promise<void> {
    await Promise.all(this.lanes.map(({ worker }) => worker.terminate()));
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
function shapeOf({ offset, bytes, whole, last, compressible }: PartShape): PartShape {
  return { offset, bytes, whole, last, compressible };
}
