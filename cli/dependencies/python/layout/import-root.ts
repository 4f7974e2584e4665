import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { OnProgress } from '../../../progress';
import { isFile } from '../../is-file';
import { parseRuntime } from '../../runtime';
import type { PythonProject } from '../project';
import { importOfSrc } from './imports-of-src';

/** Where build backends, uv and Poetry look for packages that do not lie at the root of a project. */
const SRC = 'src';

/**
 * The directory of a Python project from which its packages are imported once it is installed, if that is not its own:
 * `src`, of a project that is a package whose build backend takes packages from there. In doubt it is its own.
 *
 * @param source the project's directory, or else an archive
 * @param onProgress hears why a `src` stays where it is; default: nobody does
 * @returns undefined where packages lie at the root
 * @throws CodelessError with exit `usage` where pyproject.toml is broken
 */
export async function importRoot(
  source: string,
  runtime: string | undefined,
  onProgress?: OnProgress,
): Promise<string | undefined> {
  if (parseRuntime(runtime)?.family !== 'python' || !isFile(join(source, 'pyproject.toml'))) return undefined;
  const directory = join(source, SRC);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  // A package of its own is imported by its name.
  if (existsSync(join(directory, '__init__.py'))) return undefined;
  const entries = await readdir(directory, { withFileTypes: true });
  const isImportable = entries.some((entry) => (entry.isDirectory() ? isName(entry.name) : entry.name.endsWith('.py')));
  if (!isImportable) return undefined;
  // eslint-disable-next-line no-restricted-syntax -- few runs read a project's table
  const { readProject } = await import('../project');
  const project = await readProject(source);
  if (project === undefined || !isPackage(project)) return undefined;
  // eslint-disable-next-line no-restricted-syntax -- few projects are packages with a src
  const { backendOf, statedRoot } = await import('./stated-root');
  const stated = await statedRoot(source, project);
  if (stated === 'elsewhere') return undefined;
  const file = stated === 'src' ? await importOfSrc(source) : undefined;
  if (stated === 'src' && file === undefined) return SRC;
  const reason =
    file === undefined
      ? `${project.file} does not say what ${backendOf(project)} makes of it`
      : `${file} imports it by that name`;
  const text = `src is shipped where it is, and so is imported as src: ${reason}.`;
  onProgress?.({ kind: 'note', level: 'warning', text });
  return undefined;
}

/** Whether a project is installed like a package, as uv and Poetry decide it. */
function isPackage({ content }: PythonProject): boolean {
  const { uv, poetry } = content.tool ?? {};
  if (poetry?.['package-mode'] === false) return false;
  return uv?.package ?? content['build-system'] !== undefined;
}

function isName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && name !== '__pycache__';
}
