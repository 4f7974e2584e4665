import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { managerProgram } from './manager-program';
import { readManifest } from './manifest';
import { CPUS, platformFlags, runManager } from './node-install';
import type { NodeInstall } from './node-install';

/** The first version with flags for the platform; earlier ones read it from package.json. */
const FIRST_WITH_FLAGS = [10, 14] as const;

/** @see https://pnpm.io/cli/install */
export async function installByPnpm(install: NodeInstall): Promise<void> {
  const { project, root, architecture, context } = install;
  const pnpm = await managerProgram('pnpm', root, context.tools);
  const hasFlags = isAtLeast(pnpm.version, FIRST_WITH_FLAGS);
  if (!context.tools.inContainer && !hasFlags) await writePlatform(install);
  const args = [
    ...['install', '--prod', project.lock === undefined ? '--no-lockfile' : '--frozen-lockfile'],
    // The layout of npm: files instead of links, which Lambda's layers need not follow.
    '--config.node-linker=hoisted',
    ...(context.tools.inContainer ? [] : ['--ignore-scripts', ...(hasFlags ? platformFlags(architecture) : [])]),
    ...(project.member === '.' ? [] : ['--filter', `{./${project.member}}...`]),
  ];
  await runManager(pnpm, args, install, { CI: 'true' });
}

async function writePlatform({ root, architecture }: NodeInstall): Promise<void> {
  const manifest = (await readManifest(root)) ?? {};
  const supportedArchitectures = { os: ['linux'], cpu: [CPUS[architecture]], libc: ['glibc'] };
  const content = JSON.stringify({ ...manifest, pnpm: { ...manifest.pnpm, supportedArchitectures } });
  await writeFile(join(root, 'package.json'), content);
}

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
