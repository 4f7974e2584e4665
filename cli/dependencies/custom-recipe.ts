import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { DependencyOptions } from './dependencies';
import { readRequirements } from './python/requirements';
import type { Recipe, RecipeInput } from './recipe';
import { toolFailed } from './tools/toolbox';

const RECIPE_VERSION = 1;

/** Files at the root of a source that say what is to be installed, in whatever language. */
const DESCRIPTORS =
  /^(requirements.*\.(txt|in)|uv\.lock|poetry\.lock|Pipfile(\.lock)?|pyproject\.toml|package(-lock)?\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|go\.(mod|sum)|Gemfile(\.lock)?|.*\.gemspec|pom\.xml|(build|settings)\.gradle(\.kts)?|gradle\.lockfile|.*\.(cs|fs)proj|packages\.lock\.json|Cargo\.(toml|lock)|composer\.(json|lock))$/;

/**
 * The user's own command, run by `/bin/sh -c` in the source directory, which fills `CODELESS_TARGET` for
 * `CODELESS_RUNTIME` on `CODELESS_ARCHITECTURE`.
 *
 * Its inputs are the descriptor that the user named, else those at the root of the source, else the whole source.
 *
 * @param descriptor path of the one that the user named
 */
export async function customRecipe(
  command: string,
  descriptor: string | undefined,
  options: DependencyOptions,
): Promise<Recipe> {
  const { source, runtime = '', architecture } = options;
  return {
    builder: 'command',
    version: RECIPE_VERSION,
    descriptor: descriptor ?? source,
    inputs: await inputsOf(source, descriptor),
    async install({ target, tools }) {
      const env = { CODELESS_TARGET: target, CODELESS_RUNTIME: runtime, CODELESS_ARCHITECTURE: architecture };
      const result = await tools.install({ program: '/bin/sh', args: ['-c', command], cwd: source, env });
      if (result.code !== 0) throw toolFailed('the dependencies command failed', result);
    },
  };
}

async function inputsOf(source: string, descriptor: string | undefined): Promise<readonly RecipeInput[]> {
  if (descriptor !== undefined) {
    if (!/\.(txt|in)$/.test(descriptor)) return [{ name: basename(descriptor), path: descriptor }];
    return (await readRequirements(descriptor, { descriptor: dirname(descriptor), source })).inputs;
  }
  const names = (await readdir(source)).filter((name) => DESCRIPTORS.test(name)).sort();
  if (names.length === 0) return [{ name: '.', path: source }];
  return names.map((name) => ({ name, path: join(source, name) }));
}
