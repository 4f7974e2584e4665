import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { CodelessError } from '../../errors';
import { lookUp } from './installed-packages';
import type { InstalledPackage, InstalledTree, Need } from './installed-packages';
import { missingEntry } from './package-entry';
import type { CollectOptions, Placement } from './place-packages';
import { sdkOfRuntime } from './runtime-sdk';

/** Packages of types, which are not loaded. */
const TYPES = /^(@types\/|@(aws-sdk|smithy)\/types$)/;

/** What is checked. */
export interface PackagesToCheck extends Pick<CollectOptions, 'target' | 'preferred'> {
  readonly tree: InstalledTree;
  readonly placement: Placement;
  /** Directory of the layer or the package, beyond which Node.js finds nothing. */
  readonly base: string;
  /** The major version of Node.js. */
  readonly version: string;
  /** Dependencies that the project takes out of those of others. */
  readonly dropped: ReadonlySet<string>;
}

/**
 * Checks that each dependency is there, for each of its dependents the one that the install has for it, and that the file
 * is there which Node.js loads.
 *
 * @returns peer dependencies that nobody brought along: `graphql (of @apollo/server)`
 * @throws CodelessError with exit `build`: `DependencyMissing`, `PackageConflict`, `PackageIncomplete`
 */
export async function checkPackages(check: PackagesToCheck): Promise<string[]> {
  const { tree, placement } = check;
  const ofRuntime = new RegExp(sdkOfRuntime(Number(check.version)));
  const missingPeers: string[] = [];
  for (const dependent of [tree.application, ...tree.packages]) {
    for (const need of dependent.needs) {
      if (need.found !== undefined && (await isInPlace(check, dependent, need, need.found))) continue;
      if (need.kind === 'required' && !check.dropped.has(need.name)) throw missing(need.name, dependent, tree);
      if (need.kind === 'peer' && !TYPES.test(need.name) && !ofRuntime.test(need.name)) {
        missingPeers.push(`${need.name} (of ${nameOf(dependent)})`);
      }
    }
  }
  for (const { path, manifest } of tree.packages) {
    const entry = missingEntry(placement.places.get(path) ?? path, manifest, isLocal(path));
    if (entry !== undefined) throw incomplete(path, manifest, entry);
  }
  return missingPeers.sort();
}

/** Whether a dependent finds what it has in the install; false for the application itself, which lies there by no name. */
async function isInPlace(
  { tree, placement: { places }, target, preferred, base }: PackagesToCheck,
  dependent: InstalledPackage,
  { name, kind }: Need,
  found: string,
): Promise<boolean> {
  if (found === tree.application.path && kind === 'required') throw ofApplication(name, dependent, tree);
  const rooms = [preferred, target].filter((room) => room !== undefined);
  const seen =
    dependent === tree.application
      ? rooms.map((room) => join(room, name)).find((path) => existsSync(path))
      : lookUp(places.get(dependent.path) ?? base, name, base);
  if (seen !== undefined && (await realpath(seen)) === places.get(found)) return true;
  if (seen === undefined && found === tree.application.path) return false;
  const message = `${nameOf(dependent)} would find another ${name} in the package than in the install`;
  throw new CodelessError('build', 'PackageConflict', message, {
    hint: 'Let the versions agree, or put dependencies into a layer.',
  });
}

function ofApplication(name: string, dependent: InstalledPackage, { application }: InstalledTree): CodelessError {
  const of = dependent === application ? 'itself' : nameOf(dependent);
  const message = `${name}, a dependency of ${of}, is the application itself, which can't be imported as a package`;
  return new CodelessError('build', 'PackageConflict', message, {
    hint: 'Put what both use into a package of its own, or make it a peer dependency if only its types are used.',
  });
}

function missing(name: string, dependent: InstalledPackage, { application }: InstalledTree): CodelessError {
  const of = dependent === application ? 'the project' : nameOf(dependent);
  const message = `${name}, a dependency of ${of}, was not installed`;
  if (name in (dependent.manifest.devDependencies ?? {})) {
    // npm lets the second count: its lock file says that the package is for development.
    return new CodelessError('build', 'DependencyMissing', `${message}, as it is among the devDependencies too`, {
      hint: `Take ${name} out of the devDependencies of package.json, install the project afresh and commit the lock file.`,
    });
  }
  return new CodelessError('build', 'DependencyMissing', message, {
    hint: 'Install the project afresh, commit its lock file and try again.',
  });
}

function incomplete(path: string, manifest: InstalledPackage['manifest'], entry: string): CodelessError {
  const { scripts = {} } = manifest;
  const script = ['prepare', 'prepack', 'build'].find((name) => name in scripts);
  const name = packageName(path);
  const lacks = JSON.stringify(manifest).includes(JSON.stringify(entry).slice(1, -1))
    ? `lacks ${entry}, which its package.json names`
    : `has nothing to load, such as ${entry}`;
  const message = `the package ${name} ${lacks}`;
  const made = script === undefined ? '' : `, which its script \`${script}\` may make: scripts are not run here`;
  const hint = isLocal(path)
    ? 'Build it before, such as by its build script.'
    : 'Depend on a published version, commit what it builds, or install with --docker, which runs scripts, or a dependencies command.';
  return new CodelessError('build', 'PackageIncomplete', message + made, { hint });
}

/** Whether a package is one of the machine. */
function isLocal(path: string): boolean {
  return !path.includes('/node_modules/');
}

/** The name of a package as its dependents have it; for one of the machine that of its directory. */
export function packageName(path: string): string {
  return /.*\/node_modules\/(.+)$/.exec(path)?.[1] ?? basename(path);
}

function nameOf({ path, manifest }: InstalledPackage): string {
  return manifest.name ?? packageName(path);
}
