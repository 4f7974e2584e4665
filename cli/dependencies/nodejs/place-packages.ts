import { existsSync } from 'node:fs';
import { basename, isAbsolute, join, relative, sep } from 'node:path';

import { CodelessError } from '../../errors';
import type { InstalledPackage, InstalledTree } from './installed-packages';
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

/** Where the packages of an install go. */
export interface Placement {
  /** The new directory of each package, by its real path. */
  readonly places: ReadonlyMap<string, string>;
  /** Further names of packages of the machine, by the path of the link: the directory that it leads to. */
  readonly links: ReadonlyMap<string, string>;
}

/**
 * Places each package by the `node_modules` that it lies in, and the machine's own by the names that their dependents have
 * for them: the keys in `dependencies`, whatever their own names are.
 *
 * @throws CodelessError with exit `build`, `PackageConflict`
 */
export function placePackages(project: NodeProject, options: CollectOptions, tree: InstalledTree): Placement {
  const { root, target, preferred } = options;
  const own = join(root, project.member, 'node_modules');
  const shared = join(root, 'node_modules');
  const paths = tree.packages.map(({ path }) => path);
  const twice = own === shared ? undefined : paths.find((path) => isTwice(path, own, shared, paths));
  if (twice !== undefined && preferred === undefined) throw memberConflict(relative(own, twice), project);
  const rooms = [
    [own, twice === undefined ? target : (preferred ?? target)],
    [shared, target],
  ] as const;
  const places = new Map<string, string>();
  for (const path of paths) {
    const room = rooms.find(([directory]) => isInside(directory, path));
    if (room !== undefined) places.set(path, join(room[1], relative(room[0], path)));
  }
  const rest = tree.packages.filter(({ path }) => !places.has(path));
  const isLocal = ({ path }: InstalledPackage): boolean => !path.split(sep).includes('node_modules');
  const links = placeLocals(rest.filter(isLocal), target, places);
  const locals = rest
    .filter(isLocal)
    .map(({ path }) => path)
    .sort(longestFirst);
  for (const { path } of rest.filter((installed) => !isLocal(installed))) {
    const local = locals.find((candidate) => isInside(candidate, path));
    const place = local === undefined ? undefined : places.get(local);
    places.set(
      path,
      local === undefined || place === undefined ? join(target, basename(path)) : join(place, relative(local, path)),
    );
  }
  return { places, links };
}

/** The first name is the directory, and others lead there, so that it is loaded once as in the install. */
function placeLocals(
  locals: readonly InstalledPackage[],
  target: string,
  places: Map<string, string>,
): ReadonlyMap<string, string> {
  const taken = new Set(places.values());
  const links = new Map<string, string>();
  for (const { path, names } of locals) {
    for (const name of [...names].sort()) {
      const at = join(target, name);
      if (taken.has(at)) throw nameConflict(name, path);
      taken.add(at);
      const place = places.get(path);
      if (place === undefined) places.set(path, at);
      else links.set(at, place);
    }
  }
  return links;
}

/** Whether a member has one version of a package and others of the workspace that it needs have another. */
function isTwice(path: string, own: string, shared: string, paths: readonly string[]): boolean {
  if (!isInside(own, path)) return false;
  const other = join(shared, relative(own, path));
  return existsSync(other) && paths.includes(other);
}

function memberConflict(name: string, { member }: NodeProject): CodelessError {
  const message = `${member} needs one version of ${name} and its dependencies another, which lie in one directory beside the code`;
  return new CodelessError('build', 'PackageConflict', message, {
    hint: 'Let the versions agree, or put dependencies into a layer',
  });
}

function nameConflict(name: string, path: string): CodelessError {
  const message = `'${name}' is the package of the machine in ${basename(path)} for one dependent and another package for another`;
  return new CodelessError('build', 'PackageConflict', message, { hint: 'Give one of them another name.' });
}

function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}
