import { join } from 'node:path';

import { CodelessError } from '../../errors';
import type { NodeProject } from './project';

/** How npm, pnpm and Yarn 1 refuse a lock file. */
const REFUSAL =
  /can only install packages when your package\.json|ERR_PNPM_OUTDATED_LOCKFILE|Your lockfile needs to be updated/;

/** What they say is wrong with it, of which npm's usage would else be all that is shown. */
const REASON = /Missing: .+|lock file's .+ does not satisfy .+|[\w@/.-]+ \(lockfile: .+\)/;

/**
 * A lock file from before a dependency changed.
 *
 * @param reasons what does not fit, as far as it is known
 */
export function staleLock(
  { root, manager, lock = 'lock file' }: NodeProject,
  ...reasons: readonly string[]
): CodelessError {
  const message = [`${join(root, lock)} does not fit package.json`, ...reasons.slice(0, 1)].join(': ');
  const hint = `Run \`${manager} install\` and commit the lock file`;
  return new CodelessError('build', 'LockStale', message, { hint, output: reasons.slice(1) });
}

/** The same of a package manager's output; undefined where it failed for something else. */
export function refusedLock(project: NodeProject, output: readonly string[]): CodelessError | undefined {
  if (!output.some((line) => REFUSAL.test(line))) return undefined;
  return staleLock(project, ...output.flatMap((line) => REASON.exec(line)?.[0] ?? []));
}
