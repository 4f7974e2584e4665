import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { LocalAwsError } from '../errors';

/** What a Git that runs here sees of the machine: PATH, and no configuration of the user's or the system's. */
export function gitEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  const identity = { GIT_COMMITTER_NAME: 'GitHub', GIT_COMMITTER_EMAIL: 'noreply@github.com' };
  return { PATH, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', ...identity, ...more };
}

/**
 * Runs Git on a bare repository.
 *
 * @returns what it printed, without the last line break
 * @throws LocalAwsError where this machine has no Git; Node.js's error with `code` where Git refuses
 */
export async function git(directory: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    const options = { env: gitEnvironment({ GIT_DIR: directory, ...env }), maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)('git', args, options);
    return stdout.replace(/\n$/, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new LocalAwsError(
      'GIT_MISSING',
      'the local GitHub needs Git, and no git is on PATH: install it from https://git-scm.com',
    );
  }
}
