import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { zipSync, type Zippable } from 'fflate';

import type { DeployContract } from '../modules/codeless-lambda/contract';
import { runCommand, type CommandOptions } from './command';
import { StepError } from './step-error';

/** Python's names of the machines that Lambda's architectures are. */
const MACHINES: Readonly<Record<string, string>> = { x86_64: 'x86_64', arm64: 'aarch64' };

/**
 * The zip of some of a folder's subfolders, with their names: the same bytes for the same files.
 *
 * @param subfolders what goes in: `['app']`
 */
export function zipFolder(folder: string, subfolders: readonly string[]): Uint8Array {
  const files = subfolders
    .flatMap((name) => readdirSync(join(folder, name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('__pycache__'))
    .sort();
  const entries: Zippable = {};
  for (const file of files) {
    const name = relative(folder, file).split(sep).join('/');
    entries[name] = [readFileSync(file), { os: 3, attrs: 0o100644 << 16 }];
  }
  return zipSync(entries, { mtime: new Date(1980, 0, 1), level: 9 });
}

/**
 * A Python that has pip: the given one, or, where the system ships pip apart, that of a virtual environment.
 *
 * @param folder where the virtual environment is made when it is needed
 */
export async function pythonWithPip(python: string, folder: string, options: CommandOptions): Promise<string> {
  if ((await runCommand(python, ['-m', 'pip', '--version'], options)).code === 0) return python;
  const result = await runCommand(python, ['-m', 'venv', folder], options);
  if (result.code !== 0) {
    throw new StepError(`${python} has no pip and makes no virtual environment: install its pip.`, result.output);
  }
  return join(folder, 'bin', 'python');
}

/**
 * Installs an application's requirements for the machine that the contract names, as a Lambda layer has them.
 *
 * @param target the layer's folder; the packages go below `python/`
 */
export async function installRequirements(
  python: string,
  requirements: string,
  target: string,
  contract: DeployContract,
  options: CommandOptions,
): Promise<void> {
  const version = contract.runtime?.replace('python', '') ?? '3.12';
  const machine = MACHINES[contract.architectures[0] ?? 'x86_64'] ?? 'x86_64';
  const args = ['-m', 'pip', 'install', '--requirement', requirements, '--target', join(target, 'python')];
  const forLambda = ['--only-binary', ':all:', '--python-version', version, '--platform', `manylinux2014_${machine}`];
  const result = await runCommand(
    python,
    [...args, ...forLambda, '--no-compile', '--disable-pip-version-check'],
    options,
  );
  if (result.code !== 0) {
    throw new StepError(
      `'pip install' of ${requirements} ended with exit code ${result.code}: check that this machine reaches PyPI, or set PIP_INDEX_URL to a mirror.`,
      result.output,
    );
  }
}
