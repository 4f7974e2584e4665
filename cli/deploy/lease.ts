import { randomBytes } from 'node:crypto';

import { PreconditionFailedException, type AliasConfiguration } from '@aws-sdk/client-lambda';

import { CodelessError } from '../errors';
import type { Cleanup } from './cleanup';
import { formatLease, parseLease, type LeaseText } from './lease-text';
import { waitForHolder, type LeaseWait } from './lease-wait';

/** How a lease is taken. */
export interface LeaseOptions extends LeaseWait {
  /** Lambda when the work is interrupted, too. */
  readonly cleanup: Cleanup;
  /** Milliseconds since the work last showed that it goes on. */
  readonly silence: () => number;
  /** What is being done: `deploying 1f3c9a2`. */
  readonly work: string;
  readonly holder: string;
}

/** Renewals in the time after which others would take over. */
const BEATS = 3;

/** Milliseconds of silence after which a lease is not renewed: longer than any call is waited for. */
const LONGEST_SILENCE = 17 * 60_000;

/**
 * The right to change a function: a mark in the description of its alias, set and moved only by conditional writes, so that
 * of two who try at once one gets it. Who dies keeps it until others have seen no sign of life for a while; their own clock
 * measures that, so that clocks need not agree.
 */
export class Lease {
  readonly #options: LeaseOptions;
  readonly #text: LeaseText;
  readonly #lost = new AbortController();
  #beat = 0;
  #ended = false;
  #alias: AliasConfiguration;
  #stopTimer: (() => void) | undefined;
  #renewal: Promise<void> = Promise.resolve();
  #renewedAt: number;

  private constructor(
    options: LeaseOptions,
    text: LeaseText,
    alias: AliasConfiguration,
    /** The alias as it was when the lease was taken. */
    readonly found: AliasConfiguration,
  ) {
    this.#options = options;
    this.#text = text;
    this.#alias = alias;
    this.#renewedAt = options.clock.now();
    this.#schedule();
  }

  /**
   * Takes the lease; waits for another's to be given back or to go silent.
   *
   * @param seen the alias as it was when the work was planned
   * @returns the lease, and whether all was still as it was seen: if not, plan again
   * @throws CodelessError `Busy` when the time to wait is over
   */
  static async acquire(options: LeaseOptions, seen: AliasConfiguration): Promise<[lease: Lease, asSeen: boolean]> {
    const text = { work: options.work, holder: options.holder, token: randomBytes(8).toString('hex') };
    let alias = seen;
    let waited = false;
    for (;;) {
      if (parseLease(alias.Description) !== undefined) {
        alias = await waitForHolder(options, alias);
        waited = true;
      }
      options.signal.throwIfAborted();
      const found = alias;
      const asSeen = !waited && found.RevisionId === seen.RevisionId;
      try {
        // Not interrupted: nobody would give back what was taken by a call whose answer is not awaited.
        const taken = await options.cleanup((lambda) =>
          lambda.updateAlias(options.aliasName, {
            description: formatLease(text, 0),
            revisionId: found.RevisionId,
          }),
        );
        return [new Lease(options, text, taken, found), asSeen];
      } catch (error) {
        if (!(error instanceof PreconditionFailedException)) throw error;
        alias = await options.cleanup((lambda) => lambda.alias(options.aliasName));
        // The answer to an earlier attempt may have been lost on the way.
        if (parseLease(alias.Description)?.token === text.token) {
          return [new Lease(options, text, alias, found), asSeen];
        }
      }
    }
  }

  /** The alias as the lease left it. */
  get alias(): AliasConfiguration {
    return this.#alias;
  }

  /**
   * Whether the work may go on. Where the lease was not renewed for so long that another may have taken it over, as after a
   * pause of this machine, it asks Lambda.
   *
   * @throws CodelessError `LeaseLost` if another took over
   */
  async check(): Promise<void> {
    const { clock, leaseSeconds, signal } = this.#options;
    const isStale = (): boolean => clock.now() - this.#renewedAt >= leaseSeconds * 1000;
    if (isStale()) await this.#renewal;
    if (isStale() && !this.#lost.signal.aborted) await this.#renew();
    this.#lost.signal.throwIfAborted();
    signal.throwIfAborted();
  }

  /** Gives the lease back by the write that moves the alias. */
  async moveTo(version: string, description: string): Promise<void> {
    const { lambda } = this.#options;
    await this.#end((work) => work(lambda), { version, description });
  }

  /** Gives the lease back, unless that is done, and leaves the alias where it is. */
  async release(description: string): Promise<void> {
    if (!this.#ended) await this.#end(this.#options.cleanup, { description });
  }

  /**
   * Gives the lease back after the work went wrong, and leaves the alias as it was found. It never throws: the error of the work
   * is the one to tell.
   *
   * @param fallback the description where it was found with the lease of someone who died
   */
  async abandon(fallback: string): Promise<void> {
    const { Description = '' } = this.found;
    await this.release(parseLease(Description) === undefined ? Description : fallback).catch(() => undefined);
  }

  /** Stops to show signs of life, since someone else moves the alias now. */
  async rest(): Promise<void> {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    await this.#renewal;
  }

  /** Reads the alias again after someone else moved it. */
  async wake(): Promise<void> {
    this.#alias = await this.#options.cleanup((lambda) => lambda.alias(this.#options.aliasName));
    if (parseLease(this.#alias.Description)?.token !== this.#text.token) this.#lose();
  }

  async #end(by: Cleanup, change: { version?: string; description: string }): Promise<void> {
    await this.rest();
    this.#lost.signal.throwIfAborted();
    try {
      this.#alias = await this.#update(by, change, this.#alias.RevisionId);
    } catch (error) {
      if (!(error instanceof PreconditionFailedException)) throw error;
      const alias = await by((lambda) => lambda.alias(this.#options.aliasName));
      const done =
        alias.Description === change.description &&
        (change.version === undefined || alias.FunctionVersion === change.version);
      if (done) {
        this.#alias = alias;
      } else if (parseLease(alias.Description)?.token === this.#text.token) {
        this.#alias = await this.#update(by, change, alias.RevisionId);
      } else {
        this.#lose();
        this.#lost.signal.throwIfAborted();
      }
    }
    this.#ended = true;
  }

  async #update(
    by: Cleanup,
    change: { version?: string; description: string },
    revisionId: string | undefined,
  ): Promise<AliasConfiguration> {
    return by((lambda) => lambda.updateAlias(this.#options.aliasName, { ...change, revisionId }));
  }

  #schedule(): void {
    this.#stopTimer = this.#options.clock.later((this.#options.leaseSeconds * 1000) / BEATS, () => {
      this.#renewal = this.#beatAndSchedule();
    });
  }

  async #beatAndSchedule(): Promise<void> {
    // A call that hangs for ever must not keep others out for ever.
    if (this.#options.silence() < LONGEST_SILENCE) {
      // A failure leaves the lease as it is; the next renewal, or the work itself, will tell.
      await this.#renew().catch(() => undefined);
    }
    if (this.#stopTimer !== undefined && !this.#lost.signal.aborted) this.#schedule();
  }

  async #renew(): Promise<void> {
    this.#beat += 1;
    const begun = this.#options.clock.now();
    try {
      const description = formatLease(this.#text, this.#beat);
      this.#alias = await this.#update(this.#options.cleanup, { description }, this.#alias.RevisionId);
    } catch (error) {
      if (!(error instanceof PreconditionFailedException)) throw error;
      await this.wake();
    }
    this.#renewedAt = begun;
  }

  #lose(): void {
    this.#lost.abort(
      new CodelessError('busy', 'LeaseLost', `another deploy of ${this.#options.lambda.functionName} took over`, {
        hint: 'This one was silent for too long; what it began is finished or replaced by the other.',
      }),
    );
  }
}
