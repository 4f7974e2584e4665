import type { ArtifactStore, StoredText } from '../aws/artifact-store';
import { CodelessError } from '../errors';
import { formatLedger, isNewerLedger, parseLedger, type Ledger } from './ledger';

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

  /**
   * @returns undefined where there is none, or where what is there is none
   * @throws CodelessError `LedgerNewer`
   */
  async read(): Promise<StoredLedger | undefined> {
    const stored = await this.store.readText(this.key);
    const ledger = this.#parse(stored);
    return stored === undefined || ledger === undefined ? undefined : { ledger, stored };
  }

  /**
   * Changes the ledger. The change is made again where someone else wrote in between.
   *
   * @param change makes the new ledger of the one that is there; asked again, it makes the same of the same
   * @throws CodelessError `LedgerContended`, `LedgerNewer`
   */
  async change(change: (present: Ledger | undefined) => Promise<Ledger>): Promise<Ledger> {
    for (let write = 1; write <= MAX_WRITES; write += 1) {
      const stored = await this.store.readText(this.key);
      const next = await change(this.#parse(stored));
      const text = formatLedger(next);
      // The answer to an earlier attempt may have been lost on the way.
      if (stored?.text === text) return next;
      if ((await this.store.writeText(this.key, text, stored)) !== undefined) return next;
    }
    throw new CodelessError('failed', 'LedgerContended', `the ledger ${this.key} is changed by others all the time`, {
      hint: 'The release itself is done; run the deploy again to record it.',
    });
  }

  #parse(stored: StoredText | undefined): Ledger | undefined {
    if (stored === undefined) return undefined;
    const ledger = parseLedger(stored.text);
    if (ledger !== undefined || !isNewerLedger(stored.text)) return ledger;
    // What is no ledger at all is made again from Lambda's versions; this one must not be.
    throw new CodelessError('refused', 'LedgerNewer', `a newer codeless wrote the ledger ${this.key}`, {
      hint: 'Update codeless.',
    });
  }
}
