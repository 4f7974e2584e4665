import { mkdirSync } from 'node:fs';

/** Runs an action in a directory, which is made if need be, and comes back. */
export function inDirectory<T>(directory: string, action: () => T): T {
  const before = process.cwd();
  mkdirSync(directory, { recursive: true });
  process.chdir(directory);
  try {
    return action();
  } finally {
    process.chdir(before);
  }
}
