import { existsSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';

import { CodelessError } from '../../errors';
import { upwards } from '../upwards';
import { refuseForeignLock } from './foreign-lock';
import { localPath, productionDependencies, readManifest } from './manifest';
import type { Manifest } from './manifest';
import { workspacePackages } from './workspace-globs';

/** A package manager of Node.js. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn';

/** A project, which may be a member of a workspace whose lock file lies further up. */
export interface NodeProject {
  readonly manager: PackageManager;
  /** The directory of the lock file, the workspace's root. */
  readonly root: string;
  /** The project's directory relative to the root, with `/` between names; `.` for the root's own. */
  readonly member: string;
  /** Name of the lock file; undefined where there is none. */
  readonly lock: string | undefined;
  readonly manifest: Manifest;
  /** Directories of all packages of the workspace, relative to the root; empty where it is none. */
  readonly workspace: readonly string[];
  /** Directories of packages of the machine that the project needs, relative to the root. */
  readonly locals: readonly string[];
  /** Packed packages of the machine (`file:lib.tgz`), relative to the root. */
  readonly archives: readonly string[];
}

/** The lock files, those that leave no doubt first. */
const LOCKS: readonly (readonly [string, PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['npm-shrinkwrap.json', 'npm'],
  ['package-lock.json', 'npm'],
];

/** The names of the lock files. */
export const NODE_LOCKS: readonly string[] = LOCKS.map(([name]) => name);

/**
 * The project of a directory.
 *
 * @param lock name of the lock file, where the user named one
 * @returns undefined where it has no package.json or needs nothing in production
 * @throws CodelessError with exit `usage`: `LockUnsupported`, `LocalPackageMissing`, what reading a text throws
 */
export async function findNodeProject(directory: string, lock?: string): Promise<NodeProject | undefined> {
  const manifest = await readManifest(directory);
  if (manifest === undefined || Object.keys(productionDependencies(manifest)).length === 0) return undefined;
  const { root, name, workspace } = await findLock(directory, manifest, lock);
  const member = toName(relative(root, directory)) || '.';
  if (name === undefined) refuseForeignLock(directory, manifest);
  const manager = LOCKS.find(([file]) => file === name)?.[1] ?? managerOf(manifest) ?? 'npm';
  const { locals, archives } = await localPackages(root, member, workspace);
  return { manager, root, member, lock: name, manifest, workspace, locals, archives };
}

interface FoundLock {
  readonly root: string;
  readonly name: string | undefined;
  readonly workspace: readonly string[];
}

/** The lock of the directory itself, or of the workspace further up that the directory is a package of. */
async function findLock(directory: string, manifest: Manifest, named?: string): Promise<FoundLock> {
  const own = named ?? lockIn(directory, manifest);
  if (own !== undefined) return { root: directory, name: own, workspace: await workspacePackages(directory) };
  const [, ...above] = upwards(directory);
  for (const root of above) {
    const name = lockIn(root, (await readManifest(root)) ?? {});
    if (name === undefined) continue;
    const workspace = await workspacePackages(root);
    if (workspace.includes(toName(relative(root, directory)))) return { root, name, workspace };
  }
  return { root: directory, name: undefined, workspace: await workspacePackages(directory) };
}

/** Of several, the one of the manager that package.json names. */
function lockIn(directory: string, manifest: Manifest): string | undefined {
  const present = LOCKS.filter(([name]) => existsSync(join(directory, name)));
  const preferred = present.find(([, manager]) => manager === managerOf(manifest)) ?? present[0];
  return preferred?.[0];
}

function managerOf({ packageManager = '' }: Manifest): PackageManager | undefined {
  return (['npm', 'pnpm', 'yarn'] as const).find((name) => packageManager.startsWith(`${name}@`));
}

/** What the member needs of the machine itself, directly or by another such package. */
async function localPackages(
  root: string,
  member: string,
  workspace: readonly string[],
): Promise<Pick<NodeProject, 'locals' | 'archives'>> {
  const byName = new Map<string, string>();
  for (const path of workspace) {
    byName.set((await readManifest(join(root, path)))?.name ?? basename(path), path);
  }
  const needed = new Set([member]);
  const archives = new Set<string>();
  for (const path of needed) {
    const manifest = (await readManifest(join(root, path))) ?? {};
    // Of peers only those that are members: others come from a registry.
    const peers = Object.entries(manifest.peerDependencies ?? {}).filter(([name]) => byName.has(name));
    for (const [name, specifier] of [...Object.entries(productionDependencies(manifest)), ...peers]) {
      const local = localPath(specifier);
      const found =
        local === undefined
          ? byName.get(memberName(specifier) ?? name)
          : toName(relative(root, resolve(root, path, local)));
      if (found === undefined) continue;
      if (!existsSync(join(root, found))) throw missing(join(root, path), name, specifier);
      if (/\.(tgz|tar\.gz)$/.test(found)) archives.add(found);
      else needed.add(found);
    }
  }
  needed.delete(member);
  return { locals: [...needed].sort(), archives: [...archives].sort() };
}

/** Whether a specifier asks for a member of the workspace, and under which name if not under the dependency's own. */
function memberName(specifier: string): string | undefined {
  return /^workspace:(@?[^@]+)@/.exec(specifier)?.[1];
}

function missing(directory: string, name: string, specifier: string): CodelessError {
  const message = `${join(directory, 'package.json')} needs ${name} from ${specifier}, which does not exist`;
  return new CodelessError('usage', 'LocalPackageMissing', message);
}

function toName(path: string): string {
  return path.split(sep).join('/');
}
