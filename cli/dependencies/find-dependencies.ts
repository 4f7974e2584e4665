import { statSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import type { OnProgress } from '../progress';
import { customRecipe } from './custom-recipe';
import type { Dependencies, DependencyOptions } from './dependencies';
import { dependencyKey } from './dependency-key';
import { findDescriptor, lockOf, namedDescriptor } from './locate-descriptor';
import type { Recipe } from './recipe';
import { parseRuntime } from './runtime';
import { withScratch } from '../scratch';
import { Container } from './tools/container';
import { Toolbox } from './tools/toolbox';
import { refuseWithoutRecipe } from './without-recipe';

/**
 * Finds out what a source depends on and who installs it, without running anything.
 *
 * In this order: the user's command; the descriptor that the user named; what is found in the source for the runtime's
 * language. In an archive nothing is looked for; what is named is looked for beside it.
 *
 * @returns undefined where nothing is to be installed
 * @throws CodelessError with exit `usage` where a descriptor is missing, unknown or broken, with exit `build` where no recipe
 *   knows the runtime
 */
export async function findDependencies(options: DependencyOptions): Promise<Dependencies | undefined> {
  const source = resolve(options.source);
  const isArchive = statSync(source, { throwIfNoEntry: false })?.isFile() === true;
  // An archive has its dependencies in it, unless the user names what belongs beside it.
  if (isArchive && options.descriptor === undefined && options.command === undefined) return undefined;
  const settled = { ...options, source: isArchive ? dirname(source) : source };
  const recipe = await findRecipe(settled);
  if (recipe === undefined) return undefined;
  return {
    builder: recipe.builder,
    descriptor: recipe.descriptor,
    key: await dependencyKey(recipe, settled),
    inputs: [...new Set(recipe.inputs.map(({ path }) => path))].sort(),
    build: (target, onProgress) => build(recipe, settled, resolve(target), onProgress),
  };
}

async function findRecipe(options: DependencyOptions): Promise<Recipe | undefined> {
  const named = namedDescriptor(options);
  if (options.command !== undefined) return customRecipe(options.command, named, options);
  const runtime = parseRuntime(options.runtime);
  if (runtime === undefined) {
    if (!options.built || named !== undefined) await refuseWithoutRecipe(options, named);
    return undefined;
  }
  if (options.descriptor !== undefined && named === undefined) return undefined;
  const descriptor = await (named === undefined ? findDescriptor(options, runtime) : lockOf(named, runtime));
  if (descriptor === undefined) return undefined;
  if (runtime.family === 'python') {
    // eslint-disable-next-line no-restricted-syntax -- a run needs one of the two at most
    const { pythonRecipe } = await import('./python/python-recipe');
    return pythonRecipe(descriptor, runtime, options);
  }
  // eslint-disable-next-line no-restricted-syntax -- a run needs one of the two at most
  const { nodejsRecipe } = await import('./nodejs/nodejs-recipe');
  return nodejsRecipe(descriptor, runtime, options);
}

async function build(
  recipe: Recipe,
  options: DependencyOptions,
  directory: string,
  onProgress: OnProgress,
): Promise<void> {
  const { image, architecture, env, signal = new AbortController().signal } = options;
  await mkdir(directory, { recursive: true });
  // Docker mounts the place itself, and not what points there.
  const target = await realpath(directory);
  await withScratch(env, async (scratch) => {
    const directories = [scratch, target, ...(recipe.builder === 'command' ? [options.source] : [])];
    const container = image === undefined ? undefined : new Container({ image, architecture, directories, env });
    await recipe.install({
      target,
      scratch,
      tools: new Toolbox({ env, signal, onProgress, container }),
      note: (level, text) => {
        onProgress({ kind: 'note', level, text });
      },
    });
  });
}
