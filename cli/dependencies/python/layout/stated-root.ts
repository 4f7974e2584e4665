import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { isTable, readText } from '../../../text';
import { normalizedName } from '../pep508';
import type { PythonProject } from '../project';

/**
 * Where a build backend takes packages from: from `src`, so that `src/shop` is imported as `shop`, from elsewhere, so that
 * `src` is imported as `src` or not at all, or nobody can say.
 */
export type StatedRoot = 'src' | 'elsewhere' | 'unknown';

type Backend = (source: string, project: PythonProject) => StatedRoot | Promise<StatedRoot>;

const BACKENDS: readonly (readonly [backend: RegExp, root: Backend])[] = [
  [/^setuptools\b/, ofSetuptools],
  [/^poetry\b/, ofPoetry],
  [/^(hatchling|hatch)\b/, ofHatch],
  [/^flit/, ofModule],
  [/^pdm\b/, (_, project) => ofDirectory(at(project, 'tool', 'pdm', 'build', 'package-dir'))],
  [/^uv_build\b|^uv\b/, (_, project) => ofDirectory(at(project, 'tool', 'uv', 'build-backend', 'module-root'))],
];

/** What a pyproject.toml says of `src`, by its own words or by what its build backend assumes without any. */
export async function statedRoot(source: string, project: PythonProject): Promise<StatedRoot> {
  const backend = backendOf(project);
  const [, root] = BACKENDS.find(([name]) => name.test(backend)) ?? [];
  return root === undefined ? 'unknown' : root(source, project);
}

/** The module of the project's build backend; pip takes setuptools if none is named. */
export function backendOf(project: PythonProject): string {
  const backend = at(project, 'build-system', 'build-backend');
  const [required] = stringsOf(at(project, 'build-system', 'requires'));
  if (typeof backend === 'string') return backend;
  return required?.startsWith('uv_build') ? 'uv_build' : 'setuptools.build_meta';
}

/** @see https://setuptools.pypa.io/en/latest/userguide/package_discovery.html */
async function ofSetuptools(source: string, project: PythonProject): Promise<StatedRoot> {
  const table = at(project, 'tool', 'setuptools');
  const directory = at(project, 'tool', 'setuptools', 'package-dir', '');
  if (directory !== undefined) return ofDirectory(directory);
  const find = at(project, 'tool', 'setuptools', 'packages', 'find');
  if (find !== undefined) return ofDirectories(at(project, 'tool', 'setuptools', 'packages', 'find', 'where') ?? ['.']);
  if (['packages', 'py-modules', 'package-dir'].some((key) => isTable(table) && key in table)) return 'elsewhere';
  const texts = await Promise.all(['setup.cfg', 'setup.py'].map((name) => readText(join(source, name))));
  const older = texts.join('\n');
  if (!/\b(packages|py_modules|package_dir)\b/.test(older)) return 'src';
  return /(package_dir|where)\b[^\n]*(\n[^\n]*)?["'=\s]\.?\/?src\/?["'\s]|find\w*\(\s*["']src["']/.test(`${older}\n`)
    ? 'src'
    : 'elsewhere';
}

/** @see https://python-poetry.org/docs/pyproject/#packages */
function ofPoetry(source: string, project: PythonProject): StatedRoot {
  const packages = at(project, 'tool', 'poetry', 'packages');
  if (!Array.isArray(packages) || packages.length === 0) return ofModule(source, project);
  return ofDirectories(packages.map((one) => (isTable(one) ? (one.from ?? '.') : '.')));
}

/** @see https://hatch.pypa.io/latest/config/build/ */
function ofHatch(source: string, project: PythonProject): StatedRoot {
  for (const level of [['targets', 'wheel'], []]) {
    const get = (key: string): unknown => at(project, 'tool', 'hatch', 'build', ...level, key);
    const sources = get('sources');
    if (Array.isArray(sources)) return ofDirectories(sources);
    if (isTable(sources)) return sources.src === '' || sources['src/'] === '' ? 'src' : 'elsewhere';
    const packages = stringsOf(get('packages')).map((path) => path.replace(/^\.\//, ''));
    if (packages.length > 0) return ofDirectories(packages.map((path) => path.split('/').slice(0, -1).join('/')));
    if (['only-include', 'include', 'force-include'].some((key) => get(key) !== undefined)) return 'elsewhere';
  }
  return ofModule(source, project);
}

/** Poetry, Hatch and Flit look for the package of the project's name, at the root first. */
function ofModule(source: string, project: PythonProject): StatedRoot {
  const named = [at(project, 'tool', 'flit', 'module', 'name'), project.content.project?.name];
  const name = [...named, project.content.tool?.poetry?.name].find((one) => typeof one === 'string');
  if (name === undefined) return 'unknown';
  const written = name.replaceAll('.', '/');
  const modules = [...new Set([written, written.replaceAll('-', '_'), normalizedName(name).replaceAll('-', '_')])];
  const isIn = (directory: string): boolean =>
    modules.some(
      (module) => existsSync(join(source, directory, module)) || existsSync(join(source, directory, `${module}.py`)),
    );
  if (isIn('.')) return 'elsewhere';
  return isIn('src') ? 'src' : 'unknown';
}

/** Of a backend that takes `src` unless told otherwise. */
function ofDirectory(directory: unknown): StatedRoot {
  return ofDirectories([directory ?? 'src']);
}

function ofDirectories(directories: unknown): StatedRoot {
  const known = new Set(
    (Array.isArray(directories) ? directories : [directories]).map((one) =>
      typeof one === 'string' ? one.replace(/^\.\//, '').replace(/\/$/, '') : undefined,
    ),
  );
  if (!known.has('src')) return known.has(undefined) ? 'unknown' : 'elsewhere';
  return known.size === 1 ? 'src' : 'unknown';
}

function at({ content }: PythonProject, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((table, key) => (isTable(table) ? table[key] : undefined), content);
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
