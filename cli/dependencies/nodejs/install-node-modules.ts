import { installByNpm } from './install-by-npm';
import { installByPnpm } from './install-by-pnpm';
import { installByYarn } from './install-by-yarn';
import type { NodeInstall } from './node-install';
import type { PackageManager } from './project';

const INSTALLS: Readonly<Record<PackageManager, (install: NodeInstall) => Promise<void>>> = {
  npm: installByNpm,
  pnpm: installByPnpm,
  yarn: installByYarn,
};

/**
 * Makes `node_modules` in the copied root and its packages: what production needs, built already for Lambda's platform.
 *
 * Scripts of packages run in a container alone: what they compile or download elsewhere is for the machine they run on.
 *
 * @throws CodelessError `DependencyToolMissing`, `DependencyToolFailed`
 */
export function installNodeModules(install: NodeInstall): Promise<void> {
  return INSTALLS[install.project.manager](install);
}
