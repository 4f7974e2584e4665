import { basename, dirname, join } from 'node:path';

import { CodelessError } from '../../errors';
import type { DependencyOptions } from '../dependencies';
import type { Recipe, RecipeInput } from '../recipe';
import type { Runtime } from '../runtime';
import { chooseInstaller } from './choose-installer';
import { installPackages } from './install-packages';
import { refuseOtherPython } from './required-python';
import { pipSource } from './sources/pip-source';
import { pipenvSource } from './sources/pipenv-source';
import { poetrySource } from './sources/poetry-source';
import type { Source, SourceOptions } from './sources/source';
import { uvSource } from './sources/uv-source';
import { markerEnvironment, targetPlatform } from './target-platform';

/** Raised when one of the recipes installs other files for the same inputs. */
const RECIPE_VERSION = 3;

/**
 * How a descriptor of Python packages is installed.
 *
 * @param descriptor path of a uv.lock, poetry.lock, Pipfile.lock or a file of pip's format
 * @returns undefined where it asks for nothing that is for Lambda
 * @throws CodelessError `DescriptorUnknown`, `RequirementsMissing`, `LocalPackageMissing`, `LockInvalid`, `LockStale`,
 *   `PythonMismatch`
 */
export async function pythonRecipe(
  descriptor: string,
  runtime: Runtime,
  options: DependencyOptions,
): Promise<Recipe | undefined> {
  const platform = targetPlatform(runtime.version, options.architecture);
  const environment = markerEnvironment(platform);
  const source = await read(descriptor, { source: options.source, environment });
  refuseOtherPython(source.pythons, runtime.version);
  if (source.isEmpty) return undefined;
  return {
    builder: source.builder,
    version: RECIPE_VERSION,
    descriptor,
    inputs: [...source.inputs, ...declaredInput(source, descriptor)],
    async install(context) {
      const requirements = await source.list(context);
      const { installer, python } = await chooseInstaller(source.installer, platform, dirname(descriptor), context);
      const root = options.layout === 'layer' ? join(context.target, 'python') : context.target;
      await installPackages(
        { source, descriptor, requirements, platform, environment, installer, python, root },
        context,
      );
    },
  };
}

/** A layer that was built before a project asked for more was never checked for it. */
function declaredInput({ declared }: Source, path: string): RecipeInput[] {
  return declared.length === 0 ? [] : [{ name: 'declared', path, content: JSON.stringify(declared) }];
}

async function read(descriptor: string, options: SourceOptions): Promise<Source> {
  switch (basename(descriptor)) {
    case 'uv.lock':
      return uvSource(descriptor, options);
    case 'poetry.lock':
      return poetrySource(descriptor, options);
    case 'Pipfile.lock':
      return pipenvSource(descriptor, options);
    default:
      if (/\.(json|ya?ml|lock|toml|py|cfg)$/.test(descriptor)) throw unknown(descriptor);
      return pipSource(descriptor, options);
  }
}

function unknown(descriptor: string): CodelessError {
  const hint = 'Name a uv.lock, poetry.lock, Pipfile.lock or a requirements file, or set a dependencies command';
  return new CodelessError('usage', 'DescriptorUnknown', `${descriptor} is no descriptor of Python`, { hint });
}
