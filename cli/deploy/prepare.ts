import { step } from '../progress';
import type { Architecture } from '../settings/settings';
import { layersOf } from './configuration';
import { findLayer } from './dependency-layer';
import type { Engine } from './engine';
import { composeLayers } from './layers';
import { layersDeclaredBefore } from './ledger';
import { planDeploy, type Plan } from './plan';
import type { Shipment } from './shipment';
import { readState, type FunctionState } from './state';
import { targetOf } from './target';

/** What is known when everything was looked at and nothing was written. */
export interface Prepared {
  readonly state: FunctionState;
  readonly bundle: Shipment;
  /** The layer of dependencies, where it exists already. */
  readonly layerVersionArn: string | undefined;
  /** The layers that the version shall have, with this one for the dependencies. */
  readonly layersWith: (own: string | undefined) => string[];
  /** The same; undefined while the layer of dependencies is not published. */
  readonly layers: readonly string[] | undefined;
  readonly architecture: Architecture;
  readonly runtime: string | undefined;
  readonly plan: Plan;
}

/**
 * Reads what the function is like.
 *
 * @throws CodelessError `FunctionNotFound`, `AliasNotFound`, `AliasMoves`, `LedgerNewer`
 */
export async function look({ lambda, settings, ledgerStore, onProgress }: Engine): Promise<FunctionState> {
  const state = await step(
    onProgress,
    'Look at the function',
    () => readState(lambda, settings.aliasName.value, ledgerStore, settings.contract),
    ({ serving }) => `${settings.aliasName.value} serves version ${serving.Version ?? '?'}`,
  );
  const unread = state.latest.Environment?.Error ?? state.serving.Environment?.Error;
  if (unread !== undefined) {
    const text =
      `the environment variables of ${lambda.functionName} cannot be read (${unread.ErrorCode ?? 'no code given'}), so a ` +
      'change of them is not noticed: allow kms:Decrypt on their key, as codeless explain-iam has it';
    onProgress({ kind: 'note', level: 'warning', text });
  }
  return state;
}

/** Compares what the source makes of the function with what it is. */
export async function prepare(engine: Engine, state: FunctionState, bundle: Shipment): Promise<Prepared> {
  const { lambda, settings } = engine;
  const { architecture, runtime } = targetOf(settings, state.latest);
  const ledger = state.ledger?.ledger;
  const layerName = settings.layerName.value;
  const { dependencies, code } = bundle;
  const layerVersionArn =
    dependencies && (await findLayer(lambda, layerName, dependencies.key, ledger, layersOf(state.serving)));
  const layersWith = (own: string | undefined): string[] =>
    composeLayers({
      current: layersOf(state.latest),
      declared: settings.contract?.layers ?? [],
      declaredBefore: layersDeclaredBefore(ledger),
      layerName,
      own,
    });
  const isPublished = dependencies === undefined || layerVersionArn !== undefined;
  const layers = isPublished ? layersWith(layerVersionArn) : undefined;
  const plan = planDeploy({ code, layers, architecture, recorded: engine.ledgerStore !== undefined }, state);
  return { state, bundle, layerVersionArn, layersWith, layers, architecture, runtime, plan };
}
