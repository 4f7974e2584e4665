import { join, relative, resolve, sep } from 'node:path';

import { installNodeModules } from './install-node-modules';
import { lookUp } from './installed-packages';
import { productionDependencies, readManifest } from './manifest';
import type { NodeInstall } from './node-install';
import { findNodeProject } from './project';

/**
 * Installs what the packages of the machine outside of the root need, which no package manager does for a link: by their own
 * lock files, where they have one.
 *
 * @param base directory of the copy
 */
export async function installBeside(install: NodeInstall, base: string): Promise<void> {
  const { project, root, context } = install;
  for (const path of project.locals) {
    const directory = resolve(root, path);
    const needed = Object.keys(productionDependencies((await readManifest(directory)) ?? {}));
    const missing = needed.filter((name) => lookUp(directory, name, base) === undefined);
    if (missing.length === 0 || !isOutside(root, directory)) continue;
    const own = await findNodeProject(directory);
    if (own === undefined) continue;
    if (own.lock === undefined) {
      const text = `${join(path, 'package.json')} has no lock file beside it: each build takes the newest versions of what it needs`;
      context.note('warning', text);
    }
    await installNodeModules({ ...install, project: own, root: own.root });
  }
}

function isOutside(root: string, directory: string): boolean {
  return relative(root, directory).split(sep)[0] === '..';
}
