import { cp, mkdir, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';

import type { InstalledTree } from './installed-packages';
import type { Placement } from './place-packages';

/**
 * Copies packages to their places, the machine's own among them, without what the package manager keeps for itself: its
 * records and `.bin`, which hold paths of the machine.
 */
export async function collectPackages({ packages }: InstalledTree, { places, links }: Placement): Promise<void> {
  for (const { path: from } of packages) {
    const to = places.get(from);
    if (to === undefined) continue;
    await mkdir(dirname(to), { recursive: true });
    const nested = join(from, 'node_modules');
    // In a package of the machine each `node_modules` was made by the install; one from a registry may be shipped with some.
    const isLocal = !from.includes('/node_modules/');
    const isLeftOut = (path: string): boolean => (isLocal ? basename(path) === 'node_modules' : path === nested);
    await cp(from, to, { recursive: true, verbatimSymlinks: true, filter: (path) => !isLeftOut(path) });
  }
  for (const [at, to] of links) {
    await mkdir(dirname(at), { recursive: true });
    await symlink(relative(dirname(at), to), at);
  }
}
