import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { readManifest } from './manifest';

/**
 * The packages that a project reaches, by the way Node.js looks for them: those that others of the workspace brought along
 * are left out.
 *
 * @param project directory of the project in the copy
 * @returns real paths of packages; the project's own is not among them
 */
export async function reachablePackages(project: string): Promise<string[]> {
  const reached = new Set([project]);
  for (const directory of reached) {
    const { dependencies, optionalDependencies, peerDependencies } = (await readManifest(directory)) ?? {};
    const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
    for (const name of names) {
      const found = resolvePackage(directory, name);
      if (found !== undefined) reached.add(await realpath(found));
    }
  }
  reached.delete(project);
  return [...reached];
}

/** All packages of a project's `node_modules`, and those that lie in them; real paths. */
export async function allPackages(project: string): Promise<string[]> {
  const reached = new Set([project]);
  for (const directory of reached) {
    for (const path of await packagesIn(join(directory, 'node_modules'))) reached.add(await realpath(path));
  }
  reached.delete(project);
  return [...reached];
}

function resolvePackage(from: string, name: string): string | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (directory === dirname(directory)) return undefined;
  }
}

/** Names that begin with a dot are the package manager's own. */
async function packagesIn(nodeModules: string): Promise<string[]> {
  const names = (await readdir(nodeModules).catch(() => [])).filter((name) => !name.startsWith('.')).sort();
  const scoped = names.map(async (name) =>
    name.startsWith('@') ? (await readdir(join(nodeModules, name))).map((part) => join(name, part)) : [name],
  );
  return (await Promise.all(scoped)).flat().map((name) => join(nodeModules, name));
}
