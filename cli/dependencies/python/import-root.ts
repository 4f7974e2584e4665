import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { parseRuntime } from '../runtime';
import { isFile } from '../is-file';

/** Where build backends, uv and Poetry look for packages that do not lie at the root of a project. */
const SRC = 'src';

/**
 * The directory of a Python project from which its packages are imported once it is installed, if that is not its own:
 * `src`, of a project that is a package.
 *
 * @param source the project's directory, or else an archive
 * @returns undefined where packages lie at the root
 * @throws CodelessError with exit `usage` where pyproject.toml is broken
 */
export async function importRoot(source: string, runtime: string | undefined): Promise<string | undefined> {
  if (parseRuntime(runtime)?.family !== 'python' || !isFile(join(source, 'pyproject.toml'))) return undefined;
  const directory = join(source, SRC);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  // A package of its own is imported by its name.
  if (existsSync(join(directory, '__init__.py'))) return undefined;
  const entries = await readdir(directory, { withFileTypes: true });
  const isImportable = entries.some((entry) => (entry.isDirectory() ? isName(entry.name) : entry.name.endsWith('.py')));
  return isImportable && (await isPackage(source)) ? SRC : undefined;
}

/** Whether a project is installed like a package, as uv and Poetry decide it. */
async function isPackage(source: string): Promise<boolean> {
  // eslint-disable-next-line no-restricted-syntax -- few runs read a project's table
  const { readProject } = await import('./project');
  const content = (await readProject(source))?.content;
  const { uv, poetry } = content?.tool ?? {};
  if (poetry?.['package-mode'] === false) return false;
  return uv?.package ?? content?.['build-system'] !== undefined;
}

function isName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && name !== '__pycache__';
}
