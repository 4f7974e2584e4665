import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { RecipeContext } from '../recipe';
import { toolFailed } from '../tools/toolbox';
import type { Installer } from './installer';
import { fullVersion } from './target-platform';
import type { TargetPlatform } from './target-platform';

/** glibc 2.34 is that of Amazon Linux 2023; uv knows no tag between 2.17 and 2.28, and Amazon Linux 2 has 2.26. */
const FIRST_WITH_OWN_TAG = 28;

/**
 * uv, which takes wheels for Lambda's platform alone.
 *
 * @param directory where uv looks for the project's settings, such as its indexes
 */
export function uvInstaller(
  uv: string,
  platform: TargetPlatform,
  directory: string,
  { tools }: RecipeContext,
): Installer {
  return {
    name: 'uv',
    install: ({ file, constraints, complete, wheels, root }) =>
      tools.run({
        program: uv,
        args: [
          ...['pip', 'install', '--target', root, '--only-binary', ':all:', '--link-mode', 'copy', '--no-progress'],
          ...['--python-platform', pythonPlatform(platform), '--python-version', fullVersion(platform)],
          ...['--requirements', file],
          ...(constraints === undefined ? [] : ['--constraints', constraints]),
          ...(complete ? ['--no-deps'] : []),
          ...(wheels === undefined ? [] : ['--find-links', wheels]),
        ],
        cwd: directory,
      }),
    prepareLocal: async (path) => {
      if (/\.(whl|zip|gz)$/.test(path)) return path;
      const wheels = join(dirname(path), 'wheel');
      const args = ['build', '--wheel', '--out-dir', wheels, path];
      const result = await tools.run({ program: uv, args, cwd: dirname(path) });
      const [wheel] = result.code === 0 ? (await readdir(wheels)).filter((name) => name.endsWith('.whl')) : [];
      if (wheel === undefined) throw toolFailed(`uv could not build ${basename(path)}`, result);
      return join(wheels, wheel);
    },
  };
}

function pythonPlatform({ machine, glibc }: TargetPlatform): string {
  return `${machine}-${glibc >= FIRST_WITH_OWN_TAG ? `manylinux_2_${glibc}` : 'manylinux2014'}`;
}
