import type { FlagName } from './flags';
import type { Setting, Settings } from './settings';

/** The setting of each flag that has one; the contract is no setting of its own. */
const SETTING_OF = {
  'function-name': 'functionName',
  'function-alias-name': 'aliasName',
  'function-layer-name': 'layerName',
  'function-runtime': 'runtime',
  'function-handler': 'handler',
  'check-handler': 'checkHandler',
  'function-architecture': 'architecture',
  'app-s3-bucket': 'bucket',
  'app-s3-prefix': 'prefix',
  'app-src-path': 'source',
  'image-uri': 'imageUri',
  'app-packages-descriptor-path': 'descriptor',
  dependencies: 'dependencies',
  'dependencies-command': 'dependenciesCommand',
  'build-command': 'buildCommand',
  bundle: 'bundle',
  external: 'external',
  'build-docker-image': 'buildImage',
  'source-version': 'sourceVersion',
  tag: 'tag',
  'tag-pattern': 'tagPattern',
  'smoke-test': 'smokeTest',
  'notify-topic': 'notifyTopic',
  'repository-url': 'repositoryUrl',
  'lease-seconds': 'leaseSeconds',
  'wait-seconds': 'waitSeconds',
  'timeout-seconds': 'timeoutSeconds',
  keep: 'keep',
  prune: 'prune',
} as const satisfies Partial<Record<FlagName, keyof Settings>>;

/** Each setting by the name of its flag, and where it came from; what has no value is left out. */
export function describeSettings(settings: Settings): Record<string, Setting<unknown>> {
  const rows = Object.entries(SETTING_OF).map(([flag, key]) => [flag, settings[key]] as const);
  return Object.fromEntries(rows.filter(([, { value }]) => value !== undefined && value !== ''));
}
