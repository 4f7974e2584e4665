import { CodelessError } from '../errors';
import type { LayeredValues } from './layered-values';
import type { Settings } from './settings';

/**
 * How the code is built.
 *
 * @throws CodelessError with exit `usage` for what is no combination
 */
export function codeBuildSettings(values: LayeredValues): Pick<Settings, 'buildCommand' | 'bundle' | 'external'> {
  const buildCommand = values.text('build-command');
  const bundle = values.booleanOr('bundle', false);
  const { value, source } = values.text('external');
  if (bundle.value && buildCommand.value !== undefined) {
    throw new CodelessError('usage', 'WrongCombination', '--bundle and --build-command both build the package', {
      hint: 'Give one of them; --no-bundle takes back what the environment or codeless.yml says.',
    });
  }
  if (value !== undefined && !bundle.value) {
    throw new CodelessError('usage', 'WrongCombination', '--external is for --bundle, which is not given', {
      hint: 'Give --bundle too, or leave --external out.',
    });
  }
  if (bundle.value && value === undefined && values.text('dependencies-command').value !== undefined) {
    const message = '--dependencies-command is not run with --bundle: all that the code imports is in the bundle';
    throw new CodelessError('usage', 'WrongCombination', message, {
      hint: 'Leave it out, or name the packages with --external that it installs.',
    });
  }
  return { buildCommand, bundle, external: { value: value?.split(',') ?? [], source } };
}
