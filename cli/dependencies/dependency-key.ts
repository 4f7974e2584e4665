import { createHash } from 'node:crypto';

import { contentDigest } from './content-digest';
import { exactDigest } from './exact-digest';
import type { DependencyOptions } from './dependencies';
import type { Recipe } from './recipe';

/**
 * Hexadecimal SHA-256 over what decides the installed files: the builder and the version of its recipe, the content of its
 * inputs, runtime, architecture, layout, image and command.
 *
 * It does not hold the version of pip, npm and their like: of two machines with different ones, each would build the
 * other's layer again for ever. A recipe's version is raised instead when its arguments change. Nor does it hold paths,
 * times and the environment, such as the address of an index.
 */
export async function dependencyKey(recipe: Recipe, options: DependencyOptions): Promise<string> {
  const inputs = await Promise.all(
    recipe.inputs.map(async ({ name, path, content, counts, exact = false }): Promise<[string, string]> => [
      name,
      content !== undefined ? sha256(content) : exact ? await exactDigest(path) : await contentDigest(path, counts),
    ]),
  );
  return sha256(
    JSON.stringify({
      builder: recipe.builder,
      recipe: recipe.version,
      inputs: inputs.sort(compare),
      runtime: options.runtime ?? null,
      architecture: options.architecture,
      layout: options.layout,
      image: options.image ?? null,
      command: options.command ?? null,
    }),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** By code unit, so that the order is the same in every locale. */
function compare([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : Number(one > other);
}
