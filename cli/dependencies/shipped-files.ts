import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Directories and files that tools leave in a project and that are no part of it, by their names. */
const LEFTOVERS =
  /^(\.git|\.hg|\.svn|\.venv|\.tox|\.nox|__pycache__|\.\w+_cache|\.DS_Store|node_modules|\.env(\..+)?|.+\.(pyc|pyo|egg-info))$/;

/** What a virtual environment has, whatever it is called; a package may be called `venv` too. */
const OF_ENVIRONMENT = ['pyvenv.cfg', 'conda-meta'];

/** What setuptools leaves in the `build/` beside its descriptor; anywhere else such a directory is the project's. */
const BUILD_LEFTOVERS = /^(lib|bdist\..+|lib\..+)$/;
const PYTHON_DESCRIPTORS = ['setup.py', 'setup.cfg', 'pyproject.toml'];

/** What a tool keeps beside what it read, which decides nothing. */
const CACHES = /^(\.git|\.hg|\.svn|__pycache__|\.\w+_cache|\.DS_Store|.+\.py[co])$/;

/** Whether a file or directory of a local project travels with it when it is installed, and so counts in the key. */
export function isShipped(path: string): boolean {
  const name = basename(path);
  if (LEFTOVERS.test(name) || OF_ENVIRONMENT.some((one) => existsSync(join(path, one)))) return false;
  const directory = dirname(path);
  const isBuilt =
    basename(directory) === 'build' && BUILD_LEFTOVERS.test(name) && !existsSync(join(directory, '__init__.py'));
  return !isBuilt || !PYTHON_DESCRIPTORS.some((descriptor) => existsSync(join(dirname(directory), descriptor)));
}

/** Whether a command of the user's may make something of a file or directory: of all but caches, and what Git keeps. */
export function mayBeRead(path: string): boolean {
  return !CACHES.test(basename(path));
}

/** Copies a file, or a directory without what is not shipped, so that a builder never writes into the source. */
export async function copyShipped(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path === from || isShipped(path),
  });
}
