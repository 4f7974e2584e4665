import { PreconditionFailedException, type FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { LambdaApi } from '../aws/lambda';
import { CodelessError } from '../errors';
import { settled } from './wait';

/** Attempts at a write that changes of the configuration by others get in the way of. */
const MAX_WRITES = 5;

/**
 * Writes `$LATEST` with a guard: where someone else changed it in between, it is read again, and written again unless it is
 * what it should be already.
 *
 * @param present `$LATEST` as it was last seen
 * @param isDone whether it is what it should be
 * @param write the guarded call
 * @returns `$LATEST` when Lambda has finished
 */
export async function writeLatest(
  lambda: LambdaApi,
  present: FunctionConfiguration,
  isDone: (configuration: FunctionConfiguration) => boolean,
  write: (revisionId: string | undefined) => Promise<FunctionConfiguration>,
  signal: AbortSignal,
): Promise<FunctionConfiguration> {
  let latest = await settled(lambda, present, undefined, signal);
  for (let attempt = 1; attempt <= MAX_WRITES; attempt += 1) {
    if (isDone(latest)) return latest;
    try {
      latest = await settled(lambda, await write(latest.RevisionId), undefined, signal);
    } catch (error) {
      if (!(error instanceof PreconditionFailedException)) throw error;
      latest = await settled(lambda, await lambda.configuration(), undefined, signal);
    }
  }
  if (isDone(latest)) return latest;
  throw contended(lambda.functionName);
}

/** Someone else writes the function without taking part in the lease. */
export function contended(functionName: string): CodelessError {
  return new CodelessError('busy', 'FunctionContended', `someone else is changing the code of ${functionName}`, {
    hint: 'Find out who, then run this again; the alias serves what it served before.',
  });
}
