import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the emulator's own metadata asks for. */
const MINIMUM_VERSION = [3, 10] as const;

const PROBE = `import sys; sys.exit(sys.version_info < (${MINIMUM_VERSION.join(', ')}) or sys.implementation.name != "cpython")`;

/** The minimum as people write it. */
export const MINIMUM_PYTHON = MINIMUM_VERSION.join('.');

/**
 * The first Python on PATH that can run the emulator: `python3`, then `python`, CPython 3.10 or newer.
 *
 * @param env - where PATH is read
 * @returns its path, or nothing if there is none
 */
export function findPython(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const directories = (env.PATH ?? '').split(delimiter).filter((directory) => directory !== '');
  const candidates = ['python3', 'python'].flatMap((name) => directories.map((directory) => join(directory, name)));
  return candidates.filter(isExecutable).find((path) => spawnSync(path, ['-c', PROBE], { env }).status === 0);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
