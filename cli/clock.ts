import { setTimeout as pause } from 'node:timers/promises';

/** Time, as far as the program waits for something. */
export interface Clock {
  /** Milliseconds that never go back. */
  now(): number;
  /** Waits so many milliseconds; ends at once, with an error, when the signal is aborted. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  /**
   * Calls back after so many milliseconds, unless the program has ended by then.
   *
   * @returns takes it back
   */
  later(milliseconds: number, callback: () => void): () => void;
}

/** This machine's clock. */
export const CLOCK: Clock = {
  now: () => performance.now(),
  pause: (milliseconds, signal) => pause(milliseconds, undefined, { signal }),
  later(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
