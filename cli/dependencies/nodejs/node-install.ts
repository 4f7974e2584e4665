import type { Architecture } from '../../settings/settings';
import type { RecipeContext } from '../recipe';
import { toolFailed } from '../tools/toolbox';
import { COREPACK_SILENT } from './manager-program';
import type { ManagerProgram } from './manager-program';
import type { NodeProject } from './project';
import { refusedLock } from './stale-lock';

/** An install in a copy of a project. */
export interface NodeInstall {
  readonly project: NodeProject;
  /** The copied root. */
  readonly root: string;
  readonly architecture: Architecture;
  readonly context: RecipeContext;
}

/** Node.js' names of Lambda's instruction sets. */
export const CPUS: Readonly<Record<Architecture, string>> = { x86_64: 'x64', arm64: 'arm64' };

/** The flags of npm and pnpm for packages that are built already for Lambda's platform. */
export function platformFlags(architecture: Architecture): string[] {
  return ['--os=linux', `--cpu=${CPUS[architecture]}`, '--libc=glibc'];
}

/** @throws CodelessError `LockStale`, `DependencyToolFailed` */
export async function runManager(
  { manager, program, prefix }: ManagerProgram,
  args: readonly string[],
  { project, root, context: { tools } }: NodeInstall,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const call = { program, args: [...prefix, ...args], cwd: root, env: { ...COREPACK_SILENT, ...env } };
  const result = await tools.install(call);
  if (result.code === 0) return;
  throw refusedLock(project, result.output) ?? toolFailed(`${manager} could not install the packages`, result);
}
