import { readFileSync } from 'node:fs';

/** Milliseconds between two looks at the processes. */
const INTERVAL = 25;

const KB_PER_MB = 1024;

/** Watches how much memory a process and all that it starts hold at most; Linux alone tells. */
export class PeakMemory {
  readonly #timer: NodeJS.Timeout;
  #peak = NaN;

  constructor(private readonly pid: number) {
    this.#timer = setInterval(() => {
      this.#look();
    }, INTERVAL);
  }

  /** Ends the watch. @returns MB; NaN where the system does not tell */
  stop(): number {
    clearInterval(this.#timer);
    return this.#peak;
  }

  #look(): void {
    const kilobytes = tree(this.pid)
      .map(highWaterMark)
      .reduce((sum, one) => sum + one, 0);
    if (kilobytes > 0) this.#peak = Math.max(kilobytes / KB_PER_MB, Number.isNaN(this.#peak) ? 0 : this.#peak);
  }
}

/** A process and its descendants. */
function tree(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(tree)];
}

/** KB that a process held at most so far, which a look at what it holds now would miss. */
function highWaterMark(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended, or this is no Linux.
    return '';
  }
}
