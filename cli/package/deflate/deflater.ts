import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PART_BYTES, PART_SLACK_BYTES, type DeflatedPart, type DeflateJob, type Deflater } from './deflate-job';
import { deflateParts } from './deflate-part';
import { startWorker, WorkerDeflater, type WorkerProgram } from './worker-deflater';

/** The program of deflate-worker.ts as text, which the bundler defines, since a bundle has no file beside it. */
declare const CODELESS_DEFLATE_WORKER: string | undefined;

/** Bytes from which workers save more time than their start takes. */
const WORTH_WORKERS_BYTES = 4 * 1024 * 1024;
/** Beyond it, reading is what takes the time. */
const MAX_WORKERS = 4;

/** Something that deflates so many bytes, in worker threads where that is faster. */
export function createDeflater(bytes: number): Deflater {
  const program = workerProgram();
  const count = Math.min(availableParallelism(), MAX_WORKERS);
  if (program === undefined || count < 2 || bytes < WORTH_WORKERS_BYTES) {
    return new InlineDeflater();
  }
  return new WorkerDeflater(Array.from({ length: count }, () => startWorker(program)));
}

/** Undefined where the program runs from its TypeScript. */
function workerProgram(): WorkerProgram | undefined {
  if (typeof CODELESS_DEFLATE_WORKER === 'string') {
    return { code: CODELESS_DEFLATE_WORKER };
  }
  const file = join(__dirname, 'deflate-worker.js');
  return existsSync(file) ? { file } : undefined;
}

/** Deflates in this thread. */
class InlineDeflater implements Deflater {
  public readonly memories: readonly Uint8Array[] = [new Uint8Array(PART_BYTES + PART_SLACK_BYTES)];

  public async deflate(job: DeflateJob): Promise<readonly DeflatedPart[]> {
    // Lets signals and timers have their turn.
    await setImmediate();
    return deflateParts(job);
  }

  public async close(): Promise<void> {
    // Holds nothing.
  }
}
