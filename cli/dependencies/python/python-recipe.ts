import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

import { CodelessError } from '../../errors';
import type { BuilderName, DependencyOptions } from '../dependencies';
import type { Recipe, RecipeContext, RecipeInput } from '../recipe';
import type { Runtime } from '../runtime';
import { chooseInstaller } from './choose-installer';
import { installPackages } from './install-packages';
import type { Installer } from './installer';
import { exportPipfileLock } from './pipfile-lock';
import { localPathsOf as localPathsOfPoetryLock } from './poetry-lock';
import { parseExport, readRequirements } from './requirements';
import type { Requirements } from './requirements';
import { targetPlatform } from './target-platform';
import { exportPoetryLock, exportUvLock } from './exports';
import { localPathsOf as localPathsOfUvLock, withoutOwnVersions } from './uv-lock';

/** Raised when one of the recipes installs other files for the same inputs. */
const RECIPE_VERSION = 2;

/** What tells one kind of descriptor from another. */
interface Source {
  readonly builder: BuilderName;
  readonly installer: Installer['name'];
  readonly descriptor: string;
  readonly inputs: readonly RecipeInput[];
  /** Whether the list names every package. */
  readonly complete: boolean;
  list(context: RecipeContext): Promise<Requirements>;
}

/**
 * How a descriptor of Python packages is installed.
 *
 * @param descriptor path of a uv.lock, poetry.lock, Pipfile.lock or a file of pip's format
 * @returns undefined where it asks for nothing
 * @throws CodelessError `DescriptorUnknown`, `RequirementsMissing`, `LockInvalid`
 */
export async function pythonRecipe(
  descriptor: string,
  runtime: Runtime,
  options: DependencyOptions,
): Promise<Recipe | undefined> {
  const source = await describe(descriptor, options);
  if (source === undefined) return undefined;
  const platform = targetPlatform(runtime.version, options.architecture);
  return {
    builder: source.builder,
    version: RECIPE_VERSION,
    descriptor,
    inputs: source.inputs,
    async install(context) {
      const requirements = await source.list(context);
      const { installer, python } = await chooseInstaller(source.installer, platform, dirname(descriptor), context);
      const root = options.layout === 'layer' ? join(context.target, 'python') : context.target;
      const { complete } = source;
      await installPackages({ requirements, complete, platform, installer, python, root }, context);
    },
  };
}

async function describe(descriptor: string, options: DependencyOptions): Promise<Source | undefined> {
  switch (basename(descriptor)) {
    case 'uv.lock':
      return uv(descriptor, options.source);
    case 'poetry.lock':
      return poetry(descriptor);
    case 'Pipfile.lock':
      return pipenv(descriptor);
    default:
      if (/\.(json|ya?ml|lock|toml)$/.test(descriptor)) throw unknown(descriptor);
      return pip(descriptor, options.source);
  }
}

function unknown(descriptor: string): CodelessError {
  const hint = 'Name a uv.lock, poetry.lock, Pipfile.lock or a requirements file, or set a dependencies command';
  return new CodelessError('usage', 'DescriptorUnknown', `${descriptor} is no descriptor of Python`, { hint });
}

async function pip(descriptor: string, source: string): Promise<Source | undefined> {
  const requirements = await readRequirements(descriptor, { descriptor: dirname(descriptor), source });
  const isEmpty = requirements.lines.every((line) => line.startsWith('-') && !line.startsWith('-r'));
  if (isEmpty && requirements.locals.length === 0) return undefined;
  const list = (): Promise<Requirements> => Promise.resolve(requirements);
  return { builder: 'pip', installer: 'pip', descriptor, inputs: requirements.inputs, complete: false, list };
}

async function uv(descriptor: string, source: string): Promise<Source> {
  const directory = dirname(descriptor);
  const text = await readFile(descriptor, 'utf8');
  const project = relative(directory, source).split(sep).join('/') || '.';
  const member = project.startsWith('..') ? '.' : project;
  return {
    builder: 'uv',
    installer: 'uv',
    descriptor,
    inputs: [
      { name: 'uv.lock', path: descriptor, content: withoutOwnVersions(text) },
      { name: 'project', path: descriptor, content: member },
      ...localInputs(directory, localPathsOfUvLock(text, member)),
    ],
    complete: true,
    list: async ({ tools }) => parseExport(await exportUvLock(resolve(directory, member), tools), directory),
  };
}

async function poetry(descriptor: string): Promise<Source> {
  const directory = dirname(descriptor);
  const text = await readFile(descriptor, 'utf8');
  return {
    builder: 'poetry',
    installer: 'pip',
    descriptor,
    inputs: [{ name: 'poetry.lock', path: descriptor }, ...localInputs(directory, localPathsOfPoetryLock(text))],
    complete: true,
    list: async ({ tools }) => parseExport(await exportPoetryLock(directory, tools), directory),
  };
}

async function pipenv(descriptor: string): Promise<Source> {
  const text = await readFile(descriptor, 'utf8');
  const requirements = parseExport(exportPipfileLock(text, descriptor), dirname(descriptor));
  return {
    builder: 'pipenv',
    installer: 'pip',
    descriptor,
    inputs: [{ name: 'Pipfile.lock', path: descriptor }, ...requirements.inputs],
    complete: true,
    list: () => Promise.resolve(requirements),
  };
}

function localInputs(directory: string, paths: readonly string[]): RecipeInput[] {
  return paths.map((name) => ({ name, path: resolve(directory, name) }));
}
