import { basename } from 'node:path';

import { CodelessError } from '../../errors';
import { toolFailed } from '../tools/toolbox';
import type { ToolResult, Toolbox } from '../tools/toolbox';
import type { PackageManager } from './project';

/** A package manager that can be called. */
export interface ManagerProgram {
  readonly manager: PackageManager;
  readonly program: string;
  /** What comes before its own arguments. */
  readonly prefix: readonly string[];
  /** `10.34.9`; empty in a container, where it is not asked. */
  readonly version: string;
}

/** Corepack asks on a terminal before it downloads, and nobody would answer. */
export const COREPACK_SILENT = { COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' } as const;

const HINTS: Readonly<Record<PackageManager, string>> = {
  npm: 'Install Node.js, which brings npm: https://nodejs.org/',
  pnpm: 'Install pnpm (https://pnpm.io/installation), or Corepack, which fetches it (`npm install --global corepack`; Node.js 25 and later come without)',
  yarn: 'Install Yarn (https://yarnpkg.com/getting-started/install), or Corepack, which fetches it (`npm install --global corepack`; Node.js 25 and later come without)',
};

/**
 * A package manager on PATH, else by Corepack; in a container by Corepack, which comes with Node.js.
 *
 * @param directory where it is asked for its version: some take the one that the project names
 * @param fits whether a version can read the lock file
 * @throws CodelessError `DependencyToolMissing`; `DependencyToolFailed` with what it says itself
 */
export async function managerProgram(
  manager: PackageManager,
  directory: string,
  tools: Toolbox,
  fits: (version: string) => boolean = () => true,
): Promise<ManagerProgram> {
  if (tools.inContainer) {
    return manager === 'npm'
      ? { manager, program: 'npm', prefix: [], version: '' }
      : { manager, program: 'corepack', prefix: [manager], version: '' };
  }
  const [own, corepack] = [tools.find(manager), manager === 'npm' ? undefined : tools.find('corepack')];
  const candidates = [
    ...(own === undefined ? [] : [{ program: own, prefix: [] }]),
    ...(corepack === undefined ? [] : [{ program: corepack, prefix: [manager] }]),
  ];
  const unfit: string[] = [];
  let failed: (ToolResult & { readonly name: string }) | undefined;
  for (const { program, prefix } of candidates) {
    const call = { program, args: [...prefix, '--version'], cwd: directory, env: COREPACK_SILENT };
    const { code, stdout } = await tools.probe(call);
    const version = stdout.at(-1)?.trim() ?? '';
    // Once more, for what it says: Corepack does so on either output.
    if (code !== 0)
      failed = { ...(await tools.run(call)), name: [basename(program), ...prefix, '--version'].join(' ') };
    else if (fits(version)) return { manager, program, prefix, version };
    else unfit.push(version);
  }
  const needs = `the project needs ${manager}, ${unfit.length > 0 ? `which is ${unfit.join(' and ')} and cannot read its lock file` : 'which is not on PATH'}`;
  // Why it did not start is more than that it is not there: Corepack refuses a version, or can't fetch it.
  if (failed !== undefined) throw toolFailed(`the project needs ${manager}, and \`${failed.name}\` failed`, failed);
  throw new CodelessError('build', 'DependencyToolMissing', needs, { hint: HINTS[manager] });
}
