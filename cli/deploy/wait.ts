import { setTimeout as pause } from 'node:timers/promises';

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { LambdaApi } from '../aws/lambda';
import { CodelessError } from '../errors';

/** Milliseconds that Lambda may take to update a function or to make a version ready. */
const TIMEOUT = 15 * 60_000;

const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 3_000;

/**
 * Waits until an update of the function, or the making of a version, is over.
 *
 * @param configuration as the last call answered it
 * @throws CodelessError `UpdateFailed`, `UpdateTimedOut`
 */
export async function settled(
  lambda: LambdaApi,
  configuration: FunctionConfiguration,
  qualifier: string | undefined,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  const deadline = performance.now() + TIMEOUT;
  let current = configuration;
  for (let length = FIRST_PAUSE; ; length = Math.min(length * 1.5, LONGEST_PAUSE)) {
    const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = current;
    const name = qualifier === undefined ? lambda.functionName : `${lambda.functionName}:${qualifier}`;
    if (State === 'Failed' || LastUpdateStatus === 'Failed') {
      const reason = State === 'Failed' ? StateReason : LastUpdateStatusReason;
      throw new CodelessError(
        'unhealthy',
        'UpdateFailed',
        `Lambda could not update ${name}: ${reason ?? 'no reason given'}`,
      );
    }
    if (State !== 'Pending' && LastUpdateStatus !== 'InProgress') return current;
    if (performance.now() > deadline) {
      throw new CodelessError('failed', 'UpdateTimedOut', `Lambda did not finish to update ${name} in 15 minutes`, {
        hint: 'Look at the function in the console, then run this again.',
      });
    }
    await pause(length * (0.5 + Math.random()), undefined, { signal });
    current = await lambda.configuration(qualifier);
  }
}
