import type { ArtifactStore, StoredText } from '../aws/artifact-store';
import { CodelessError } from '../errors';
import { formatLedger, parseLedger, type Ledger } from './ledger';

/** A ledger, and what a conditional write of its successor needs. */
export interface StoredLedger {
  readonly ledger: Ledger;
  readonly stored: StoredText;
}

/** Attempts at a write that others get in the way of. */
const MAX_WRITES = 10;

/** Keeps the ledger in the artifact bucket; two who write at once lose nothing. */
export class LedgerStore {
  constructor(
    private readonly store: ArtifactStore,
    private readonly key: string,
  ) {}

  /** @returns undefined where there is none, or where what is there is none */
  async read(): Promise<StoredLedger | undefined> {
    const stored = await this.store.readText(this.key);
    const ledger = stored === undefined ? undefined : parseLedger(stored.text);
    return stored === undefined || ledger === undefined ? undefined : { ledger, stored };
  }

  /**
   * Changes the ledger. The change is made again where someone else wrote in between.
   *
   * @param change makes the new ledger of the one that is there
   */
  async change(change: (present: Ledger | undefined) => Promise<Ledger>): Promise<Ledger> {
    for (let write = 1; write <= MAX_WRITES; write += 1) {
      const stored = await this.store.readText(this.key);
      const next = await change(stored === undefined ? undefined : parseLedger(stored.text));
      const text = formatLedger(next);
      // The answer to an earlier attempt may have been lost on the way.
      if (stored?.text === text) return next;
      if ((await this.store.writeText(this.key, text, stored)) !== undefined) return next;
    }
    throw new CodelessError('failed', 'LedgerContended', `the ledger ${this.key} is changed by others all the time`, {
      hint: 'The release itself is done; run the deploy again to record it.',
    });
  }
}
