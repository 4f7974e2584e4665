import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

import { readManifest } from './manifest';
import type { Manifest } from './manifest';

/** What a package asks for. */
export interface Need {
  readonly name: string;
  /** `optional` may be absent, `peer` is what its dependents have to bring along. */
  readonly kind: 'required' | 'optional' | 'peer';
  /** Real path of what Node.js finds for it in the install. */
  readonly found: string | undefined;
}

/** A package that was installed, or the project itself. */
export interface InstalledPackage {
  /** Its real path. */
  readonly path: string;
  readonly manifest: Manifest;
  readonly needs: readonly Need[];
  /** The names by which it lies in `node_modules` directories, the keys of its dependents. */
  readonly names: Set<string>;
}

/** An install as Node.js sees it. */
export interface InstalledTree {
  readonly application: InstalledPackage;
  readonly packages: readonly InstalledPackage[];
  /** The last directory that packages are looked for in. */
  readonly base: string;
}

/** What is looked at. */
export interface InstallToRead {
  /** Directory of the project in the copy. */
  readonly directory: string;
  /** Directory of the copy, beyond which nothing is looked for. */
  readonly base: string;
  /** Whether only what the project reaches counts: a workspace's install holds what other members need. */
  readonly reachableOnly: boolean;
}

/** Reads what was installed, by the way Node.js looks for packages. */
export async function readInstalled({ directory, base, reachableOnly }: InstallToRead): Promise<InstalledTree> {
  const found = new Map<string, InstalledPackage>();
  const add = async (path: string): Promise<InstalledPackage> => {
    const known = found.get(path);
    if (known !== undefined) return known;
    const manifest = (await readManifest(path)) ?? {};
    const added = { path, manifest, needs: await needsOf(manifest, path, base), names: new Set<string>() };
    found.set(path, added);
    return added;
  };
  const application = await add(directory);
  for (const { path, needs } of found.values()) {
    for (const { name, found: real } of needs) if (real !== undefined) (await add(real)).names.add(name);
    if (reachableOnly) continue;
    const nodeModules = join(path, 'node_modules');
    for (const at of await packagesIn(nodeModules))
      (await add(await realpath(at))).names.add(relative(nodeModules, at));
  }
  found.delete(directory);
  return { application, packages: [...found.values()], base };
}

async function needsOf(manifest: Manifest, path: string, base: string): Promise<Need[]> {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const kinds = new Map<string, Need['kind']>();
  for (const name of Object.keys(peerDependencies ?? {})) {
    kinds.set(name, peerDependenciesMeta?.[name]?.optional === true ? 'optional' : 'peer');
  }
  for (const name of Object.keys(dependencies ?? {})) kinds.set(name, 'required');
  for (const name of Object.keys(optionalDependencies ?? {})) kinds.set(name, 'optional');
  // Prisma's generated client is required by this name, and declared nowhere.
  if (manifest.name === '@prisma/client') kinds.set('.prisma/client', 'optional');
  const needs = [...kinds].map(async ([name, kind]): Promise<Need> => {
    const found = lookUp(path, name, base);
    return { name, kind, found: found === undefined ? undefined : await realpath(found) };
  });
  return Promise.all(needs);
}

/**
 * Where Node.js finds a package by its name: in the nearest `node_modules` that has it.
 *
 * @param base the last directory that is looked in
 */
export function lookUp(from: string, name: string, base: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (directory === base || directory === dirname(directory)) return undefined;
  }
}

/** Names that begin with a dot are the package manager's own, but for Prisma's generated client. */
async function packagesIn(nodeModules: string): Promise<string[]> {
  const names = (await readdir(nodeModules).catch(() => [])).filter((name) => !/^\.(?!prisma$)/.test(name)).sort();
  const scoped = names.map(async (name) =>
    /^[@.]/.test(name) ? (await readdir(join(nodeModules, name))).map((part) => join(name, part)) : [name],
  );
  return (await Promise.all(scoped))
    .flat()
    .map((name) => join(nodeModules, name))
    .filter((path) => existsSync(path));
}
