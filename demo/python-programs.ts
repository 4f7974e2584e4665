import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { runCommand } from './command';

/**
 * Installs a Python program into a virtual environment in the user's cache, where it is not there yet.
 *
 * @param python path of the Python that it is made with
 * @param requirements the program first, each with its version
 * @param env where the cache and pip's settings are read
 * @param signal aborting it ends the installation; the next one begins anew
 * @returns the directory of its programs
 * @throws Error with what was said last, where it can't be installed
 */
export async function installPythonProgram(
  python: string,
  requirements: readonly [string, ...string[]],
  progress: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
  signal: AbortSignal = new AbortController().signal,
): Promise<string> {
  const digest = createHash('sha256')
    .update([python, ...requirements].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const [program] = requirements;
  const cache = join(env.XDG_CACHE_HOME ?? join(env.HOME ?? homedir(), '.cache'), 'cdktf-codeless');
  const place = join(cache, `${program.replace(/=.*/, '')}-${digest}`);
  const bin = join(place, 'bin');
  const complete = join(place, 'complete');
  if (existsSync(complete)) return bin;

  progress(`${program.replace('==', ' ')}: installed once on this machine`);
  // Its programs name the place where they were installed, so it is made there, and marked once it is whole.
  await rm(place, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  const run = async (interpreter: string, ...args: string[]): Promise<void> => {
    const { code, output } = await runCommand(interpreter, args, { cwd: cache, env, signal });
    if (code !== 0) {
      throw new Error(
        `${program} can't be installed, ${args.join(' ')} ended with ${code}:\n${output.slice(-20).join('\n')}`,
      );
    }
  };
  await run(python, '-m', 'venv', place);
  const options = ['--no-input', '--disable-pip-version-check', '--quiet'];
  await run(join(bin, 'python'), '-m', 'pip', 'install', ...options, ...requirements);
  await mkdir(`${complete}.partial`);
  await rename(`${complete}.partial`, complete);
  return bin;
}
