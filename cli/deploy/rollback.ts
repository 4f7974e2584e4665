import { CodelessError } from '../errors';
import { step } from '../progress';
import { withoutTransition } from './alias-transition';
import type { RollbackResult } from './deploy-result';
import type { Engine } from './engine';
import type { Lease } from './lease';
import { parseLease } from './lease-text';
import { look } from './prepare';
import { recordRollback } from './record';
import { describeRelease } from './release-name';
import { rollbackTarget, type RollbackTarget } from './rollback-target';
import { servedDescription, servedRelease, weightsOf, type FunctionState } from './state';
import { checkOwner } from './target';

/** What one rollback was told beyond the settings. */
export interface RollbackOptions {
  readonly dryRun: boolean;
  /** A version, a source version or a tag; undefined: the last good release. */
  readonly to: string | undefined;
}

/** Milliseconds between two looks at deployments that were told to stop. */
const LOOK_EVERY = 1_000;

/**
 * Moves the alias back at once, and clears the weights of a shift that is half done.
 *
 * @throws CodelessError `NothingToRollBackTo`, `VersionNotFound`, `VersionPruned`, `VersionFailed`, `PlaceholderCode`,
 * `TerraformOwnsAlias`, `Busy`
 */
export async function rollback(engine: Engine, options: RollbackOptions): Promise<RollbackResult> {
  checkOwner(engine.settings);
  const seen = await withoutTransition(engine, await look(engine));
  const target = await rollbackTarget(engine, seen, options.to);
  const done = outcomeFor(seen, target);
  if (done === 'unchanged' || options.dryRun) {
    return resultOf(engine, seen, target, done === 'unchanged' ? done : 'planned');
  }
  await engine.untimed(() => stopShifting(engine));
  const [lease, asSeen] = await engine.lease(`rolling back to version ${target.version}`, seen.alias);
  try {
    const state = asSeen ? seen : await withoutTransition(engine, await look(engine));
    // Another rollback that was waited for may have done it; a deploy that was is what is to be rolled back, if it succeeded.
    const isThere = state.serving.Version === target.version;
    const goal = isThere ? target : await rollbackTarget(engine, state, options.to);
    return await move(engine, lease, state, goal);
  } catch (error) {
    await lease.abandon(servedDescription(seen));
    throw error;
  }
}

async function move(
  engine: Engine,
  lease: Lease,
  state: FunctionState,
  target: RollbackTarget,
): Promise<RollbackResult> {
  const { settings, onProgress } = engine;
  const { version, sourceVersion } = target;
  const description =
    sourceVersion === undefined ? `version ${version}` : describeRelease({ ...target, sourceVersion });
  await lease.check();
  await step(
    onProgress,
    `Move ${settings.aliasName.value} to version ${version}`,
    () => lease.moveTo(version, description),
    () => `from version ${state.serving.Version ?? '?'}`,
  );
  await recordRollback(engine, state, version);
  return resultOf(engine, state, target, state.serving.Version === version ? 'cleared' : 'rolledBack');
}

/**
 * Has CodeDeploy stop what is under way, and waits until it has moved the alias back, lest that undoes the rollback.
 *
 * @throws CodelessError `Busy` where it does not end
 */
async function stopShifting(engine: Engine): Promise<void> {
  const { settings, clock, signal } = engine;
  const codeDeploy = await engine.codeDeploy();
  if (codeDeploy === undefined) return;
  const begun = clock.now();
  let ids = await codeDeploy.underWay();
  for (const id of ids) await codeDeploy.stop(id);
  while (ids.length > 0) {
    ids = await codeDeploy.underWay();
    if (ids.length === 0) return;
    if (clock.now() - begun >= settings.waitSeconds.value * 1000) {
      const message = `CodeDeploy does not end deployment ${ids.join(', ')}`;
      throw new CodelessError('busy', 'Busy', message, { hint: 'Look at it in the console, then run this again.' });
    }
    await clock.pause(LOOK_EVERY, signal);
  }
}

/** What is to be done: nothing where the alias stands on the target alone, and the ledger says so. */
function outcomeFor({ alias, serving, ledger }: FunctionState, { version }: RollbackTarget): 'unchanged' | 'needed' {
  const isClear = Object.keys(weightsOf(alias)).length === 0 && parseLease(alias.Description) === undefined;
  const isRecorded = ledger === undefined || ledger.ledger.current === version;
  return serving.Version === version && isClear && isRecorded ? 'unchanged' : 'needed';
}

function resultOf(
  { settings }: Engine,
  state: FunctionState,
  { version, sourceVersion, tag }: RollbackTarget,
  outcome: RollbackResult['outcome'],
): RollbackResult {
  const { serving, latest } = state;
  const functionArn = (latest.FunctionArn ?? '').split(':').slice(0, 7).join(':');
  const from = servedRelease(state);
  return {
    outcome,
    functionName: settings.functionName.value,
    functionArn,
    region: functionArn.split(':')[3] ?? '',
    aliasName: settings.aliasName.value,
    fromVersion: serving.Version ?? '',
    toVersion: version,
    ...(from === undefined ? {} : { fromSourceVersion: from.sourceVersion }),
    sourceVersion,
    ...(tag === undefined ? {} : { tag }),
  };
}
