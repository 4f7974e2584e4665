import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bundle, type Bundle } from '../deploy/bundle';
import { layersOf } from '../deploy/configuration';
import { findLayer } from '../deploy/dependency-layer';
import type { Engine } from '../deploy/engine';
import { composeLayers, isLayer } from '../deploy/layers';
import { currentRelease } from '../deploy/ledger';
import { planDeploy } from '../deploy/plan';
import { readState, type FunctionState } from '../deploy/state';
import { checkDeployable, targetOf } from '../deploy/target';
import { CodelessError } from '../errors';
import { compareEntries, type EntryChanges } from '../package';
import { step } from '../progress';
import { differenceOf, type Difference } from './difference';
import { readServedPackage } from './served-package';

const NO_CHANGES: EntryChanges = { added: [], removed: [], changed: [] };

/** Compares the source with what the alias serves; nothing is written. */
export async function compare(engine: Engine): Promise<Difference> {
  const { lambda, settings, ledgerStore, onProgress } = engine;
  const state = await step(
    onProgress,
    'Look at the function',
    () => readState(lambda, settings.aliasName.value, ledgerStore),
    ({ serving }) => `${settings.aliasName.value} serves version ${serving.Version ?? '?'}`,
  );
  checkComparable(engine, state);
  const directory = await mkdtemp(join(tmpdir(), 'codeless-'));
  try {
    const made = await bundle(settings, targetOf(settings, state.latest), directory, engine);
    return await compareWith(engine, state, made, directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What only keeps a deploy from beginning now is told and does not keep from comparing. */
function checkComparable({ settings, onProgress }: Engine, state: FunctionState): void {
  try {
    checkDeployable(settings, state);
  } catch (error) {
    if (!(error instanceof CodelessError) || error.code === 'ImageFunction') throw error;
    onProgress({ kind: 'note', level: 'warning', text: `a deploy would be refused now: ${error.message}` });
  }
}

async function compareWith(engine: Engine, state: FunctionState, made: Bundle, directory: string): Promise<Difference> {
  const { lambda, settings, onProgress } = engine;
  const { architecture } = targetOf(settings, state.latest);
  const { serving } = state;
  const ledger = state.ledger?.ledger;
  const layerName = settings.layerName.value;
  const served = layersOf(serving);
  const { dependencies, code } = made;
  const layerVersionArn =
    dependencies === undefined ? undefined : await findLayer(lambda, layerName, dependencies.key, ledger, served);
  const layers = composeLayers({
    current: layersOf(state.latest),
    declared: settings.contract?.layers ?? [],
    declaredBefore: (ledger === undefined ? undefined : currentRelease(ledger)?.declaredLayers) ?? [],
    layerName,
    own: dependencies === undefined ? undefined : (layerVersionArn ?? `:layer:${layerName}:0`),
  });
  const known = dependencies !== undefined && layerVersionArn === undefined ? undefined : layers;
  const plan = planDeploy({ code, layers: known, architecture, recorded: engine.ledgerStore !== undefined }, state);
  const release = ledger?.releases.find(({ version }) => version === serving.Version);
  const files = plan.reasons.includes('code')
    ? await step(
        onProgress,
        'Compare the files',
        async () => {
          const sourceVersion = release?.sourceVersion ?? serving.Description;
          return compareEntries(await readServedPackage(engine, serving, sourceVersion, directory), code.entries);
        },
        ({ added, removed, changed }) => `${added.length + removed.length + changed.length} differ`,
      )
    : NO_CHANGES;
  const servedLayer = served.find((arn) => isLayer(arn, layerName));
  return differenceOf({
    ...{ settings, state, made, plan, architecture, release },
    ...{ servedLayer, layerVersionArn, layers, files },
  });
}
