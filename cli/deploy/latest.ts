import {
  PreconditionFailedException,
  ResourceConflictException,
  type FunctionConfiguration,
} from '@aws-sdk/client-lambda';

import { CodelessError } from '../errors';
import { quiet, settled, type Waiter } from './wait';

/** Attempts at a write that changes of the configuration by others get in the way of. */
const MAX_WRITES = 5;

/**
 * Writes `$LATEST` with a guard: where someone else changed it in between, or is still at it, it is read again, and written
 * again unless it is what it should be already.
 *
 * @param present `$LATEST` as it was last seen
 * @param isDone whether it is what it should be
 * @param write the guarded call
 * @returns `$LATEST` when Lambda has finished
 * @throws CodelessError `FunctionContended`, `UpdateFailed`, `UpdateTimedOut`
 */
export async function writeLatest(
  waiter: Waiter,
  present: FunctionConfiguration,
  isDone: (configuration: FunctionConfiguration) => boolean,
  write: (revisionId: string | undefined) => Promise<FunctionConfiguration>,
): Promise<FunctionConfiguration> {
  // An update that failed before is no reason to stop: this one may mend it.
  let latest = await quiet(waiter, present);
  for (let attempt = 1; attempt <= MAX_WRITES; attempt += 1) {
    if (isDone(latest)) return latest;
    try {
      latest = await settled(waiter, await write(latest.RevisionId));
    } catch (error) {
      if (!isContention(error)) throw error;
      latest = await quiet(waiter, await waiter.lambda.configuration());
    }
  }
  if (isDone(latest)) return latest;
  throw contended(waiter.lambda.functionName);
}

/** Whether Lambda refused a write for a change of someone else's, made since `$LATEST` was read or still under way. */
export function isContention(error: unknown): boolean {
  return error instanceof PreconditionFailedException || error instanceof ResourceConflictException;
}

/** Someone else writes the function without taking part in the lease. */
export function contended(functionName: string): CodelessError {
  return new CodelessError('busy', 'FunctionContended', `someone else is changing the code of ${functionName}`, {
    hint: 'Find out who, then run this again; the alias serves what it served before.',
  });
}
