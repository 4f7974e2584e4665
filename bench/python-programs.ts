import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runChild } from './child';

/**
 * Installs a Python program into a virtual environment in the user's cache, where it is not there yet.
 *
 * @param python path of the Python that it is made with
 * @param requirements the program first, each with its version
 * @returns the directory of its programs
 */
export async function installPythonProgram(
  python: string,
  requirements: readonly [string, ...string[]],
  progress: (line: string) => void,
): Promise<string> {
  const digest = createHash('sha256')
    .update([python, ...requirements].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const [program] = requirements;
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdktf-codeless');
  const place = join(cache, `${program.replace(/=.*/, '')}-${digest}`);
  const bin = join(place, 'bin');
  const complete = join(place, 'complete');
  if (existsSync(complete)) return bin;

  progress(`${program.replace('==', ' ')}: installed once on this machine`);
  // Its programs name the place where they were installed, so it is made there, and marked once it is whole.
  await rm(place, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  await runChild(python, ['-m', 'venv', place]);
  const options = ['--no-input', '--disable-pip-version-check', '--quiet'];
  await runChild(join(bin, 'python'), ['-m', 'pip', 'install', ...options, ...requirements]);
  await mkdir(`${complete}.partial`);
  await rename(`${complete}.partial`, complete);
  return bin;
}
