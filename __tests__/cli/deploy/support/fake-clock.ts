import type { Clock } from '../../../../cli/clock';

/** A clock that moves only when the program waits; what is due by then is called back. */
export class FakeClock implements Clock {
  #now = 1_000_000;
  readonly #due = new Set<{ readonly at: number; readonly callback: () => void }>();

  /** What was waited for, in milliseconds. */
  readonly pauses: number[] = [];

  now(): number {
    return this.#now;
  }

  async pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.pauses.push(milliseconds);
    await this.advance(milliseconds);
    signal.throwIfAborted();
  }

  later(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + milliseconds, callback };
    this.#due.add(entry);
    return () => this.#due.delete(entry);
  }

  /** Lets time pass, and what it brings about happen. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets all that needs no time come to an end. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
