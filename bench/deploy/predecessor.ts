import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../child';

/** The release that is measured against. */
export const PREDECESSOR_VERSION = '0.0.8';

/** It pins nothing itself: boto3 is that of the emulator's environment. */
const REQUIREMENTS = [`aws-lambda-ci==${PREDECESSOR_VERSION}`, 'boto3==1.43.106', 'awslogs==0.15.0', 'setuptools<81'];

/**
 * Installs `aws-lambda-ci` into a virtual environment in the user's cache, where it is not there yet.
 *
 * @param python path of the Python that it is made with
 * @returns the directory of its programs
 */
export async function installPredecessor(python: string, progress: (line: string) => void): Promise<string> {
  const digest = createHash('sha256')
    .update([python, ...REQUIREMENTS].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdktf-codeless');
  const place = join(cache, `aws-lambda-ci-${digest}`);
  const bin = join(place, 'bin');
  const complete = join(place, 'complete');
  if (existsSync(complete)) return bin;

  progress(`aws-lambda-ci ${PREDECESSOR_VERSION}: installed once on this machine`);
  // Its programs name the place where they were installed, so it is made there, and marked once it is whole.
  await rm(place, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  await runChild(python, ['-m', 'venv', place]);
  const options = ['--no-input', '--disable-pip-version-check', '--quiet'];
  await runChild(join(bin, 'python'), ['-m', 'pip', 'install', ...options, ...REQUIREMENTS]);
  await mkdir(`${complete}.partial`);
  await rename(`${complete}.partial`, complete);
  return bin;
}
