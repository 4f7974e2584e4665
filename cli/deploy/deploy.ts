import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { PackageLocation } from '../aws/lambda';
import { CodelessError } from '../errors';
import { checkSizes, type BuiltPackage } from '../package';
import { step } from '../progress';
import { bundle, bundleLayer, type Bundle } from './bundle';
import { layersOf } from './configuration';
import { findLayer, layerDescription, publishLayer } from './dependency-layer';
import type { DeployResult } from './deploy-result';
import type { Engine } from './engine';
import { composeLayers, isLayer, MAX_LAYERS } from './layers';
import type { Lease } from './lease';
import { parseLease, shorten } from './lease-text';
import { currentRelease, withRelease, type Ledger, type Release } from './ledger';
import { planDeploy, rolledBackBefore, type Plan } from './plan';
import { rebuildLedger, versionBefore } from './record';
import { publishNextVersion, smokeTest } from './release';
import { shiftTraffic } from './shift';
import { readState, servedSourceVersion, type FunctionState } from './state';
import { checkDeployable, targetOf } from './target';
import { upload } from './upload';

/** What one deploy was told beyond the settings. */
export interface DeployOptions {
  readonly dryRun: boolean;
  /** Ship a release again that was rolled back. */
  readonly redeploy: boolean;
}

/** What a deploy knows when it has looked at everything and written nothing. */
interface Prepared {
  readonly state: FunctionState;
  readonly bundle: Bundle;
  /** The layer of dependencies, where it exists already. */
  readonly layerVersionArn: string | undefined;
  /** The layers that the version shall have; undefined while the layer of dependencies is not published. */
  readonly layers: readonly string[] | undefined;
  readonly architecture: string;
  readonly runtime: string | undefined;
  readonly plan: Plan;
}

/**
 * Ships the source: nothing is written where nothing changed, and what is written comes in an order in which a crash at any
 * point leaves the alias on a good version and the next run finishes the job.
 *
 * @throws CodelessError where the deploy is refused or fails; the alias then serves what it served before
 */
export async function deploy(engine: Engine, options: DeployOptions): Promise<DeployResult> {
  const directory = await mkdtemp(join(tmpdir(), 'codeless-'));
  try {
    return await deployFrom(engine, options, directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function deployFrom(engine: Engine, options: DeployOptions, directory: string): Promise<DeployResult> {
  const { settings } = engine;
  let state = await look(engine);
  const target = targetOf(settings, state.latest);
  const made = await bundle(settings, target, directory, engine);
  let prepared = await prepare(engine, state, made);
  if (isDone(prepared.plan)) return resultOf(engine, prepared, 'unchanged', prepared.state.serving.Version);
  await checkAllowed(engine, prepared, options);
  if (options.dryRun) {
    const moves = prepared.plan.reasons.length > 0;
    return resultOf(engine, prepared, 'planned', moves ? undefined : prepared.state.serving.Version);
  }

  const { Description: before } = state.alias;
  const [lease, asSeen] = await engine.lease(`deploying ${settings.sourceVersion.value}`, state.alias);
  try {
    if (!asSeen) {
      state = await look(engine);
      prepared = await prepare(engine, { ...state, alias: lease.alias }, made);
      await checkAllowed(engine, prepared, options);
    }
    if (prepared.plan.reasons.length === 0) return await finish(engine, lease, prepared);
    return await release(engine, lease, prepared, directory);
  } catch (error) {
    // Whatever went wrong, the function is free for the next deploy; the first error is the one to tell.
    const description = parseLease(before) === undefined ? before : state.serving.Description;
    await lease.release(description ?? '').catch(() => undefined);
    throw error;
  }
}

/** Reads the state and refuses what must not be deployed to. */
async function look(engine: Engine): Promise<FunctionState> {
  const { lambda, settings, ledgerStore, onProgress } = engine;
  const state = await step(
    onProgress,
    'Look at the function',
    () => readState(lambda, settings.aliasName.value, ledgerStore),
    ({ serving }) => `${settings.aliasName.value} serves version ${serving.Version ?? '?'}`,
  );
  checkDeployable(settings, state);
  return state;
}

async function prepare(engine: Engine, state: FunctionState, made: Bundle): Promise<Prepared> {
  const { lambda, settings } = engine;
  const { architecture, runtime } = targetOf(settings, state.latest);
  const ledger = state.ledger?.ledger;
  const layerName = settings.layerName.value;
  const serving = layersOf(state.serving);
  const { dependencies } = made;
  const layerVersionArn =
    dependencies === undefined ? undefined : await findLayer(lambda, layerName, dependencies.key, ledger, serving);
  const declaredBefore = ledger === undefined ? [] : (currentRelease(ledger)?.declaredLayers ?? []);
  const layers = composeLayers({
    current: layersOf(state.latest),
    declared: settings.contract?.layers ?? [],
    declaredBefore,
    layerName,
    own: dependencies === undefined ? undefined : (layerVersionArn ?? `:layer:${layerName}:0`),
  });
  if (layers.length > MAX_LAYERS) {
    throw new CodelessError(
      'refused',
      'TooManyLayers',
      `${lambda.functionName} would have ${layers.length} layers, and Lambda takes ${MAX_LAYERS}: ${layers.join(', ')}`,
      { hint: 'Take one away, or put the dependencies into the package with --dependencies package.' },
    );
  }
  const known = dependencies !== undefined && layerVersionArn === undefined ? undefined : layers;
  const plan = planDeploy(
    { code: made.code, layers: known, architecture, recorded: engine.ledgerStore !== undefined },
    state,
  );
  return { state, bundle: made, layerVersionArn, layers: known, architecture, runtime, plan };
}

function isDone({ reasons, unrecorded, leftLease }: Plan): boolean {
  return reasons.length === 0 && !unrecorded && !leftLease;
}

/**
 * @throws CodelessError `PlaceholderCode`, `RolledBack`, `AlarmsRing`
 */
async function checkAllowed(engine: Engine, prepared: Prepared, options: DeployOptions): Promise<void> {
  if (prepared.plan.reasons.length === 0) return;
  const { settings, clients, signal } = engine;
  const { bundle: made, state } = prepared;
  if (made.code.sha256 === settings.contract?.placeholderSha256) {
    throw new CodelessError(
      'refused',
      'PlaceholderCode',
      `the source ${settings.source.value} is Terraform's placeholder`,
      {
        hint: 'Name the directory of your code with --app-src-path.',
      },
    );
  }
  const before = rolledBackBefore(state.ledger?.ledger, made.code.sha256, made.dependencies?.key);
  if (before !== undefined && !options.redeploy) {
    throw new CodelessError(
      'refused',
      'RolledBack',
      `this is ${before.sourceVersion} (version ${before.version}), which ${before.by} rolled back at ${before.at}`,
      { hint: 'Deploy something newer, or say --redeploy to ship it again.' },
    );
  }
  const ringing = await clients.ringingAlarms(settings.contract?.alarms ?? [], signal);
  if (ringing.length > 0) {
    throw new CodelessError('refused', 'AlarmsRing', `alarms that stop a deploy are ringing: ${ringing.join(', ')}`, {
      hint: 'Wait until they are silent, or roll back with codeless rollback.',
    });
  }
}

async function release(engine: Engine, lease: Lease, prepared: Prepared, directory: string): Promise<DeployResult> {
  const { settings, artifacts, onProgress, keys } = engine;
  const { bundle: made, state, architecture } = prepared;
  const sourceVersion = settings.sourceVersion.value;
  const layer =
    made.dependencies !== undefined && prepared.layerVersionArn === undefined
      ? await bundleLayer(made.dependencies, directory, onProgress)
      : undefined;
  checkSizes({ code: made.code, layer, direct: artifacts === undefined });

  lease.check();
  if (layer !== undefined) await upload(engine, keys.deps(sourceVersion), layer, 'dependencies');
  await upload(engine, keys.app(sourceVersion), made.code, 'code');
  let { layers, layerVersionArn } = prepared;
  if (made.dependencies !== undefined && layer !== undefined) {
    lease.check();
    layerVersionArn = await publishDependencies(engine, prepared, layer, made.dependencies.key);
  }
  layers ??= composeLayers({
    current: layersOf(state.latest),
    declared: settings.contract?.layers ?? [],
    declaredBefore: (state.ledger && currentRelease(state.ledger.ledger)?.declaredLayers) ?? [],
    layerName: settings.layerName.value,
    own: layerVersionArn,
  });

  const version = await publishNextVersion(
    engine,
    lease,
    {
      codeSha256: made.code.sha256,
      code: () => locationOf(engine, keys.app(sourceVersion), made.code),
      layers,
      architecture,
      sourceVersion,
    },
    state.latest,
  );
  const toVersion = version.Version ?? '';
  await smokeTest(engine, toVersion);
  const fromVersion = state.serving.Version ?? '';
  const gradually = state.serving.CodeSha256 !== settings.contract?.placeholderSha256;
  await shiftTraffic(engine, lease, { fromVersion, toVersion, description: sourceVersion, gradually });
  const builtBefore = state.ledger && currentRelease(state.ledger.ledger)?.dependencies?.key;
  const otherDependencies = made.dependencies !== undefined && made.dependencies.key !== builtBefore;
  await copyToLatest(engine, sourceVersion, otherDependencies);
  const done: Prepared = { ...prepared, layerVersionArn, layers };
  const releases = await record(engine, done, {
    version: toVersion,
    sourceVersion,
    previousVersion: fromVersion,
    layers,
  });
  return { ...resultOf(engine, done, 'released', toVersion, layer !== undefined), ...releases };
}

/** Does what an earlier run did not come to: the alias is right, and what follows is missing. */
async function finish(engine: Engine, lease: Lease, prepared: Prepared): Promise<DeployResult> {
  const { settings, lambda, keys } = engine;
  const { state, bundle: made, layers = [] } = prepared;
  const version = state.serving.Version ?? '';
  const sourceVersion = servedSourceVersion(state) ?? settings.sourceVersion.value;
  await lease.release(shorten(sourceVersion));
  if (prepared.plan.unrecorded) {
    await upload(engine, keys.app(sourceVersion), made.code, 'code');
    await copyToLatest(engine, sourceVersion, made.dependencies !== undefined);
    const previousVersion = state.ledger?.ledger.current ?? (await versionBefore(lambda, version));
    const releases = await record(engine, prepared, { version, sourceVersion, previousVersion, layers });
    return { ...resultOf(engine, prepared, 'recorded', version), sourceVersion, ...releases };
  }
  return { ...resultOf(engine, prepared, 'recorded', version), sourceVersion };
}

/** Copies the packages of a release to `latest/`; dependencies that another source version built are there already. */
async function copyToLatest(
  { artifacts, keys, onProgress }: Engine,
  sourceVersion: string,
  dependencies: boolean,
): Promise<void> {
  if (artifacts === undefined) return;
  await step(
    onProgress,
    'Copy to latest/',
    async () => {
      await artifacts.copy(keys.app(sourceVersion), keys.app('latest'));
      if (dependencies) await artifacts.copy(keys.deps(sourceVersion), keys.deps('latest'));
    },
    () => `s3://${artifacts.bucket}/${keys.app('latest')}`,
  );
}

async function publishDependencies(
  engine: Engine,
  { runtime, architecture }: Prepared,
  layer: BuiltPackage,
  key: string,
): Promise<string> {
  const { settings, keys, onProgress, lambda, signal } = engine;
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
        signal,
      ),
    (arn) => `layer version ${arn.split(':').at(-1) ?? ''}`,
  );
}

async function locationOf({ artifacts }: Engine, key: string, { file }: BuiltPackage): Promise<PackageLocation> {
  return artifacts === undefined ? { ZipFile: await readFile(file) } : { S3Bucket: artifacts.bucket, S3Key: key };
}

/** Writes the release into the ledger: the mark that all of it is done. */
async function record(
  engine: Engine,
  { state, bundle: made, layerVersionArn }: Prepared,
  released: Pick<Release, 'version' | 'sourceVersion' | 'previousVersion'> & { readonly layers: readonly string[] },
): Promise<Pick<DeployResult, 'releases'>> {
  const { ledgerStore, settings, lambda, onProgress, holder } = engine;
  if (ledgerStore === undefined) return {};
  const { dependencies } = made;
  const entry: Release = {
    ...released,
    codeSha256: made.code.sha256,
    layers: [...released.layers],
    ...(dependencies === undefined || layerVersionArn === undefined
      ? {}
      : { dependencies: { layerVersionArn, key: dependencies.key, builder: dependencies.builder } }),
    declaredLayers: [...(settings.contract?.layers ?? [])],
    ...(settings.contract === undefined ? {} : { configurationSha256: settings.contract.configurationSha256 }),
    releasedAt: new Date().toISOString(),
    releasedBy: holder,
  };
  const change = async (present: Ledger | undefined): Promise<Ledger> => {
    const rebuild = {
      lambda,
      aliasName: settings.aliasName.value,
      latest: state.latest,
      current: released.version,
      placeholderSha256: settings.contract?.placeholderSha256,
    };
    return withRelease(present ?? (await rebuildLedger(rebuild)), entry);
  };
  const ledger = await step(
    onProgress,
    'Record the release',
    () => ledgerStore.change(change),
    ({ releases }) => `${releases.length} in the ledger`,
  );
  return { releases: ledger.releases.length };
}

function resultOf(
  { settings, artifacts, keys }: Engine,
  { state, bundle: made, plan, layerVersionArn, layers }: Prepared,
  outcome: DeployResult['outcome'],
  toVersion: string | undefined,
  layerBuilt = made.dependencies !== undefined && layerVersionArn === undefined,
): DeployResult {
  const stays = toVersion === state.serving.Version;
  const sourceVersion = settings.sourceVersion.value;
  const arn = (state.latest.FunctionArn ?? '').split(':').slice(0, 7).join(':');
  const codeChanged = plan.reasons.includes('code');
  const { dependencies, packaged } = made;
  const isPlaceholder = state.serving.CodeSha256 === settings.contract?.placeholderSha256;
  const uploads = outcome === 'released' && artifacts !== undefined;
  return {
    outcome,
    functionName: settings.functionName.value,
    functionArn: arn,
    region: arn.split(':')[3] ?? '',
    aliasName: settings.aliasName.value,
    fromVersion: state.serving.Version ?? '',
    toVersion,
    ...(outcome === 'released' && !isPlaceholder ? { backTo: state.serving.Version } : {}),
    sourceVersion: stays ? servedSourceVersion(state) : sourceVersion,
    code: {
      changed: codeChanged,
      sha256: made.code.sha256,
      bytes: made.code.bytes,
      ...(uploads ? { stored: { bucket: artifacts.bucket, key: keys.app(sourceVersion) } } : {}),
    },
    dependencies: {
      state:
        packaged !== undefined
          ? 'packaged'
          : dependencies === undefined
            ? 'none'
            : layerBuilt
              ? 'changed'
              : 'unchanged',
      ...((dependencies ?? packaged)
        ? { builder: (dependencies ?? packaged)?.builder, key: (dependencies ?? packaged)?.key }
        : {}),
      ...(layerVersionArn === undefined ? {} : { layerVersionArn }),
      ...(uploads && layerBuilt ? { stored: { bucket: artifacts.bucket, key: keys.deps(sourceVersion) } } : {}),
    },
    configuration: plan.settings,
    layers: (layers ?? []).filter((layer) => !isLayer(layer, `${settings.layerName.value}:0`)),
  };
}
