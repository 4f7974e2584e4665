import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readText } from '../../text';
import { managerProgram } from './manager-program';
import { localPath, productionDependencies, readManifest } from './manifest';
import { CPUS, runManager } from './node-install';
import type { NodeInstall } from './node-install';
import { staleLock } from './stale-lock';

/** Yarn 1 asks the process about the platform and has no flag for another one, so that the process is told. */
export async function installByYarn1(install: NodeInstall): Promise<void> {
  const { project, root, architecture, context } = install;
  const { tools } = context;
  const yarn = await managerProgram('yarn', root, tools, (version) => version.startsWith('1.'));
  await refuseStaleLock(install);
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

/**
 * With workspaces, `--frozen-lockfile` takes a lock that lacks packages: https://github.com/yarnpkg/yarn/issues/6291
 *
 * @throws CodelessError `LockStale`
 */
async function refuseStaleLock({ project, root }: NodeInstall): Promise<void> {
  const isResolvedElsewhere = 'resolutions' in ((await readManifest(root)) ?? {});
  if (project.lock === undefined || project.workspace.length === 0 || isResolvedElsewhere) return;
  const lock = (await readText(join(root, project.lock))) ?? '';
  const manifests = await Promise.all(
    [project.member, ...project.workspace].map((path) => readManifest(join(root, path))),
  );
  const own = new Set(manifests.map((manifest) => manifest?.name));
  for (const path of [project.member, ...project.locals]) {
    const dependencies = Object.entries(productionDependencies((await readManifest(join(root, path))) ?? {}));
    const missing = dependencies
      .filter(([name, range]) => !own.has(name) && localPath(range) === undefined)
      .find(([name, range]) => !lock.includes(`${name}@${range}`));
    if (missing !== undefined) throw staleLock(project, `it lacks ${missing.join('@')}`);
  }
}
