import { basename, dirname } from 'node:path';

import { readRequirements } from './python/requirements';
import type { RecipeInput } from './recipe';

/**
 * What decides the result of the user's own command, beside its text: the descriptor that the user named, else all of the
 * source, since nobody knows what the command reads there.
 *
 * @param descriptor path of the one that the user named: a file of pip's format counts with all that it includes, and a
 *   directory with all that is in it
 */
export async function commandInputs(source: string, descriptor: string | undefined): Promise<readonly RecipeInput[]> {
  const exact = true;
  if (descriptor === undefined) return [{ name: '.', path: source, exact }];
  if (!/\.(txt|in)$/.test(descriptor)) return [{ name: basename(descriptor), path: descriptor, exact }];
  const { inputs } = await readRequirements(descriptor, { descriptor: dirname(descriptor), source });
  return inputs.map((input) => ({ ...input, exact }));
}
