import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readText } from '../../text';
import { staleLock } from './stale-lock';
import { managerProgram } from './manager-program';
import type { ManagerProgram } from './manager-program';
import { readManifest } from './manifest';
import { CPUS, runManager } from './node-install';
import type { NodeInstall } from './node-install';

const ENVIRONMENT = { YARN_ENABLE_TELEMETRY: '0' } as const;

/** @see https://yarnpkg.com/cli/workspaces/focus */
export async function installByModernYarn(install: NodeInstall): Promise<void> {
  const { project, root, context } = install;
  const yarn = await managerProgram('yarn', root, context.tools, (version) => !version.startsWith('1.'));
  if (project.lock !== undefined) await refuseStaleLock(yarn, install);
  await writeSettings(install);
  const name = project.member === '.' ? undefined : (await readManifest(join(root, project.member)))?.name;
  const args = ['workspaces', 'focus', ...(name === undefined ? [] : [name]), '--production'];
  await runManager(yarn, args, install, ENVIRONMENT);
}

/**
 * Focusing a workspace takes a lock that does not fit, and adds to it. Asked before the platform is set, for whose packages
 * the lock may lack checksums.
 *
 * @throws CodelessError `LockStale`
 */
async function refuseStaleLock(yarn: ManagerProgram, install: NodeInstall): Promise<void> {
  const file = join(install.root, 'yarn.lock');
  const before = await readFile(file, 'utf8');
  const env = { ...ENVIRONMENT, YARN_ENABLE_IMMUTABLE_INSTALLS: '0' };
  await runManager(yarn, ['install', '--mode=update-lockfile'], install, env);
  const after = await readFile(file, 'utf8');
  await writeFile(file, before);
  if (resolutions(before) === resolutions(after)) return;
  throw staleLock(install.project);
}

/** A lock without what another version of Yarn or another machine writes differently. */
function resolutions(lock: string): string {
  return lock.replace(/^ +(checksum|version|cacheKey): .*\r?\n/gm, '').replaceAll('\r\n', '\n');
}

async function writeSettings({ project, root, architecture, context }: NodeInstall): Promise<void> {
  // eslint-disable-next-line no-restricted-syntax -- few runs need it, and it is slow to load
  const { parseYaml, stringifyYaml } = await import('../../text/yaml');
  const file = join(root, '.yarnrc.yml');
  const text = (await readText(file)) ?? '';
  const platform = {
    enableScripts: false,
    supportedArchitectures: { os: ['linux'], cpu: [CPUS[architecture]], libc: ['glibc'] },
  };
  const settings = {
    ...(parseYaml(text, join(project.root, '.yarnrc.yml')).value as object | null),
    nodeLinker: 'node-modules',
    ...(context.tools.inContainer ? {} : platform),
  };
  await writeFile(file, stringifyYaml(settings));
}
