import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, parse, resolve } from 'node:path';

import { readInstalled } from '../dependencies/nodejs/installed-packages';
import { sdkOfRuntime } from '../dependencies/nodejs/runtime-sdk';
import { CodelessError } from '../errors';
import type { OnProgress } from '../progress';
import { parseJsonObject, readText } from '../text';
import type { LeftOutImport } from './esbuild-script';

/** Where a package comes from that a bundle leaves out. */
export interface Installation {
  /** Path of the descriptor of packages, if the user named one, relative to the working directory or to the source. */
  readonly descriptor: string | undefined;
  /** What else may hold packages, in words; undefined: nothing. */
  readonly elsewhere: string | undefined;
}

/** Fields of package.json whose packages are installed for production. */
const INSTALLED = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** Those of the names that are to be left out, such as `sharp` or `@aws-sdk/*`, that nothing imports: misspelled, perhaps. */
export function unusedExternals(external: readonly string[], imports: readonly LeftOutImport[]): string[] {
  return external.filter((name) => {
    const [start = '', end] = name.split('*');
    const isMeant = ({ path }: LeftOutImport): boolean =>
      end === undefined ? path === name || path.startsWith(`${name}/`) : path.startsWith(start) && path.endsWith(end);
    return !imports.some(isMeant);
  });
}

/**
 * Throws if what is bundled imports a package that the bundle leaves out and that is not installed for production: the function
 * would fail when it is loaded. Of what packages import only what they depend on counts, since many try the rest and go on
 * without.
 *
 * @param version major version of Node.js, whose SDK is there
 * @throws CodelessError `ExternalMissing`
 */
export async function checkLeftOut(
  imports: readonly LeftOutImport[],
  { source, version, onProgress, installation }: CheckOptions,
): Promise<void> {
  const ofRuntime = new RegExp(sdkOfRuntime(version));
  const { descriptor, elsewhere } = installation;
  const application = manifestOf(source, descriptor);
  for (const { file, path } of imports) {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path;
    // This program may run on an older Node.js than the function.
    if (path.startsWith('node:') || isBuiltin(path) || ofRuntime.test(path)) continue;
    const isOwn = !/(?:^|\/)node_modules\//.test(file);
    const nearest = nearestManifest(join(source, file));
    if (!isOwn && !(await dependsOn(nearest, name))) continue;
    const manifests = [application, isOwn ? nearest : undefined].filter((one) => one !== undefined);
    const found = await Promise.all(manifests.map(async (one) => parseJsonObject((await readText(one)) ?? '{}', one)));
    if (found.some((manifest) => INSTALLED.some((field) => declares(manifest[field], name)))) continue;
    if (!isOwn && (await isReached(dirname(application), name))) continue;
    const isForDevelopment = found.some(({ devDependencies }) => declares(devDependencies, name));
    const where = isForDevelopment ? 'among the devDependencies only' : 'not among the dependencies';
    const message = `${file} imports ${name}, which --external leaves out of the bundle and which is ${where} of package.json`;
    if (elsewhere !== undefined) {
      onProgress({ kind: 'note', level: 'warning', text: `${message}: it has to come from ${elsewhere}` });
      continue;
    }
    throw new CodelessError('build', 'ExternalMissing', message, {
      hint: `Put ${name} into the dependencies, or give --dependencies none if a layer of yours has it; --no-check-handler ships the package without it.`,
    });
  }
}

interface CheckOptions {
  readonly source: string;
  readonly version: number;
  readonly onProgress: OnProgress;
  readonly installation: Installation;
}

/** Whether a package can't do without another one. */
async function dependsOn(manifest: string | undefined, name: string): Promise<boolean> {
  if (manifest === undefined) return false;
  const { dependencies, optionalDependencies } = parseJsonObject((await readText(manifest)) ?? '{}', manifest);
  return declares(dependencies, name) && !declares(optionalDependencies, name);
}

/** Whether production installs a package for another one. */
async function isReached(directory: string, name: string): Promise<boolean> {
  const { packages } = await readInstalled({ directory, base: parse(directory).root, reachableOnly: true });
  return packages.some(({ names }) => names.has(name));
}

function declares(field: unknown, name: string): boolean {
  return typeof field === 'object' && field !== null && Object.hasOwn(field, name);
}

/** The package.json whose dependencies are installed. */
function manifestOf(source: string, descriptor: string | undefined): string {
  const named = descriptor === undefined ? [] : [resolve(descriptor), resolve(source, descriptor)];
  const [directory] = named.filter((path) => existsSync(path)).map((path) => dirname(path));
  const own = join(directory ?? source, 'package.json');
  return directory === undefined ? (nearestManifest(own) ?? own) : own;
}

/** The package.json of the package that a file is of; of a workspace's member it is that one's own. */
function nearestManifest(file: string): string | undefined {
  for (let below = file, above = dirname(file); above !== below; below = above, above = dirname(above)) {
    const manifest = join(above, 'package.json');
    if (existsSync(manifest)) return manifest;
  }
  return undefined;
}
