import type { KnownSubject } from '../iam/known-subject';
import { describeError, type Problem } from '../output/describe-error';

/** What a call answered, or what is wrong with it. */
export type Attempt<T> = { readonly value: T } | { readonly problem: Problem };

/**
 * Makes a call whose failure is an answer too.
 *
 * @param known what is known of the function, for the permissions that are missing
 * @throws the signal's reason where it is aborted
 */
export async function attempt<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  known?: KnownSubject,
): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: describeError(error, signal, known) };
  }
}
