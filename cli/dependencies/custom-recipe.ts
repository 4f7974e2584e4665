import { commandInputs } from './command-inputs';
import type { DependencyOptions } from './dependencies';
import type { Recipe } from './recipe';
import { checkLayout } from './check-layout';
import { toolFailed } from './tools/toolbox';

const RECIPE_VERSION = 3;

/**
 * The user's own command, run by `/bin/sh -c` in the source directory, which fills `CODELESS_TARGET` for
 * `CODELESS_RUNTIME` on `CODELESS_ARCHITECTURE`, as `CODELESS_LAYOUT` says: `layer` or `package`.
 *
 * @param descriptor path of the one that the user named
 */
export async function customRecipe(
  command: string,
  descriptor: string | undefined,
  options: DependencyOptions,
): Promise<Recipe> {
  const { source, runtime = '', architecture, layout } = options;
  return {
    builder: 'command',
    version: RECIPE_VERSION,
    descriptor: descriptor ?? source,
    inputs: await commandInputs(source, descriptor),
    async install({ target, tools }) {
      const env = {
        CODELESS_TARGET: target,
        CODELESS_RUNTIME: runtime,
        CODELESS_ARCHITECTURE: architecture,
        CODELESS_LAYOUT: layout,
      };
      const result = await tools.install({ program: '/bin/sh', args: ['-c', command], cwd: source, env });
      if (result.code !== 0) throw toolFailed('the dependencies command failed', result);
      await checkLayout(target, options);
    },
  };
}
