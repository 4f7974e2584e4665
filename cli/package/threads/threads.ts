import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ReadBack, ReadBackShare } from '../zip/read-back';
import { newJobMemory, type DeflateJob } from './deflate-job';
import type { Threads } from './task';
import { TwoThreads } from './two-threads';

/** The program of worker.ts as text, which the bundler defines, since a bundle has no file beside it. */
declare const CODELESS_PACKAGE_WORKER: string | undefined;

/** Bytes from which a worker saves more time than its start takes. */
const WORTH_WORKER_BYTES = 4 * 1024 * 1024;

/** Something that packs so many bytes, in a worker thread besides this one where that is faster. */
export function startThreads(bytes: number): Threads {
  const program = workerProgram();
  const own = new ThisThread();
  const isWorthIt = program !== undefined && availableParallelism() > 1 && bytes >= WORTH_WORKER_BYTES;
  return isWorthIt ? new TwoThreads(startWorker(program), own) : own;
}

type WorkerProgram = { readonly code: string } | { readonly file: string };

/** Undefined where the program runs from its TypeScript, since a worker has no compiler. */
function workerProgram(): WorkerProgram | undefined {
  if (typeof CODELESS_PACKAGE_WORKER === 'string') {
    return { code: CODELESS_PACKAGE_WORKER };
  }
  const file = join(__dirname, 'worker.js');
  return existsSync(file) ? { file } : undefined;
}

function startWorker(program: WorkerProgram): Worker {
  // Flags of the main program, such as a debugger's, are not the worker's. Each file leaves a little behind, so the young
  // generation is collected early.
  const options = { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 2 } };
  return 'code' in program ? new Worker(program.code, { ...options, eval: true }) : new Worker(program.file, options);
}

/** Works in this thread. */
class ThisThread implements Threads {
  public readonly count = 1;
  public readonly memories = [newJobMemory()];

  public async deflate(job: DeflateJob): Promise<void> {
    // Lets signals and timers have their turn.
    await setImmediate();
    // eslint-disable-next-line no-restricted-syntax -- only what packs needs it
    const { deflateParts } = await import('./deflate-parts');
    deflateParts(job);
  }

  public async readBack(file: string, share: ReadBackShare): Promise<ReadBack> {
    await setImmediate();
    // eslint-disable-next-line no-restricted-syntax -- pako takes a while to load, and only what packs needs it
    const { readBackShare } = await import('../zip/read-back');
    return readBackShare(file, share);
  }

  public async close(): Promise<void> {
    // Holds nothing.
  }
}
