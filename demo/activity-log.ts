import type { Activity } from '../local-aws';
import { waitFor } from './wait';

/** Milliseconds that a message may take from what it tells of. */
const PATIENCE = 10_000;

/** What happens in the local AWS while the tour goes on. */
export class ActivityLog {
  private readonly cards: string[] = [];
  private listener: ((text: string) => void) | undefined;

  constructor(private readonly signal: AbortSignal) {}

  /** Takes note of something. */
  public readonly add = ({ kind, text }: Activity): void => {
    if (kind === 'message') this.cards.push(text);
    else this.listener?.(text);
  };

  /** Lets someone hear of pushes, deliveries, pipelines and builds while something is done. */
  public async during<T>(listener: (text: string) => void, work: () => Promise<T>): Promise<T> {
    this.listener = listener;
    try {
      return await work();
    } finally {
      this.listener = undefined;
    }
  }

  /**
   * Takes the cards that the channel shows and that were not taken before, once there is one for each of the patterns, or
   * none comes any more.
   */
  public async take(...patterns: readonly RegExp[]): Promise<readonly string[]> {
    const isThere = (pattern: RegExp): boolean => this.cards.some((card) => pattern.test(card));
    await waitFor(() => (patterns.every(isThere) ? true : undefined), PATIENCE, this.signal);
    return this.cards.splice(0);
  }
}
