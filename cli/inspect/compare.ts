import { layersOf } from '../deploy/configuration';
import type { Engine } from '../deploy/engine';
import { isLayer, unpublishedLayer } from '../deploy/layers';
import { look, prepare, type Prepared } from '../deploy/prepare';
import { parseRelease } from '../deploy/release-name';
import { packageOf } from '../deploy/served-code';
import { isImage, prepareShipment } from '../deploy/shipment';
import type { FunctionState } from '../deploy/state';
import { checkDeployable, targetOf } from '../deploy/target';
import { CodelessError } from '../errors';
import { compareEntries, type EntryChanges } from '../package';
import { step } from '../progress';
import { withScratch } from '../scratch';
import { differenceOf, type Difference } from './difference';
import { readServedPackage } from './served-package';

const NO_CHANGES: EntryChanges = { added: [], removed: [], changed: [] };

/** Compares the source with what the alias serves; nothing is written. */
export async function compare(engine: Engine): Promise<Difference> {
  const { settings } = engine;
  const state = await look(engine);
  checkComparable(engine, state);
  return withScratch(engine.env, async (directory) => {
    const made = await prepareShipment(engine, state, targetOf(settings, state.latest), directory);
    return await differenceFrom(engine, await prepare(engine, state, made), directory);
  });
}

/** What only keeps a deploy from beginning now is told and does not keep from comparing. */
function checkComparable({ settings, onProgress }: Engine, state: FunctionState): void {
  try {
    checkDeployable(settings, state);
  } catch (error) {
    if (!(error instanceof CodelessError) || ['ImageFunction', 'ZipFunction'].includes(error.code)) throw error;
    onProgress({ kind: 'note', level: 'warning', text: `a deploy would be refused now: ${error.message}` });
  }
}

async function differenceFrom(engine: Engine, prepared: Prepared, directory: string): Promise<Difference> {
  const { settings, onProgress } = engine;
  const { state, bundle: made, plan, architecture, layerVersionArn, layersWith } = prepared;
  const { serving } = state;
  const layerName = settings.layerName.value;
  const release = state.ledger?.ledger.releases.find(({ version }) => version === serving.Version);
  const { code } = made;
  const files =
    plan.reasons.includes('code') && !isImage(code)
      ? await step(
          onProgress,
          'Compare the files',
          async () => {
            const sourceVersion = (release ?? parseRelease(serving.Description ?? '')).sourceVersion;
            const served = await readServedPackage(engine, serving, sourceVersion, directory);
            return compareEntries(served, (await packageOf(code)).entries);
          },
          ({ added, removed, changed }) => `${added.length + removed.length + changed.length} differ`,
        )
      : NO_CHANGES;
  return differenceOf({
    ...{ settings, state, made, plan, architecture, release, layerVersionArn, files },
    servedLayer: layersOf(serving).find((arn) => isLayer(arn, layerName)),
    layers: layersWith(made.dependencies && (layerVersionArn ?? unpublishedLayer(layerName))),
  });
}
