import { LambdaApi } from '../aws/lambda';
import type { Clock } from '../clock';
import { CodelessError } from '../errors';

/** Milliseconds that a call may take, with its attempts, that neither Ctrl-C nor the limit of the run breaks off. */
const LIMIT = 120_000;

/**
 * Makes calls that go on when the work is interrupted, so that what was taken is given back.
 *
 * @throws CodelessError `NotAnswered` if they take longer than two minutes
 */
export type Cleanup = <T>(work: (lambda: LambdaApi) => Promise<T>) => Promise<T>;

export function cleanupOf(
  client: ConstructorParameters<typeof LambdaApi>[0],
  functionName: string,
  clock: Clock,
): Cleanup {
  return async (work) => {
    const limit = new AbortController();
    const message = `Lambda did not answer in ${LIMIT / 1000} s while the lease on ${functionName} was written or read`;
    const takeBack = clock.later(LIMIT, () => {
      limit.abort(
        new CodelessError('failed', 'NotAnswered', message, {
          hint: 'Check the network; the next run takes a lease that was left over and finishes what was begun.',
        }),
      );
    });
    try {
      return await work(new LambdaApi(client, functionName, limit.signal));
    } catch (error) {
      limit.signal.throwIfAborted();
      throw error;
    } finally {
      takeBack();
    }
  };
}
