import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { newJobMemory, type DeflatedPart, type DeflateJob, type Deflater } from './deflate-job';
import { WorkerDeflater } from './worker-deflater';

/** The program of deflate-worker.ts as text, which the bundler defines, since a bundle has no file beside it. */
declare const CODELESS_DEFLATE_WORKER: string | undefined;

/** Bytes from which workers save more time than their start takes. */
const WORTH_WORKERS_BYTES = 4 * 1024 * 1024;
/** Each takes some 30 MB of memory, and two are faster than zlib is alone. */
const MAX_WORKERS = 2;

/** Something that deflates so many bytes, in worker threads where that is faster. */
export function createDeflater(bytes: number): Deflater {
  const program = workerProgram();
  const count = Math.min(availableParallelism(), MAX_WORKERS);
  if (program === undefined || count < 2 || bytes < WORTH_WORKERS_BYTES) {
    return new InlineDeflater();
  }
  return new WorkerDeflater(Array.from({ length: count }, () => startWorker(program)));
}

type WorkerProgram = { readonly code: string } | { readonly file: string };

/** Undefined where the program runs from its TypeScript, since a worker has no compiler. */
function workerProgram(): WorkerProgram | undefined {
  if (typeof CODELESS_DEFLATE_WORKER === 'string') {
    return { code: CODELESS_DEFLATE_WORKER };
  }
  const file = join(__dirname, 'deflate-worker.js');
  return existsSync(file) ? { file } : undefined;
}

function startWorker(program: WorkerProgram): Worker {
  // Flags of the main program, such as a debugger's, are not the worker's. fflate leaves much behind, so the young
  // generation is collected early.
  const options = { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 2 } };
  return 'code' in program ? new Worker(program.code, { ...options, eval: true }) : new Worker(program.file, options);
}

/** Deflates in this thread. */
class InlineDeflater implements Deflater {
  public readonly memories = [newJobMemory()];

  public async deflate(job: DeflateJob): Promise<readonly DeflatedPart[]> {
    // Lets signals and timers have their turn.
    await setImmediate();
    // eslint-disable-next-line no-restricted-syntax -- fflate makes its tables when it is loaded, quickly in a file of its own alone
    const { deflateParts } = await import('./deflate-part');
    return deflateParts(job);
  }

  public async close(): Promise<void> {
    // Holds nothing.
  }
}
