import type { ArtifactStore, StoredText } from '../aws/artifact-store';
import { CLOCK, type Clock } from '../clock';
import { CodelessError, type ExitName } from '../errors';
import { formatLedger, isNewerLedger, parseLedger, type Ledger } from './ledger';

/** A ledger, and what a conditional write of its successor needs. */
export interface StoredLedger {
  readonly ledger: Ledger;
  readonly stored: StoredText;
}

/** Whose ledger it is, and how it is waited for. */
export interface LedgerStoreOptions {
  readonly functionName: string;
  readonly aliasName: string;
  readonly signal: AbortSignal;
  /** Default: this machine's. */
  readonly clock?: Clock;
}

/** Attempts at a write that others get in the way of. */
const MAX_WRITES = 10;

/** Milliseconds before a text that is no ledger is read again. */
const READ_AGAIN_AFTER = [200, 600];

const OR_DELETE = 'or delete it: the next deploy makes it again of the versions that Lambda has.';

/** Keeps the ledger in the artifact bucket; two who write at once lose nothing. */
export class LedgerStore {
  constructor(
    private readonly store: ArtifactStore,
    private readonly key: string,
    private readonly options: LedgerStoreOptions,
  ) {}

  /**
   * @returns undefined if there is none
   * @throws CodelessError `LedgerNewer`, `LedgerUnreadable`, `LedgerOfAnother`
   */
  async read(): Promise<StoredLedger | undefined> {
    return this.#read('refused');
  }

  async #read(exit: ExitName): Promise<StoredLedger | undefined> {
    const { clock = CLOCK, signal } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      const stored = await this.store.readText(this.key);
      if (stored === undefined) return undefined;
      const ledger = parseLedger(stored.text);
      if (ledger !== undefined) {
        this.#check(ledger, exit);
        return { ledger, stored };
      }
      if (isNewerLedger(stored.text)) {
        const message = `a newer codeless wrote the ledger ${this.key}`;
        throw new CodelessError(exit, 'LedgerNewer', message, { hint: 'Update codeless.' });
      }
      const pause = READ_AGAIN_AFTER[attempt];
      if (pause === undefined) throw this.#unreadable(exit);
      await clock.pause(pause, signal);
    }
  }

  /**
   * Changes the ledger. The change is made again where someone else wrote in between.
   *
   * @param change makes the new ledger of the one that is there; asked again, it makes the same of the same
   * @param seen the ledger as it was read before; the write is refused, and all is read again, if it is another by now
   * @throws CodelessError `LedgerContended`, `LedgerNewer`, `LedgerUnreadable`, `LedgerOfAnother`
   */
  async change(
    change: (present: Ledger | undefined) => Promise<Ledger>,
    seen?: { readonly present: StoredLedger | undefined },
  ): Promise<Ledger> {
    let first = seen;
    for (let write = 1; write <= MAX_WRITES; write += 1) {
      const present = first === undefined ? await this.#read('failed') : first.present;
      first = undefined;
      const next = await change(present?.ledger);
      const text = formatLedger(next);
      // The answer to an earlier attempt may have been lost on the way.
      if (present?.stored.text === text) return next;
      if ((await this.store.writeText(this.key, text, present?.stored)) !== undefined) return next;
    }
    throw new CodelessError('failed', 'LedgerContended', `the ledger ${this.key} is changed by others all the time`, {
      hint: 'The release itself is done; run the deploy again to record it.',
    });
  }

  #check({ functionName, aliasName }: Ledger, exit: ExitName): void {
    const own = `${this.options.functionName}:${this.options.aliasName}`;
    if (`${functionName}:${aliasName}` === own) return;
    const message = `the ledger s3://${this.store.bucket}/${this.key} is that of ${functionName}:${aliasName}, not of ${own}`;
    throw new CodelessError(exit, 'LedgerOfAnother', message, { hint: `Put the right one back, ${OR_DELETE}` });
  }

  /** What is there may be all that is known of releases: it is never replaced unseen. */
  #unreadable(exit: ExitName): CodelessError {
    const message = `the ledger s3://${this.store.bucket}/${this.key} is damaged: it is not the document that codeless writes`;
    const hint = `Put an older version of the object back, ${OR_DELETE}`;
    return new CodelessError(exit, 'LedgerUnreadable', message, { hint });
  }
}
