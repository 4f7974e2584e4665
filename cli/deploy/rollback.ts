import { CodelessError } from '../errors';
import { step } from '../progress';
import type { RollbackResult } from './deploy-result';
import type { Engine } from './engine';
import type { Lease } from './lease';
import { parseLease, shorten } from './lease-text';
import { lastGoodRelease, withRollback, type Ledger, type Release } from './ledger';
import { rebuildLedger } from './record';
import { readState, weightsOf, type FunctionState } from './state';

/** What one rollback was told beyond the settings. */
export interface RollbackOptions {
  readonly dryRun: boolean;
  /** A version or a source version; undefined: the last good release. */
  readonly to: string | undefined;
}

/** Where a rollback goes. */
interface Target {
  readonly version: string;
  /** What it was released from; undefined where only Lambda knows the version. */
  readonly sourceVersion: string | undefined;
}

/**
 * Moves the alias back at once, and clears the weights of a shift that is half done.
 *
 * @throws CodelessError `NothingToRollBackTo`, `VersionNotFound`, `PlaceholderCode`, `Busy`
 */
export async function rollback(engine: Engine, options: RollbackOptions): Promise<RollbackResult> {
  const seen = await look(engine);
  const target = await targetFor(engine, seen, options.to);
  const done = outcomeFor(seen, target);
  if (done === 'unchanged' || options.dryRun) {
    return resultOf(engine, seen, target, done === 'unchanged' ? done : 'planned');
  }
  await stopShifting(engine);
  const [lease, asSeen] = await engine.lease(`rolling back to version ${target.version}`, seen.alias);
  try {
    const state = asSeen ? seen : await look(engine);
    // A deploy that was waited for may be what is to be rolled back, or may have done it.
    const goal = asSeen ? target : await targetFor(engine, state, options.to);
    return await move(engine, lease, state, goal);
  } catch (error) {
    const { Description } = seen.alias;
    const description = parseLease(Description) === undefined ? Description : seen.serving.Description;
    await lease.release(description ?? '').catch(() => undefined);
    throw error;
  }
}

async function look({ lambda, settings, ledgerStore, onProgress }: Engine): Promise<FunctionState> {
  return step(
    onProgress,
    'Look at the function',
    () => readState(lambda, settings.aliasName.value, ledgerStore),
    ({ serving }) => `${settings.aliasName.value} serves version ${serving.Version ?? '?'}`,
  );
}

async function move(engine: Engine, lease: Lease, state: FunctionState, target: Target): Promise<RollbackResult> {
  const { settings, onProgress, ledgerStore, holder } = engine;
  const { version, sourceVersion } = target;
  await step(
    onProgress,
    `Move ${settings.aliasName.value} to version ${version}`,
    () => lease.moveTo(version, shorten(sourceVersion ?? `version ${version}`)),
    () => `from version ${state.serving.Version ?? '?'}`,
  );
  if (ledgerStore !== undefined) {
    const rolledBack = { at: new Date().toISOString(), by: holder };
    await step(
      onProgress,
      'Record the rollback',
      () =>
        ledgerStore.change(async (present) =>
          withRollback(present ?? (await rebuilt(engine, state)), version, rolledBack),
        ),
      () => `version ${version} is current`,
    );
  }
  return resultOf(engine, state, target, state.serving.Version === version ? 'cleared' : 'rolledBack');
}

/** Has CodeDeploy stop what is under way; it moves the alias back. */
async function stopShifting(engine: Engine): Promise<void> {
  const codeDeploy = await engine.codeDeploy();
  if (codeDeploy === undefined) return;
  for (const id of await codeDeploy.underWay()) await codeDeploy.stop(id);
}

/** What is to be done: nothing where the alias stands on the target alone, and the ledger says so. */
function outcomeFor({ alias, serving, ledger }: FunctionState, { version }: Target): 'unchanged' | 'needed' {
  const clear = Object.keys(weightsOf(alias)).length === 0 && parseLease(alias.Description) === undefined;
  const recorded = ledger === undefined || ledger.ledger.current === version;
  return serving.Version === version && clear && recorded ? 'unchanged' : 'needed';
}

async function targetFor(engine: Engine, state: FunctionState, to: string | undefined): Promise<Target> {
  const ledger = state.ledger?.ledger ?? (await rebuilt(engine, state));
  const release = to === undefined ? halfDone(ledger, state) : named(ledger, to);
  if (release !== undefined) {
    await checkPublished(engine, release);
    return release;
  }
  if (to === undefined) {
    const message = `${engine.lambda.functionName} has no earlier release to go back to`;
    throw new CodelessError('refused', 'NothingToRollBackTo', message, {
      hint: 'codeless versions lists what there is; name one with --to.',
    });
  }
  return unrecorded(engine, to);
}

/**
 * The last good release: the one that the alias serves where a newer one was begun and got no further, and the one that the
 * ledger has as current where the alias stands on something else.
 */
function halfDone(ledger: Ledger, { alias, serving }: FunctionState): Release | undefined {
  const current = ledger.releases.find(({ version }) => version === ledger.current);
  const begun = parseLease(alias.Description)?.work.startsWith('deploying') ?? false;
  if (serving.Version === ledger.current) {
    return begun || Object.keys(weightsOf(alias)).length > 0 ? current : lastGoodRelease(ledger);
  }
  const before = lastGoodRelease(ledger);
  // A rollback that was interrupted has moved the alias there already.
  return before?.version === serving.Version ? before : current;
}

function named(ledger: Ledger, to: string): Release | undefined {
  return (
    ledger.releases.find(({ version }) => version === to) ??
    ledger.releases.find(({ sourceVersion }) => sourceVersion === to)
  );
}

/** A version that the ledger does not know. */
async function unrecorded({ lambda, settings }: Engine, to: string): Promise<Target> {
  const hint = 'codeless versions lists what there is.';
  if (!/^\d+$/.test(to)) {
    throw new CodelessError('usage', 'VersionNotFound', `no release of ${lambda.functionName} is called ${to}`, {
      hint,
    });
  }
  const configuration = await lambda.configuration(to);
  if (configuration.CodeSha256 === settings.contract?.placeholderSha256) {
    const message = `version ${to} of ${lambda.functionName} is Terraform's placeholder`;
    throw new CodelessError('refused', 'PlaceholderCode', message, { hint });
  }
  return { version: to, sourceVersion: configuration.Description };
}

/** @throws CodelessError `VersionPruned` where the ledger knows a release that Lambda has no more */
async function checkPublished({ lambda }: Engine, { version, sourceVersion }: Release): Promise<void> {
  await lambda.configuration(version).catch((error: unknown) => {
    if (!(error instanceof CodelessError)) throw error;
    const message = `version ${version} (${sourceVersion}) of ${lambda.functionName} was pruned`;
    throw new CodelessError('refused', 'VersionPruned', message, {
      hint: `Check out ${sourceVersion} and deploy it again.`,
      cause: error,
    });
  });
}

async function rebuilt({ lambda, settings }: Engine, { latest, serving }: FunctionState): Promise<Ledger> {
  return rebuildLedger({
    lambda,
    aliasName: settings.aliasName.value,
    latest,
    current: serving.Version ?? '',
    placeholderSha256: settings.contract?.placeholderSha256,
  });
}

function resultOf(
  { settings }: Engine,
  { serving }: FunctionState,
  { version, sourceVersion }: Target,
  outcome: RollbackResult['outcome'],
): RollbackResult {
  return {
    outcome,
    functionName: settings.functionName.value,
    aliasName: settings.aliasName.value,
    fromVersion: serving.Version ?? '',
    toVersion: version,
    sourceVersion,
  };
}
