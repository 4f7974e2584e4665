import type { ExitName } from '../errors';
import type { Problem } from './describe-error';

/** Ends that a contract would not have changed. */
const OTHER: readonly ExitName[] = ['ok', 'busy', 'unhealthy', 'interrupted', 'terminated'];

/**
 * What went wrong without a deploy contract that is perhaps there: names and places that it tells may be the cause.
 *
 * @param denied that the contract may not be read; undefined if it was read, or is not there
 */
export function withUnreadContract(problem: Problem, denied: Problem | undefined): Problem {
  if (denied === undefined || OTHER.includes(problem.exit)) return problem;
  const { message, hint } = problem;
  return {
    ...problem,
    message: `${message}; the deploy contract, which may say otherwise, was not read: ${denied.message}`,
    hint: [denied.hint, hint].filter((text) => text !== undefined).join(' '),
  };
}
