import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { LambdaApi } from '../aws/lambda';
import type { Clock } from '../clock';
import { CodelessError } from '../errors';

/** Milliseconds that Lambda may take to update a function or to make a version ready. */
const TIMEOUT = 15 * 60_000;

/** Milliseconds of the pauses between two looks. Each is a part of what was waited so far: neither many calls nor long after. */
const SHORTEST_PAUSE = 20;
const LONGEST_PAUSE = 3_000;
const PART_OF_WAIT = 0.2;

/** What is waited with. */
export interface Waiter {
  readonly lambda: LambdaApi;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Waits until an update of the function, or the making of a version, is over, well or badly.
 *
 * @param configuration as the last call answered it
 * @throws CodelessError `UpdateTimedOut`
 */
export async function quiet(
  { lambda, clock, signal }: Waiter,
  configuration: FunctionConfiguration,
  qualifier?: string,
): Promise<FunctionConfiguration> {
  const begun = clock.now();
  let current = configuration;
  for (;;) {
    if (current.State !== 'Pending' && current.LastUpdateStatus !== 'InProgress') return current;
    const waited = clock.now() - begun;
    if (waited > TIMEOUT) {
      const message = `Lambda did not finish to update ${nameOf(lambda, qualifier)} in 15 minutes`;
      throw new CodelessError('failed', 'UpdateTimedOut', message, {
        hint: 'Look at the function in the console, then run this again.',
      });
    }
    const length = Math.min(Math.max(waited * PART_OF_WAIT, SHORTEST_PAUSE), LONGEST_PAUSE);
    await clock.pause(length * (0.5 + Math.random()), signal);
    current = await lambda.configuration(qualifier);
  }
}

/**
 * Waits until an update of the function, or the making of a version, is done.
 *
 * @param configuration as the call answered it that began it
 * @throws CodelessError `UpdateFailed`, `UpdateTimedOut`
 */
export async function settled(
  waiter: Waiter,
  configuration: FunctionConfiguration,
  qualifier?: string,
): Promise<FunctionConfiguration> {
  const current = await quiet(waiter, configuration, qualifier);
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = current;
  if (State !== 'Failed' && LastUpdateStatus !== 'Failed') return current;
  const reason = State === 'Failed' ? StateReason : LastUpdateStatusReason;
  const name = nameOf(waiter.lambda, qualifier);
  throw new CodelessError(
    'unhealthy',
    'UpdateFailed',
    `Lambda could not update ${name}: ${reason ?? 'no reason given'}`,
    { hint: 'Correct what it names and deploy again; the alias serves what it served before.' },
  );
}

function nameOf({ functionName }: LambdaApi, qualifier: string | undefined): string {
  return qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
}
