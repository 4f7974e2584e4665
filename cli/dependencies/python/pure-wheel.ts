import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CodelessError } from '../../errors';
import type { ToolResult, Toolbox } from '../tools/toolbox';

/** What is needed to make a wheel of a source distribution. */
export interface PureWheelOptions {
  /** The package with version and hashes where they are known: a line of a requirements file. */
  readonly line: string;
  /** Options of an index and constraints that hold for all lines. */
  readonly options: readonly string[];
  /** Where wheels are collected. */
  readonly wheels: string;
  /** Path of a Python with pip. */
  readonly python: string | undefined;
  /** `Python 3.12 on arm64`. */
  readonly platform: string;
  readonly tools: Toolbox;
}

const HINT =
  'Take a version with wheels, build in a container with --docker, or install with your own --dependencies-command';

/**
 * Builds the wheel of a package that has none, which runs everywhere if nothing in it is compiled.
 *
 * @returns its SHA-256, hexadecimal
 * @throws CodelessError `WheelMissing` where it is compiled or not to be had
 */
export async function buildPureWheel(name: string, options: PureWheelOptions): Promise<string> {
  const { line, wheels, python, platform, tools } = options;
  if (python === undefined) throw wheelMissing(`${name} has no wheel for ${platform}`);
  await mkdir(wheels, { recursive: true });
  const before = new Set(await readdir(wheels));
  const file = join(wheels, `${name}.txt`);
  await writeFile(file, [...options.options, line, ''].join('\n'));
  const result = await tools.run({
    program: python,
    args: ['-m', 'pip', 'wheel', '--no-deps', '--no-binary', name, '--wheel-dir', wheels, '--requirement', file],
    cwd: wheels,
  });
  if (result.code !== 0) throw wheelMissing(reason(name, platform, result), result);
  const [wheel] = (await readdir(wheels)).filter((entry) => entry.endsWith('.whl') && !before.has(entry));
  if (wheel?.endsWith('-none-any.whl') !== true) {
    throw wheelMissing(`${name} has no wheel for ${platform}, and compiled on this machine it does not run there`);
  }
  return createHash('sha256')
    .update(await readFile(join(wheels, wheel)))
    .digest('hex');
}

/** The refusal of a package by name. */
export function wheelMissing(message: string, result?: ToolResult): CodelessError {
  return new CodelessError('build', 'WheelMissing', message, { hint: HINT, output: result?.output.slice(-20) });
}

function reason(name: string, platform: string, { output }: ToolResult): string {
  return output.some((line) => line.includes('No matching distribution found'))
    ? `the index has no such version of ${name}, neither as a wheel for ${platform} nor as source`
    : `${name} has no wheel for ${platform}, and no wheel can be built of its source`;
}
