import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

import { readText } from '../../text';
import { copyShipped } from '../shipped-files';
import type { NodeProject } from './project';
import { PATCH_DIRECTORIES, SETTINGS_FILES } from './project-inputs';

/** What Yarn has of its own that an install needs: the program itself, plugins and packages that are checked in. */
const YARN_DIRECTORIES = ['.yarn/releases', '.yarn/plugins', '.yarn/cache'] as const;

/**
 * Copies what an install needs of a project, so that nothing is ever written into the source: manifests, lock, settings,
 * and the packages of the machine with all their files.
 *
 * Packages may lie beside the root (`file:../lib`), so that the copy keeps their places to each other.
 *
 * @returns the copied root
 */
export async function copyProject(project: NodeProject, directory: string): Promise<string> {
  const { root, member, lock, workspace, locals, archives } = project;
  const base = commonAncestor([root, ...[...locals, ...archives].map((path) => resolve(root, path))]);
  const copiedRoot = join(directory, relative(base, root));
  const copy = async (path: string, by: (from: string, to: string) => Promise<void>): Promise<void> => {
    const [from, to] = [resolve(root, path), resolve(copiedRoot, path)];
    if (!existsSync(from)) return;
    await mkdir(dirname(to), { recursive: true });
    await by(from, to);
  };
  for (const path of locals) await copy(path, copyShipped);
  const manifests = [...new Set(['.', member, ...workspace])].map((path) => join(path, 'package.json'));
  for (const path of [...manifests, ...(lock === undefined ? [] : [lock]), ...SETTINGS_FILES])
    await copy(path, copyText);
  for (const path of archives) await copy(path, (from, to) => cp(from, to));
  for (const path of [...PATCH_DIRECTORIES, ...YARN_DIRECTORIES]) {
    await copy(path, (from, to) => cp(from, to, { recursive: true }));
  }
  return copiedRoot;
}

/** As UTF-8 without a byte order mark, which not all package managers read. */
async function copyText(from: string, to: string): Promise<void> {
  await writeFile(to, (await readText(from)) ?? '');
}

function commonAncestor(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split(sep));
  const length = first.findIndex((name, index) => others.some((other) => other[index] !== name));
  return (length === -1 ? first : first.slice(0, length)).join(sep) || sep;
}
