import { CodelessError } from '../../errors';
import type { RecipeContext } from '../recipe';
import type { Installer } from './installer';
import { findPython } from './interpreter';
import { containerPipInstaller, pipInstaller } from './pip-installer';
import type { TargetPlatform } from './target-platform';
import { uvInstaller } from './uv-installer';

/** An installer, and the Python that can make wheels where one is missing. */
export interface ChosenInstaller {
  readonly installer: Installer;
  readonly python: string | undefined;
}

/**
 * pip in the container where there is one; else the preferred installer, and the other one where that is missing.
 *
 * @param directory of the descriptor
 * @throws CodelessError `DependencyToolMissing`
 */
export async function chooseInstaller(
  preferred: Installer['name'],
  platform: TargetPlatform,
  directory: string,
  context: RecipeContext,
): Promise<ChosenInstaller> {
  const { tools, scratch } = context;
  if (tools.inContainer) return { installer: containerPipInstaller(context), python: undefined };
  const python = await findPython(platform.version, scratch, tools);
  const uv = tools.find('uv');
  if (uv !== undefined && (preferred === 'uv' || python === undefined)) {
    return { installer: uvInstaller(uv, platform, directory, context), python };
  }
  if (python !== undefined) return { installer: await pipInstaller(python, platform, context), python };
  const message = 'Python packages need pip or uv, and PATH has no Python with pip and no uv';
  throw new CodelessError('build', 'DependencyToolMissing', message, {
    hint: `Install Python ${platform.version} with pip, or uv: https://docs.astral.sh/uv/`,
  });
}
