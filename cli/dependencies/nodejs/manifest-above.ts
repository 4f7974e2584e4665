import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { projectDirectories } from '../upwards';
import { NODE_LOCKS } from './project';
import { productionDependencies, readManifest } from './manifest';
import type { Manifest } from './manifest';

/** Files of code that are looked through at most, and bytes of each; what has more is taken to import something. */
const [MOST_FILES, MOST_BYTES] = [5000, 8 * 1024 * 1024];

const CODE = /\.[cm]?[jt]sx?$/;

/** The descriptor that is found in a source, or that above it if there is none or one that says nothing of packages. */
export async function findNodejsDescriptor(source: string, found: string | undefined): Promise<string | undefined> {
  if (found !== undefined && basename(found) !== 'package.json') return found;
  const manifest = await readManifest(source);
  return manifest !== undefined && !isPlain(manifest, source) ? found : ((await manifestAbove(source)) ?? found);
}

/**
 * The package.json of the project that a source without one is a directory of, such as `dist` or `src`: the nearest above, up to
 * the root of the repository, or else the working directory, as Node.js finds packages.
 *
 * It counts only if the code imports a package that it asks for: a repository may have one for other purposes.
 *
 * @returns undefined where there is none, or nothing of it is imported
 */
async function manifestAbove(source: string): Promise<string | undefined> {
  for (const directory of projectDirectories(source)) {
    const manifest = await readManifest(directory);
    if (manifest === undefined || isPlain(manifest, directory)) continue;
    const names = Object.keys(productionDependencies(manifest));
    return names.length > 0 && (await importsAny(source, names)) ? join(directory, 'package.json') : undefined;
  }
  return undefined;
}

/** Whether a package.json says nothing of packages, as one with nothing but `type` that lies beside compiled code. */
function isPlain(manifest: Manifest, directory: string): boolean {
  const { name, workspaces, dependencies, optionalDependencies, peerDependencies, devDependencies } = manifest;
  const said = [name, workspaces, dependencies, optionalDependencies, peerDependencies, devDependencies];
  return said.every((one) => one === undefined) && !NODE_LOCKS.some((lock) => existsSync(join(directory, lock)));
}

async function importsAny(source: string, names: readonly string[]): Promise<boolean> {
  const escaped = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const pattern = new RegExp(`['"\`](?:${escaped.join('|')})(?:['"\`]|/)`);
  const files = await codeIn(source);
  if (files.length > MOST_FILES) return true;
  for (const file of files) {
    if ((await stat(file)).size > MOST_BYTES || pattern.test(await readFile(file, 'utf8'))) return true;
  }
  return false;
}

async function codeIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = entries.map(async (entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === '.git' ? [] : codeIn(path);
    return entry.isFile() && CODE.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}
