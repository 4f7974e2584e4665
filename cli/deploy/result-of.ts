import type { DeployResult } from './deploy-result';
import type { Engine } from './engine';
import type { Prepared } from './prepare';
import { isImage } from './shipment';
import { servedRelease } from './state';

/**
 * Puts together what a deploy did.
 *
 * @param toVersion undefined in a dry run that would publish one
 * @param isLayerBuilt whether the layer of dependencies was built, or would be
 */
export function resultOf(
  { settings, artifacts, keys }: Engine,
  { state, bundle: { code, dependencies, packaged }, plan, layerVersionArn, layers = [] }: Prepared,
  outcome: DeployResult['outcome'],
  toVersion: string | undefined,
  isLayerBuilt = dependencies !== undefined && layerVersionArn === undefined,
): DeployResult {
  const { serving } = state;
  const sourceVersion = settings.sourceVersion.value;
  const functionArn = (state.latest.FunctionArn ?? '').split(':').slice(0, 7).join(':');
  const isPlaceholder = serving.CodeSha256 === state.placeholderSha256;
  const served = servedRelease(state);
  const bucket = outcome === 'released' ? artifacts?.bucket : undefined;
  const found = dependencies ?? packaged;
  return {
    outcome,
    functionName: settings.functionName.value,
    functionArn,
    region: functionArn.split(':')[3] ?? '',
    aliasName: settings.aliasName.value,
    fromVersion: serving.Version ?? '',
    ...(served === undefined || isPlaceholder ? {} : { fromSourceVersion: served.sourceVersion }),
    toVersion,
    ...(outcome === 'released' && !isPlaceholder ? { backTo: serving.Version } : {}),
    sourceVersion: toVersion === serving.Version ? served?.sourceVersion : sourceVersion,
    ...(toVersion === serving.Version && served?.tag !== undefined ? { tag: served.tag } : {}),
    code: {
      changed: plan.reasons.includes('code'),
      sha256: code.sha256,
      bytes: code.bytes,
      ...(isImage(code)
        ? { imageUri: code.imageUri }
        : bucket === undefined
          ? {}
          : { stored: { bucket, key: keys.app(sourceVersion) } }),
    },
    dependencies: {
      state:
        packaged !== undefined
          ? 'packaged'
          : dependencies === undefined
            ? 'none'
            : isLayerBuilt
              ? 'changed'
              : 'unchanged',
      ...(found === undefined ? {} : { builder: found.builder, key: found.key }),
      ...(layerVersionArn === undefined ? {} : { layerVersionArn }),
      ...(bucket !== undefined && isLayerBuilt ? { stored: { bucket, key: keys.deps(sourceVersion) } } : {}),
    },
    configuration: plan.settings,
    layers,
  };
}
