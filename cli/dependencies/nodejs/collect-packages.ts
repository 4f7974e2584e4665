import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

import { CodelessError } from '../../errors';
import { readManifest } from './manifest';
import { allPackages, reachablePackages } from './package-graph';
import type { NodeProject } from './project';

/** Where packages are collected. */
export interface CollectOptions {
  /** The copied root, with its packages installed. */
  readonly root: string;
  /** The `node_modules` that is filled. */
  readonly target: string;
  /**
   * A `node_modules` beside it that goes first for the function's own code, as Lambda has it in layers for a version of
   * Node.js; undefined where there is none.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-layers.html
   */
  readonly preferred: string | undefined;
}

/**
 * Copies the packages that a project needs as files, the machine's own among them, without what the package manager keeps
 * for itself: its records and `.bin`, which hold paths of the machine.
 *
 * @returns the directories that were filled
 * @throws CodelessError `PackageConflict`
 */
export async function collectPackages(project: NodeProject, options: CollectOptions): Promise<string[]> {
  const { root } = options;
  const directory = join(root, project.member);
  const isWorkspace = project.workspace.length > 0;
  const packages = await (isWorkspace ? reachablePackages(directory) : allPackages(directory));
  const place = await placement(project, options, packages);
  const copied: string[] = [];
  for (const from of packages.sort()) {
    const to = place(from);
    await mkdir(dirname(to), { recursive: true });
    const nested = join(from, 'node_modules');
    await cp(from, to, { recursive: true, verbatimSymlinks: true, filter: (path) => path !== nested });
    copied.push(to);
  }
  return copied;
}

/** Where each package goes, by the `node_modules` that it lies in. */
async function placement(
  project: NodeProject,
  { root, target, preferred }: CollectOptions,
  packages: readonly string[],
): Promise<(path: string) => string> {
  const own = join(root, project.member, 'node_modules');
  const shared = join(root, 'node_modules');
  const conflict = own === shared ? undefined : packages.find((path) => isTwice(path, own, shared, packages));
  if (conflict !== undefined && preferred === undefined) throw conflicting(relative(own, conflict), project);
  const places = new Map([
    [own, conflict === undefined ? target : (preferred ?? target)],
    [shared, target],
  ]);
  const locals = new Map<string, string>();
  for (const path of project.locals) {
    const local = resolve(root, path);
    locals.set(local, join(target, (await readManifest(local))?.name ?? basename(local)));
  }
  return (path) => {
    const local = [...locals.keys()].filter((candidate) => isInside(candidate, path)).sort(longestFirst)[0];
    const room = [...places.keys()].find((candidate) => isInside(candidate, path));
    if (room !== undefined && (local === undefined || !isInside(room, local))) {
      return join(places.get(room) ?? target, relative(room, path));
    }
    if (local !== undefined) return join(locals.get(local) ?? target, relative(local, path));
    return join(target, basename(path));
  };
}

/** Whether a member has one version of a package and others of the workspace that it needs have another. */
function isTwice(path: string, own: string, shared: string, packages: readonly string[]): boolean {
  if (!isInside(own, path)) return false;
  const other = join(shared, relative(own, path));
  return existsSync(other) && packages.includes(other);
}

function conflicting(name: string, { member }: NodeProject): CodelessError {
  const message = `${member} needs one version of ${name} and its dependencies another, which lie in one directory beside the code`;
  return new CodelessError('build', 'PackageConflict', message, {
    hint: 'Let the versions agree, or put dependencies into a layer',
  });
}

function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}
