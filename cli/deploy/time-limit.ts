import type { Clock } from '../clock';
import { CLOCK } from '../clock';
import { CodelessError } from '../errors';
import type { ProgressEvent } from '../progress';
import { Engine, type EngineOptions } from './engine';

/**
 * Does something with an engine that stops after `--timeout-seconds`, as if by Ctrl-C. What has a limit of its own does not
 * count: the wait for another's lease, for a shift of CodeDeploy's and for provisioned concurrency.
 *
 * @param what `deploy`
 * @throws CodelessError `TimedOut`
 */
export async function withinTime<T>(
  options: EngineOptions,
  what: string,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const { settings, signal, onProgress, clock = CLOCK } = options;
  const seconds = settings.timeoutSeconds.value;
  const limit = new TimeLimit(`the ${what} of ${settings.functionName.value}`, seconds, clock);
  const engine = new Engine({
    ...options,
    clock,
    signal: AbortSignal.any([signal, limit.signal]),
    onProgress: (event) => {
      limit.hear(event);
      onProgress(event);
    },
    untimed: (wait) => limit.untimed(wait),
  });
  try {
    return await work(engine);
  } catch (error) {
    // Whatever failed once the time was over failed for that.
    if (!signal.aborted) limit.signal.throwIfAborted();
    throw error;
  } finally {
    limit.end();
  }
}

/** Time that runs out, unless it is stopped. */
class TimeLimit {
  readonly #over = new AbortController();
  readonly signal = this.#over.signal;
  readonly #open: string[] = [];
  #lastStep: string | undefined;
  #left: number;
  #waits = 0;
  #since: number;
  #stop: () => void;

  constructor(
    private readonly what: string,
    private readonly seconds: number,
    private readonly clock: Clock,
  ) {
    this.#left = seconds * 1000;
    this.#since = clock.now();
    this.#stop = this.#start();
  }

  hear(event: ProgressEvent): void {
    if (event.kind === 'started') {
      this.#open.push(event.step);
    } else if (event.kind === 'finished' || event.kind === 'failed') {
      this.#open.splice(this.#open.lastIndexOf(event.step), 1);
      this.#lastStep = event.step;
    }
  }

  async untimed<T>(wait: () => Promise<T>): Promise<T> {
    if (this.#waits === 0) {
      this.#stop();
      this.#left -= this.clock.now() - this.#since;
    }
    this.#waits += 1;
    try {
      return await wait();
    } finally {
      this.#waits -= 1;
      if (this.#waits === 0) {
        this.#since = this.clock.now();
        this.#stop = this.#start();
      }
    }
  }

  end(): void {
    this.#stop();
  }

  #start(): () => void {
    return this.clock.later(Math.max(this.#left, 0), () => {
      const message = `${this.what} took longer than ${this.seconds} s and was stopped ${this.#where()}`;
      this.#over.abort(
        new CodelessError('failed', 'TimedOut', message, {
          hint: 'Run it again: it goes on with what is missing. --timeout-seconds sets the limit.',
        }),
      );
    });
  }

  #where(): string {
    const open = this.#open.at(-1);
    if (open !== undefined) return `at the step '${open}'`;
    return this.#lastStep === undefined ? 'before its first step' : `after the step '${this.#lastStep}'`;
  }
}
