import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { CodelessError } from '../../errors';
import type { Manifest } from './manifest';

/** Lock files of other package managers, and how these install what production needs. */
const FOREIGN: readonly (readonly [string, string, string])[] = [
  ['bun.lock', 'bun', 'bun install --production --frozen-lockfile'],
  ['bun.lockb', 'bun', 'bun install --production --frozen-lockfile'],
  ['deno.lock', 'deno', 'deno install --frozen'],
];

/** The names of lock files that are known and cannot be installed. */
export const FOREIGN_LOCKS: readonly string[] = FOREIGN.map(([name]) => name);

/**
 * Refuses a project whose versions only another package manager knows: any other would take newer ones.
 *
 * @throws CodelessError with exit `usage`, `LockUnsupported`
 */
export function refuseForeignLock(directory: string, { packageManager = '' }: Manifest = {}): void {
  const file = FOREIGN.find(([name]) => existsSync(join(directory, name)));
  const found = file ?? FOREIGN.find(([, manager]) => packageManager.startsWith(`${manager}@`));
  if (found === undefined) return;
  const [name, manager, command] = found;
  const what = file === undefined ? 'package.json names' : `${name} is of`;
  const message = `${directory}: ${what} ${manager}, which codeless does not install with`;
  throw new CodelessError('usage', 'LockUnsupported', message, {
    hint: `Set a dependencies command that runs \`${command}\` and fills $CODELESS_TARGET, or commit a lock file of npm, pnpm or Yarn.`,
  });
}
