import type { AliasConfiguration } from '@aws-sdk/client-lambda';

import type { LambdaApi } from '../aws/lambda';
import type { Clock } from '../clock';
import { CodelessError } from '../errors';
import type { OnProgress } from '../progress';
import { parseLease } from './lease-text';

/** How another's lease is waited for. */
export interface LeaseWait {
  readonly lambda: LambdaApi;
  readonly aliasName: string;
  /** Seconds without a sign of life after which another's lease is taken over. */
  readonly leaseSeconds: number;
  /** Seconds to wait for another's lease. */
  readonly waitSeconds: number;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Whether something else shows that the holder of a silent lease is still at work. */
  readonly holderIsAlive: () => Promise<boolean>;
}

/** Milliseconds between two looks at another's lease. */
const LOOK_EVERY = 500;

/**
 * Waits until a lease is given back, or silent for long enough by the clock of who waits.
 *
 * @param alias with the lease in its description
 * @returns the alias as it was last seen
 * @throws CodelessError `Busy` when the time to wait is over
 */
export async function waitForHolder(options: LeaseWait, alias: AliasConfiguration): Promise<AliasConfiguration> {
  const { lambda, aliasName, leaseSeconds, waitSeconds, signal, clock, onProgress } = options;
  const begun = clock.now();
  let silentSince = begun;
  let seen = alias;
  onProgress({ kind: 'note', level: 'notice', text: `waiting: ${whoWorks(alias)}` });
  for (;;) {
    if (clock.now() - silentSince >= leaseSeconds * 1000) {
      if (!(await options.holderIsAlive())) {
        const holder = parseLease(seen.Description)?.holder ?? 'the other';
        const text = `${holder} gave no sign of life for ${leaseSeconds} s: taking over`;
        onProgress({ kind: 'note', level: 'warning', text });
        return seen;
      }
      silentSince = clock.now();
    }
    if (clock.now() - begun >= waitSeconds * 1000) {
      const message = `${lambda.functionName} is being changed: ${whoWorks(seen)}`;
      throw new CodelessError('busy', 'Busy', message, { hint: 'Run this again later, or raise --wait-seconds.' });
    }
    await clock.pause(Math.min(LOOK_EVERY, leaseSeconds * 250), signal);
    const now = await lambda.alias(aliasName);
    if (now.RevisionId !== seen.RevisionId) silentSince = clock.now();
    seen = now;
    if (parseLease(now.Description) === undefined) return now;
  }
}

function whoWorks({ Description }: AliasConfiguration): string {
  const lease = parseLease(Description);
  return `${lease?.holder ?? 'someone'} is ${lease?.work ?? 'at work'}`;
}
