import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The directory of this package, by its package.json: files that are not TypeScript stay in it, wherever the compiled
 * program runs from.
 */
export function packageRoot(from: string = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('package.json is in none of the directories above local-aws');
  return packageRoot(parent);
}

/** A file of `local-aws/` in the source tree. */
export function asset(...path: string[]): string {
  return join(packageRoot(), 'local-aws', ...path);
}
