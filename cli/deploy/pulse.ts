import type { Clock } from '../clock';

/** When a run last showed that its work goes on: by an answered call, or by progress. */
export class Pulse {
  #last: number;

  constructor(private readonly clock: Clock) {
    this.#last = clock.now();
  }

  readonly beat = (): void => {
    this.#last = this.clock.now();
  };

  /** Milliseconds since the last sign of life. */
  readonly silence = (): number => this.clock.now() - this.#last;
}
