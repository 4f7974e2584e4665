import { dirname, join, relative, resolve, sep } from 'node:path';

import { readText } from '../../../text';
import { isFile } from '../../is-file';
import type { Toolbox } from '../../tools/toolbox';
import { evaluateMarker, parseRequirement } from '../pep508';
import { readProject, type PythonProject } from '../project';
import { pythonsOf, type RequiredPython } from '../required-python';
import { parseExport } from '../requirements';
import type { Source, SourceOptions } from './source';
import {
  contentOf,
  excludesOf,
  localPathsOf,
  metadataOf,
  neededBy,
  overridesOf,
  parseUvLock,
  projectOf,
  type UvLock,
} from './uv-lock';

/**
 * A uv.lock, which uv exports and installs.
 *
 * @throws CodelessError `LockInvalid`
 */
export async function uvSource(descriptor: string, { source, environment }: SourceOptions): Promise<Source> {
  const directory = dirname(descriptor);
  const home = projectDirectory(source, directory);
  const path = relative(directory, home).split(sep).join('/') || '.';
  const lock = await parseUvLock((await readText(descriptor)) ?? '', descriptor);
  const project = await readProject(home);
  const own = { path, groups: defaultGroups(project, Object.keys(projectOf(lock, path)?.['dev-dependencies'] ?? {})) };
  const needed = neededBy(lock, own);
  return {
    builder: 'uv',
    installer: 'uv',
    inputs: [
      { name: 'uv.lock', path: descriptor, content: contentOf(lock, needed) },
      { name: 'project', path: descriptor, content: path },
      ...localPathsOf(needed).map((name) => ({ name, path: resolve(directory, name) })),
    ],
    complete: true,
    isEmpty: neededBy(lock, own, (marker) => evaluateMarker(marker, environment)).length === 0,
    pythons: [...(project === undefined ? [] : pythonsOf(project)), ...pythonsOfLock(lock, descriptor)],
    declared: (project?.dependencies ?? []).flatMap((text) => parseRequirement(text) ?? []),
    overrides: overridesOf(lock),
    excludes: excludesOf(lock),
    metadata: metadataOf(lock),
    remedy: 'Write the lock again with `uv lock`.',
    list: async ({ tools }) => parseExport(await exportUvLock(home, tools), descriptor),
  };
}

/** The nearest directory with a pyproject.toml that the source is in or is: the lock's own, or that of a member. */
function projectDirectory(source: string, top: string): string {
  let directory = source;
  while (directory !== top && !isFile(join(directory, 'pyproject.toml'))) {
    if (directory === dirname(directory)) return top;
    directory = dirname(directory);
  }
  return directory;
}

function pythonsOfLock({ 'requires-python': constraint }: UvLock, file: string): RequiredPython[] {
  return constraint === undefined ? [] : [{ file, constraint, form: 'pep440' }];
}

/** Groups that `uv sync --no-dev` installs. */
function defaultGroups(project: PythonProject | undefined, all: readonly string[]): readonly string[] {
  const groups = project?.content.tool?.uv?.['default-groups'] ?? [];
  return (typeof groups === 'string' ? all : groups).filter((group) => group !== 'dev');
}

/**
 * The packages that a project needs in production, with their hashes.
 *
 * @throws CodelessError `DependencyToolMissing`, `DependencyToolFailed`
 */
async function exportUvLock(project: string, tools: Toolbox): Promise<string> {
  const program = tools.require('uv', 'uv.lock', 'Install uv: https://docs.astral.sh/uv/getting-started/installation/');
  const args = [
    ...['export', '--frozen', '--no-dev', '--no-emit-project', '--no-editable', '--no-header', '--no-annotate'],
    ...['--format', 'requirements-txt', '--quiet'],
  ];
  return (await tools.capture({ program, args, cwd: project }, 'export uv.lock')).join('\n');
}
