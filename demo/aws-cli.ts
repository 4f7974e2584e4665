import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { runCommand } from './command';
import { installPythonProgram } from './python-programs';

/** The release that is installed where this machine has none. */
export const AWS_CLI = 'awscli==1.46.3';

/** What {@link findAwsCli} works with. */
export interface AwsCliSearch {
  /** Path of the Python that it is installed with. */
  readonly python: string;
  /** A folder of this run. */
  readonly work: string;
  /** Where PATH, the cache and pip's settings are read. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Hears of an installation. */
  readonly progress: (line: string) => void;
}

/** An AWS CLI that builds can run. */
export interface AwsCli {
  /** A folder to put before PATH; undefined where the CLI is on PATH already. */
  readonly folder: string | undefined;
  /** What it says that it is, such as `aws-cli/1.46.3`. */
  readonly version: string;
}

/**
 * The AWS CLI, which AWS's build images have and so builds on this machine need: the one on PATH, or else one from PyPI
 * that is kept in the user's cache.
 *
 * @throws Error where it can't be installed
 */
export async function findAwsCli({ python, work, env, signal, progress }: AwsCliSearch): Promise<AwsCli> {
  // As builds run it: with a home of their own, in which a version manager's configuration is not.
  const options = { cwd: work, env: { PATH: env.PATH, HOME: work }, signal };
  const found = await runCommand('aws', ['--version'], options);
  if (found.code === 0) return { folder: undefined, version: versionOf(found.output) };

  const installed = join(await installPythonProgram(python, [AWS_CLI], progress, env, signal), 'aws');
  // Alone, so that builds do not find the environment's own Python and pip.
  const folder = join(work, 'bin');
  mkdirSync(folder);
  symlinkSync(installed, join(folder, 'aws'));
  const { code, output } = await runCommand(installed, ['--version'], options);
  if (code !== 0) throw new Error(`${AWS_CLI} was installed and does not run:\n${output.join('\n')}`);
  return { folder, version: versionOf(output) };
}

function versionOf(output: readonly string[]): string {
  return output[0]?.split(' ')[0] ?? 'aws-cli';
}
