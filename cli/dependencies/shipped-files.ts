import { cp } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** Directories and files that tools leave in a project and that are no part of it. */
const LEFTOVERS =
  /^(\.git|\.hg|\.svn|\.venv|venv|\.tox|\.nox|__pycache__|\.\w+_cache|\.DS_Store|node_modules|\.env(\..+)?|.+\.(pyc|pyo|egg-info))$/;

/** What setuptools leaves in `build/`; the name alone may be a package. */
const BUILD_LEFTOVERS = /^(lib|bdist\..+|lib\..+)$/;

/** Whether a file or directory of a local project travels with it when it is installed, and so counts in the key. */
export function isShipped(path: string): boolean {
  const name = basename(path);
  if (basename(dirname(path)) === 'build' && BUILD_LEFTOVERS.test(name)) return false;
  return !LEFTOVERS.test(name);
}

/** Copies a file, or a directory without what is not shipped, so that a builder never writes into the source. */
export async function copyShipped(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path === from || isShipped(path),
  });
}
