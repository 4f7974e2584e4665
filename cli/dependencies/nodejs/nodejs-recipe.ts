import { basename, dirname, join } from 'node:path';

import { CodelessError } from '../../errors';
import type { DependencyOptions } from '../dependencies';
import type { Recipe, RecipeContext } from '../recipe';
import type { Runtime } from '../runtime';
import { collectPackages } from './collect-packages';
import { checkPackages } from './check-packages';
import { FOREIGN_LOCKS, refuseForeignLock } from './foreign-lock';
import { installBeside } from './install-beside';
import { installNodeModules } from './install-node-modules';
import { readInstalled } from './installed-packages';
import type { InstalledTree } from './installed-packages';
import { readManifest } from './manifest';
import { placePackages } from './place-packages';
import { takeGeneratedClient } from './prisma-client';
import { copyProject } from './project-copy';
import { projectInputs } from './project-inputs';
import { NODE_LOCKS, findNodeProject } from './project';
import type { NodeProject } from './project';
import { runInstallScripts } from './run-install-scripts';
import { readPnpmWorkspace } from './workspace-globs';

/** Raised when one of the recipes installs other files for the same inputs. */
const RECIPE_VERSION = 2;

/**
 * How a project of Node.js is installed.
 *
 * @param descriptor path of a package.json or a lock file
 * @returns undefined where it needs nothing in production
 * @throws CodelessError `DescriptorUnknown`, `ManifestInvalid`, `LocalPackageMissing`
 */
export async function nodejsRecipe(
  descriptor: string,
  runtime: Runtime,
  options: DependencyOptions,
): Promise<Recipe | undefined> {
  const name = basename(descriptor);
  if (FOREIGN_LOCKS.includes(name)) refuseForeignLock(dirname(descriptor));
  if (name !== 'package.json' && !NODE_LOCKS.includes(name)) {
    const message = `${descriptor} is no descriptor of Node.js`;
    const hint = `Name a package.json, ${NODE_LOCKS.join(', ')}, or set a dependencies command`;
    throw new CodelessError('usage', 'DescriptorUnknown', message, { hint });
  }
  const lock = name === 'package.json' ? undefined : name;
  const project = await findNodeProject(dirname(descriptor), lock);
  if (project === undefined) return undefined;
  return {
    builder: project.manager,
    version: RECIPE_VERSION,
    descriptor: project.lock === undefined ? descriptor : join(project.root, project.lock),
    inputs: await projectInputs(project),
    install: (context) => install(project, runtime, options, context),
  };
}

async function install(
  project: NodeProject,
  runtime: Runtime,
  { layout, architecture }: DependencyOptions,
  context: RecipeContext,
): Promise<void> {
  if (project.lock === undefined) {
    const text = `${join(project.root, 'package.json')} has no lock file beside it: each build takes the newest versions`;
    context.note('warning', text);
  }
  const copy = join(context.scratch, 'project');
  const root = await copyProject(project, copy);
  const settled = { project, root, architecture, context };
  await installNodeModules(settled);
  await installBeside(settled, copy);
  const directory = join(root, project.member);
  const target = { architecture, version: runtime.version };
  await takeGeneratedClient(project, root, target);
  const read = (): Promise<InstalledTree> =>
    readInstalled({ directory, base: copy, reachableOnly: project.workspace.length > 0 });
  const installed = await read();
  const tree = (await runInstallScripts(settled, installed, target)) ? await read() : installed;
  const base = layout === 'layer' ? join(context.target, 'nodejs') : context.target;
  const places = {
    root,
    target: join(base, 'node_modules'),
    preferred: layout === 'layer' ? join(base, `node${runtime.version}`, 'node_modules') : undefined,
  };
  const placement = placePackages(project, places, tree);
  await collectPackages(tree, placement);
  const dropped = await droppedDependencies(root);
  const peers = await checkPackages({ ...places, tree, placement, base, dropped, version: runtime.version });
  if (peers.length === 0) return;
  const text = `Peer dependencies were not installed, as nothing depends on them: ${peers.join(', ')}`;
  context.note('warning', text);
}

/** What pnpm takes out of the dependencies of others. @see https://pnpm.io/settings#overrides */
async function droppedDependencies(root: string): Promise<ReadonlySet<string>> {
  const settings = [(await readManifest(root))?.pnpm, await readPnpmWorkspace(root)];
  const overrides = settings.flatMap((one) => Object.entries(one?.overrides ?? {}));
  return new Set(
    overrides.filter(([, to]) => to === '-').map(([name]) => name.replace(/^.*>/, '').replace(/(?<=.)@.*$/, '')),
  );
}
