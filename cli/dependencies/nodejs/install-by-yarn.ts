import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

import { managerProgram } from './manager-program';
import { CPUS, runManager } from './node-install';
import type { NodeInstall } from './node-install';
import { readManifest } from './manifest';

/** By the lock file's format: Yarn 1, or one of its successors, which share the name and little else. */
export async function installByYarn(install: NodeInstall): Promise<void> {
  const lock = await readFile(join(install.root, 'yarn.lock'), 'utf8').catch(() => undefined);
  const isModern = lock?.includes('\n__metadata:') ?? existsSync(join(install.root, '.yarnrc.yml'));
  await (isModern ? installByModernYarn(install) : installByYarn1(install));
}

/** Yarn 1 asks the process about the platform and has no flag for another one, so that the process is told. */
async function installByYarn1(install: NodeInstall): Promise<void> {
  const { project, root, architecture, context } = install;
  const { tools } = context;
  const yarn = await managerProgram('yarn', root, tools, (version) => version.startsWith('1.'));
  const preload = join(context.scratch, 'platform.cjs');
  const platform = { platform: 'linux', arch: CPUS[architecture] };
  const define = Object.entries(platform).map(
    ([name, value]) => `Object.defineProperty(process, '${name}', { value: '${value}' });`,
  );
  await writeFile(preload, define.join('\n'));
  const args = [
    ...['install', '--production', '--non-interactive', '--no-progress', '--ignore-engines'],
    project.lock === undefined ? '--no-lockfile' : '--frozen-lockfile',
    ...(tools.inContainer ? [] : ['--ignore-scripts']),
  ];
  const options = [tools.env.NODE_OPTIONS, `--require ${JSON.stringify(preload)}`].filter(Boolean).join(' ');
  await runManager(yarn, args, install, tools.inContainer ? {} : { NODE_OPTIONS: options });
}

/** @see https://yarnpkg.com/cli/workspaces/focus */
async function installByModernYarn(install: NodeInstall): Promise<void> {
  const { project, root, context } = install;
  const yarn = await managerProgram('yarn', root, context.tools, (version) => !version.startsWith('1.'));
  if (project.lock !== undefined) {
    // The other command takes a lock that does not fit. Before the platform is set, for which the lock may lack checksums.
    await runManager(yarn, ['install', '--immutable', '--mode=update-lockfile'], install, ENVIRONMENT);
  }
  await writeSettings(install);
  const name = project.member === '.' ? undefined : (await readManifest(join(root, project.member)))?.name;
  const args = ['workspaces', 'focus', ...(name === undefined ? [] : [name]), '--production'];
  await runManager(yarn, args, install, ENVIRONMENT);
}

const ENVIRONMENT = { YARN_ENABLE_TELEMETRY: '0' } as const;

async function writeSettings({ root, architecture, context }: NodeInstall): Promise<void> {
  const file = join(root, '.yarnrc.yml');
  const text = await readFile(file, 'utf8').catch(() => '');
  const platform = {
    enableScripts: false,
    supportedArchitectures: { os: ['linux'], cpu: [CPUS[architecture]], libc: ['glibc'] },
  };
  const settings = {
    ...(parse(text) as object | null),
    nodeLinker: 'node-modules',
    ...(context.tools.inContainer ? {} : platform),
  };
  await writeFile(file, stringify(settings));
}
