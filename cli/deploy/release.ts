import { readFile } from 'node:fs/promises';

import type { CodeLocation, PackageLocation } from '../aws/lambda';
import { checkSizes, type BuiltPackage } from '../package';
import { step } from '../progress';
import { bundleLayer } from './bundle';
import { copyToLatest } from './copy-to-latest';
import { layerDescription, publishLayer } from './dependency-layer';
import type { DeployResult } from './deploy-result';
import type { Engine } from './engine';
import type { Lease } from './lease';
import { currentRelease, type Ledger } from './ledger';
import { publishNextVersion } from './next-version';
import type { Prepared } from './prepare';
import { recordRelease } from './record';
import { describeRelease, type ReleaseName } from './release-name';
import { releasedTag } from './released-tag';
import { resultOf } from './result-of';
import { packageOf } from './served-code';
import { isImage } from './shipment';
import { shiftTraffic } from './shift';
import { smokeTest } from './smoke-test';
import { upload } from './upload';

/**
 * Makes a release: packages, layer, code, version, smoke test, alias, `latest/`, ledger, in this order.
 *
 * @param directory for the package of the dependencies
 */
export async function release(
  engine: Engine,
  lease: Lease,
  prepared: Prepared,
  directory: string,
): Promise<DeployResult> {
  const { settings, artifacts, keys } = engine;
  const { bundle: made, state, architecture } = prepared;
  const { dependencies } = made;
  const code = isImage(made.code) ? made.code : await packageOf(made.code);
  const sourceVersion = settings.sourceVersion.value;
  const name: ReleaseName = { sourceVersion, tag: await releasedTag(engine) };
  const description = describeRelease(name);
  const layer =
    dependencies !== undefined && prepared.layerVersionArn === undefined
      ? await bundleLayer(dependencies, directory, engine)
      : undefined;
  if (!isImage(code)) checkSizes({ code, layer, direct: artifacts === undefined });

  await lease.check();
  if (layer !== undefined) await upload(engine, keys.deps(sourceVersion), layer, 'dependencies');
  if (!isImage(code)) await upload(engine, keys.app(sourceVersion), code, 'code');
  let { layerVersionArn } = prepared;
  if (dependencies !== undefined && layer !== undefined) {
    await lease.check();
    layerVersionArn = await publishDependencies(engine, prepared, layer, dependencies.key);
  }
  const layers = prepared.layersWith(layerVersionArn);

  const next = {
    codeSha256: code.sha256,
    code: (): Promise<CodeLocation> =>
      isImage(code) ? Promise.resolve({ ImageUri: code.imageUri }) : locationOf(engine, keys.app(sourceVersion), code),
    layers,
    architecture,
    description,
  };
  const { Version: toVersion = '' } = await publishNextVersion(engine, lease, next, state.latest);
  await smokeTest(engine, toVersion);
  const fromVersion = state.serving.Version ?? '';
  const gradually = state.serving.CodeSha256 !== state.placeholderSha256;
  await shiftTraffic(engine, lease, { fromVersion, toVersion, description, gradually });

  const ledger = state.ledger?.ledger;
  if (!isImage(code)) {
    await copyToLatest(engine, {
      code: sourceVersion,
      dependencies: layer === undefined ? builtFor(ledger, dependencies?.key, sourceVersion) : sourceVersion,
    });
  }
  const done: Prepared = { ...prepared, bundle: { ...made, code }, layerVersionArn, layers };
  const releases = await recordRelease(engine, done, {
    version: toVersion,
    ...name,
    previousVersion: fromVersion,
  });
  return { ...resultOf(engine, done, 'released', toVersion, layer !== undefined), ...name, ...releases };
}

/**
 * The source version that these dependencies were built for; undefined where `latest/` holds them already.
 *
 * @param sourceVersion whose run was interrupted, where no release has them
 */
function builtFor(ledger: Ledger | undefined, key: string | undefined, sourceVersion: string): string | undefined {
  if (key === undefined || (ledger && currentRelease(ledger)?.dependencies?.key === key)) return undefined;
  const oldest = ledger?.releases.filter(({ dependencies }) => dependencies?.key === key).at(-1);
  return oldest?.sourceVersion ?? sourceVersion;
}

async function publishDependencies(
  engine: Engine,
  { runtime, architecture }: Prepared,
  layer: BuiltPackage,
  key: string,
): Promise<string> {
  const { settings, keys, onProgress, lambda } = engine;
  const sourceVersion = settings.sourceVersion.value;
  return step(
    onProgress,
    'Publish the layer of dependencies',
    async () =>
      publishLayer(
        lambda,
        engine.lambdaOnce(),
        {
          name: settings.layerName.value,
          description: layerDescription(sourceVersion, key),
          content: await locationOf(engine, keys.deps(sourceVersion), layer),
          runtime,
          architecture,
        },
        key,
        engine,
      ),
    (arn) => `layer version ${arn.split(':').at(-1) ?? ''}`,
  );
}

async function locationOf({ artifacts }: Engine, key: string, { file }: BuiltPackage): Promise<PackageLocation> {
  return artifacts === undefined ? { ZipFile: await readFile(file) } : { S3Bucket: artifacts.bucket, S3Key: key };
}
