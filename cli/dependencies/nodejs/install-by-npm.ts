import { managerProgram } from './manager-program';
import { platformFlags, runManager } from './node-install';
import type { NodeInstall } from './node-install';

/** Settings of an npm that runs this program, which would lead the one that it runs astray. */
const UNSET = {
  npm_config_workspace: undefined,
  npm_config_workspaces: undefined,
  npm_config_global: undefined,
  npm_config_dry_run: undefined,
};

/** @see https://docs.npmjs.com/cli/commands/npm-ci */
export async function installByNpm(install: NodeInstall): Promise<void> {
  const { project, root, architecture, context } = install;
  const args = [
    ...(project.lock === undefined ? ['install', '--no-package-lock'] : ['ci']),
    ...['--omit=dev', '--no-audit', '--no-fund', '--install-links=false'],
    ...(context.tools.inContainer ? [] : ['--ignore-scripts', ...platformFlags(architecture)]),
    ...(project.member === '.' ? [] : [`--workspace=${project.member}`, '--include-workspace-root=false']),
  ];
  await runManager(await managerProgram('npm', root, context.tools), args, install, UNSET);
}
