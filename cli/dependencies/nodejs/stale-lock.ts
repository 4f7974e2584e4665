import { join } from 'node:path';

import { CodelessError } from '../../errors';
import type { NodeProject } from './project';

/** A lock file of Yarn's from before a dependency changed: Yarn itself would install something else and not say so. */
export function staleLock({ root, lock = 'yarn.lock' }: NodeProject, missing?: string): CodelessError {
  const message = `${join(root, lock)} does not fit package.json${missing === undefined ? '' : `: it lacks ${missing}`}`;
  return new CodelessError('build', 'LockStale', message, { hint: 'Run `yarn install` and commit the lock file' });
}
