import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import picomatch from 'picomatch';

import { isTable, parseJsonObject, readText, textError } from '../../text';
import { isShipped } from '../shipped-files';
import type { PnpmSettings } from './manifest';

/** What matters of pnpm-workspace.yaml. */
export interface PnpmWorkspace extends PnpmSettings {
  readonly packages?: readonly string[];
}

/** pnpm's settings of a workspace; undefined without a file of them. */
export async function readPnpmWorkspace(root: string): Promise<PnpmWorkspace | undefined> {
  const file = join(root, 'pnpm-workspace.yaml');
  const text = await readText(file);
  if (text === undefined) return undefined;
  // eslint-disable-next-line no-restricted-syntax -- few runs need it, and it is slow to load
  const { parseYaml } = await import('../../text/yaml');
  return parseYaml(text, file).value ?? {};
}

/**
 * The directories of a workspace's packages.
 *
 * @returns paths relative to the root with `/` between names, sorted, the root's own not among them
 * @throws CodelessError with exit `usage`, `WorkspacesInvalid`
 * @see https://docs.npmjs.com/cli/configuring-npm/package-json#workspaces
 * @see https://pnpm.io/pnpm-workspace_yaml
 */
export async function workspacePackages(root: string): Promise<string[]> {
  const { packages } = (await readPnpmWorkspace(root)) ?? {};
  const globs =
    packages === undefined
      ? await manifestGlobs(join(root, 'package.json'))
      : globsOf(packages, join(root, 'pnpm-workspace.yaml'), 'packages');
  if (globs.length === 0) return [];
  const isMember = matcher(globs, packages === undefined);
  return (await packageDirectories(root, '')).filter(isMember).sort();
}

async function manifestGlobs(file: string): Promise<readonly string[]> {
  const text = await readText(file);
  const { workspaces = [] } = text === undefined ? {} : parseJsonObject(text, file);
  const globs = isTable(workspaces) ? (workspaces.packages ?? []) : workspaces;
  return globsOf(globs, file, 'workspaces');
}

function globsOf(value: unknown, file: string, name: string): readonly string[] {
  if (Array.isArray(value) && value.every((glob) => typeof glob === 'string')) return value;
  throw textError({ file, reason: `'${name}' is not a list of globs`, code: 'WorkspacesInvalid' });
}

async function packageDirectories(root: string, path: string): Promise<string[]> {
  const directory = join(root, path);
  const entries = await readdir(directory, { withFileTypes: true });
  const children = entries.filter((entry) => entry.isDirectory() && isShipped(join(directory, entry.name)));
  const found = await Promise.all(
    children.map(({ name }) => packageDirectories(root, path === '' ? name : `${path}/${name}`)),
  );
  const own = path !== '' && entries.some(({ name }) => name === 'package.json') ? [path] : [];
  return [...own, ...found.flat()];
}

/**
 * Whether a directory is a member.
 *
 * @param takesBack whether a glob that follows an excluding one, and is itself matched by it, ends it, as for npm
 * @see https://github.com/npm/map-workspaces
 */
function matcher(globs: readonly string[], takesBack: boolean): (path: string) => boolean {
  const included: string[] = [];
  let excluded: string[] = [];
  for (const glob of globs) {
    const [marks = ''] = /^!*/.exec(glob) ?? [];
    const pattern = normalized(glob.slice(marks.length));
    if (marks.length % 2 === 1) {
      excluded.push(pattern);
    } else {
      if (takesBack) excluded = excluded.filter((other) => !picomatch.isMatch(pattern, other));
      included.push(pattern);
    }
  }
  const [isIncluded, isExcluded] = [picomatch(included), picomatch(excluded)];
  return (path) => isIncluded(path) && !isExcluded(path);
}

/** Relative to the root, without `./` before it and slashes behind it. */
function normalized(glob: string): string {
  return glob
    .replaceAll('\\', '/')
    .replace(/^\.?\/+/, '')
    .replace(/\/+$/, '');
}
