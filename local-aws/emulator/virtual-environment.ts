import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { LocalAwsError } from '../errors';
import { asset } from '../package-root';
import type { OnProgress } from '../progress';

const run = promisify(execFile);

/** What a virtual environment is made of. */
export interface VirtualEnvironmentOptions {
  /** Path of the Python that it is made with. */
  readonly python: string;
  /** Where the cache directory is looked for, and what pip reads its configuration from. */
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: OnProgress;
}

/**
 * The virtual environment that holds the emulator; it is made when it is not there, which takes about ten seconds.
 *
 * It is built beside its place and moved there whole, so the place holds a complete one or none, whoever is killed and
 * however many start at once: who comes second uses the first one's.
 *
 * @returns the path of its Python
 * @throws LocalAwsError `VENV_FAILED` or `INSTALL_FAILED`
 */
export async function virtualEnvironment(options: VirtualEnvironmentOptions): Promise<string> {
  const cache = join(options.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdktf-codeless');
  const requirements = asset('emulator', 'requirements.txt');
  const place = join(cache, `emulator-${await digest(options.python, requirements)}`);
  const interpreter = join(place, 'bin', 'python');
  if (existsSync(interpreter)) return interpreter;

  options.onProgress({ step: 'install', message: 'Installing the AWS emulator, once on this machine' });
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const building = `${place}.${process.pid}.${randomUUID().slice(0, 8)}.partial`;
  try {
    await create(options, building);
    await install(options, building, requirements);
    await moveInto(place, building, interpreter);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return interpreter;
}

/** Another requirement, another Python or another place of it: another environment. */
async function digest(python: string, requirements: string): Promise<string> {
  const identity = 'import sys; print(sys.version, sys.base_prefix, sys.platform)';
  const { stdout } = await run(python, ['-c', identity]);
  return createHash('sha256')
    .update(stdout)
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
}

async function create({ python, env }: VirtualEnvironmentOptions, directory: string): Promise<void> {
  await run(python, ['-m', 'venv', directory], { env }).catch((error: unknown) => {
    throw new LocalAwsError(
      'VENV_FAILED',
      `${python} cannot make a virtual environment: install its venv module (on Debian and Ubuntu ` +
        `\`apt-get install python3-venv\`). It said: ${said(error)}`,
      { cause: error },
    );
  });
}

async function install({ env }: VirtualEnvironmentOptions, directory: string, requirements: string): Promise<void> {
  const options = ['--require-hashes', '--no-input', '--disable-pip-version-check', '--quiet', '--prefer-binary'];
  const python = join(directory, 'bin', 'python');
  await run(python, ['-m', 'pip', 'install', ...options, '-r', requirements], { env }).catch((error: unknown) => {
    throw new LocalAwsError(
      'INSTALL_FAILED',
      `pip could not install the AWS emulator: check that this machine reaches PyPI, or set PIP_INDEX_URL to a ` +
        `mirror. It said: ${said(error)}`,
      { cause: error },
    );
  });
}

async function moveInto(place: string, building: string, interpreter: string): Promise<void> {
  try {
    await rename(building, place);
  } catch (error) {
    if (existsSync(interpreter)) return;
    // The Python that the one in place was made with is gone: nobody can use it any more.
    await rm(place, { recursive: true, force: true });
    await rename(building, place).catch((again: unknown) => {
      if (!existsSync(interpreter)) throw again instanceof Error ? again : error;
    });
  }
}

/** Removes what processes left that were killed while they installed. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const builder = /^emulator-.*\.(\d+)\.[^.]+\.partial$/.exec(name)?.[1];
    if (builder !== undefined && !isRunning(Number(builder))) {
      await rm(join(cache, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The last lines that a program wrote before it failed. */
function said(error: unknown): string {
  const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
  const text = [stderr, stdout, message].find((part) => part !== undefined && part.trim() !== '') ?? '';
  return text.trim().split('\n').slice(-5).join('\n');
}
