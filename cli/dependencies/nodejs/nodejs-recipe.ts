import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { CodelessError } from '../../errors';
import type { DependencyOptions } from '../dependencies';
import type { Recipe, RecipeContext } from '../recipe';
import type { Runtime } from '../runtime';
import { collectPackages } from './collect-packages';
import { FOREIGN_LOCKS, refuseForeignLock } from './foreign-lock';
import { installNodeModules } from './install-node-modules';
import { readManifest } from './manifest';
import { copyProject } from './project-copy';
import { projectInputs } from './project-inputs';
import { NODE_LOCKS, findNodeProject } from './project';
import type { NodeProject } from './project';

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
  const root = await copyProject(project, join(context.scratch, 'project'));
  await installNodeModules({ project, root, architecture, context });
  const base = layout === 'layer' ? join(context.target, 'nodejs') : context.target;
  const packages = await collectPackages(project, {
    root,
    target: join(base, 'node_modules'),
    preferred: layout === 'layer' ? join(base, `node${runtime.version}`, 'node_modules') : undefined,
  });
  if (!context.tools.inContainer) await noteScripts(packages, context);
}

/** Most packages with a script work without it; the user should know of those that don't. */
async function noteScripts(packages: readonly string[], context: RecipeContext): Promise<void> {
  const names = new Set<string>();
  for (const path of packages) {
    const { name = basename(path), scripts = {} } = (await readManifest(path)) ?? {};
    const hasScript = ['preinstall', 'install', 'postinstall'].some((script) => script in scripts);
    if (hasScript || existsSync(join(path, 'binding.gyp'))) names.add(name);
  }
  if (names.size === 0) return;
  const text = `Install scripts were not run, of ${[...names].sort().join(', ')}: they would compile for this machine; --docker runs them`;
  context.note('notice', text);
}
