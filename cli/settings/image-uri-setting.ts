import { CodelessError } from '../errors';
import { parseImageUri } from '../image/image-uri';
import type { FlagName } from './flags';
import type { LayeredValues } from './layered-values';
import type { Setting } from './settings';

/** What says how a package is made, of which an image has nothing. */
const OF_PACKAGES: readonly FlagName[] = [
  'app-src-path',
  'app-packages-descriptor-path',
  'function-runtime',
  'function-handler',
  'function-layer-name',
  'dependencies',
  'dependencies-command',
  'build-command',
  'bundle',
  'external',
  'docker',
  'build-docker-repo',
  'build-docker-image',
];

/**
 * The image that is shipped. What the contract says of packages does no harm; what else was given contradicts it.
 *
 * @throws CodelessError with exit `usage`: `ImageUriInvalid`, `ImageWithSource`
 */
export function imageUriSetting(values: LayeredValues): Setting<string | undefined> {
  const setting = values.text('image-uri');
  if (setting.value === undefined) return setting;
  parseImageUri(setting.value);
  const others = OF_PACKAGES.filter((name) => {
    const { value, source } = values.text(name) as Setting<unknown>;
    const isGiven = source !== 'default' && source !== 'contract';
    return isGiven && value !== false && value !== 'none';
  });
  if (others.length === 0) return setting;
  throw new CodelessError(
    'usage',
    'ImageWithSource',
    `image-uri does not go with ${others.join(', ')}: an image holds its code and its dependencies`,
    { hint: 'Give the one or the other, on the command line, in CODELESS_ variables and in the configuration file.' },
  );
}
