import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isShipped } from '../shipped-files';
import { readManifest } from './manifest';

/**
 * The directories of a workspace's packages.
 *
 * @returns paths relative to the root with `/` between names, sorted, the root's own not among them
 * @see https://docs.npmjs.com/cli/configuring-npm/package-json#workspaces
 * @see https://pnpm.io/pnpm-workspace_yaml
 */
export async function workspacePackages(root: string): Promise<string[]> {
  const globs = await workspaceGlobs(root);
  if (globs.length === 0) return [];
  const [included, excluded] = [
    globs.filter((glob) => !glob.startsWith('!')),
    globs.filter((glob) => glob.startsWith('!')),
  ];
  const isIncluded = included.map(globPattern);
  const isExcluded = excluded.map((glob) => globPattern(glob.slice(1)));
  return (await packageDirectories(root, ''))
    .filter((path) => isIncluded.some((pattern) => pattern.test(path)))
    .filter((path) => !isExcluded.some((pattern) => pattern.test(path)))
    .sort();
}

async function workspaceGlobs(root: string): Promise<readonly string[]> {
  const file = join(root, 'pnpm-workspace.yaml');
  if (existsSync(file)) {
    // eslint-disable-next-line no-restricted-syntax -- few runs need it, and it is slow to load
    const { parse } = await import('./yaml');
    const { packages } = (parse(await readFile(file, 'utf8')) ?? {}) as { packages?: readonly string[] };
    if (packages !== undefined) return packages;
  }
  const workspaces = (await readManifest(root))?.workspaces ?? [];
  return 'packages' in workspaces ? (workspaces.packages ?? []) : (workspaces as readonly string[]);
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

const GLOB_TOKENS = /\/\*\*(?=\/|$)|^\*\*\/|\*\*|\*|\?|\{[^}]*\}|[.+^$()|[\]\\]/g;

const TOKEN_PATTERNS: Readonly<Record<string, string>> = {
  '/**': '(?:/.+)?',
  '**/': '(?:.+/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};

/** `*` is any part of one name, `**` any number of names, `{a,b}` either. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/^\.\//, '')
    .replace(/\/+$/, '')
    .replace(GLOB_TOKENS, (token) => {
      if (token.startsWith('{')) return `(?:${token.slice(1, -1).replaceAll(',', '|')})`;
      return TOKEN_PATTERNS[token] ?? `\\${token}`;
    });
  return new RegExp(`^${source}$`);
}
