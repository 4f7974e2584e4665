import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { withScratch } from '../scratch';
import { lookWhenAllocated } from './alias-transition';
import type { BundleTarget } from './bundle';
import { checkRelease } from './check-release';
import type { DeployOptions } from './deploy-options';
import type { DeployResult } from './deploy-result';
import type { Engine } from './engine';
import { finish } from './finish';
import type { Lease } from './lease';
import type { Plan } from './plan';
import { prepare } from './prepare';
import { release } from './release';
import { resultOf } from './result-of';
import { prepareShipment, type Shipment } from './shipment';
import { servedDescription } from './state';
import { checkDeployable, targetOf } from './target';

/**
 * Ships the source: nothing is written where nothing changed, and what is written comes in an order in which a crash at any
 * point leaves the alias on a good version and the next run finishes the job.
 *
 * @throws CodelessError where the deploy is refused or fails; the alias then serves what it served before
 */
export async function deploy(engine: Engine, options: DeployOptions): Promise<DeployResult> {
  return withScratch(engine.env, (directory) => deployFrom(engine, options, directory));
}

async function deployFrom(engine: Engine, options: DeployOptions, directory: string): Promise<DeployResult> {
  const { settings } = engine;
  const state = await lookWhenAllocated(engine);
  checkDeployable(settings, state);
  const target = targetOf(settings, state.latest);
  const made = await prepareShipment(engine, state, target, directory);
  const prepared = await prepare(engine, state, made);
  const { serving } = state;
  if (isDone(prepared.plan)) return resultOf(engine, prepared, 'unchanged', serving.Version);
  await checkRelease(engine, prepared, options);
  if (options.dryRun) {
    const moves = prepared.plan.reasons.length > 0;
    return resultOf(engine, prepared, 'planned', moves ? undefined : serving.Version);
  }

  const [lease, asSeen] = await engine.lease(`deploying ${settings.sourceVersion.value}`, state.alias);
  try {
    const planned = asSeen ? prepared : await prepareAgain(engine, options, lease, { made, target, directory });
    if (planned.plan.reasons.length === 0) return await finish(engine, lease, planned);
    return await release(engine, lease, planned, directory);
  } catch (error) {
    await lease.abandon(servedDescription(state));
    throw error;
  }
}

/** Plans once more, after someone else was at work on the function. */
async function prepareAgain(
  engine: Engine,
  options: DeployOptions,
  lease: Lease,
  before: { readonly made: Shipment; readonly target: BundleTarget; readonly directory: string },
): ReturnType<typeof prepare> {
  const { settings } = engine;
  const state = await lookWhenAllocated(engine);
  checkDeployable(settings, state);
  const target = targetOf(settings, state.latest);
  const isSameTarget = isDeepStrictEqual(target, before.target);
  const made = isSameTarget
    ? before.made
    : await prepareShipment(engine, state, target, join(before.directory, 'again'));
  const prepared = await prepare(engine, { ...state, alias: lease.alias }, made);
  await checkRelease(engine, prepared, options);
  return prepared;
}

function isDone({ reasons, unrecorded, leftLease }: Plan): boolean {
  return reasons.length === 0 && !unrecorded && !leftLease;
}
