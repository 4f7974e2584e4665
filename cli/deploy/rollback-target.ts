import { CodelessError } from '../errors';
import type { Engine } from './engine';
import { parseLease } from './lease-text';
import { lastGoodRelease, type Ledger, type Release } from './ledger';
import { isUnrecordedRollback } from './reconcile';
import { rebuilt } from './record';
import { parseRelease } from './release-name';
import { weightsOf, type FunctionState } from './state';
import { quiet } from './wait';

/** Where a rollback goes. */
export interface RollbackTarget {
  readonly version: string;
  /** What it was released from; undefined where only Lambda knows the version. */
  readonly sourceVersion: string | undefined;
  readonly tag?: string | undefined;
}

const HINT = 'codeless versions lists what there is.';

/**
 * Finds the version to go back to.
 *
 * @param to a version, a source version or a tag; undefined: the last good release
 * @throws CodelessError `NothingToRollBackTo`, `VersionNotFound`, `VersionPruned`, `VersionFailed`, `PlaceholderCode`
 */
export async function rollbackTarget(
  engine: Engine,
  state: FunctionState,
  to: string | undefined,
): Promise<RollbackTarget> {
  const ledger = state.ledger?.ledger ?? (await rebuilt(engine, state, state.serving.Version ?? ''));
  const release = to === undefined ? lastGood(ledger, state) : named(ledger, to);
  if (release !== undefined) {
    await checkPublished(engine, release);
    return release;
  }
  if (to === undefined) {
    const message = `${engine.lambda.functionName} has no earlier release to go back to`;
    throw new CodelessError('refused', 'NothingToRollBackTo', message, {
      hint: `${HINT.slice(0, -1)}; name one with --to.`,
    });
  }
  return unrecorded(engine, state, to);
}

/** The release to go back to; where something is half done, the one that undoes it or that it was going to. */
function lastGood(ledger: Ledger, { alias, serving }: FunctionState): Release | undefined {
  const releaseOf = (version: string | undefined): Release | undefined =>
    ledger.releases.find((entry) => entry.version === version);
  const isBegun = parseLease(alias.Description)?.work.startsWith('deploying') ?? false;
  const isShifting = Object.keys(weightsOf(alias)).length > 0;
  if (serving.Version === ledger.current) {
    return isBegun || isShifting ? releaseOf(ledger.current) : lastGoodRelease(ledger);
  }
  // Of a version that the ledger does not know nobody can say whether it came before the one that serves.
  if (releaseOf(ledger.current) === undefined) {
    return lastGoodRelease({ ...ledger, current: serving.Version ?? '' });
  }
  // A rollback that was interrupted has moved the alias there already; a deploy that was has not told the ledger.
  return releaseOf(isUnrecordedRollback(ledger, serving) ? serving.Version : ledger.current);
}

function named(ledger: Ledger, to: string): Release | undefined {
  return (
    ledger.releases.find(({ version }) => version === to) ??
    ledger.releases.find(({ sourceVersion }) => sourceVersion === to) ??
    ledger.releases.find(({ tag }) => tag === to)
  );
}

/** A version that the ledger does not know. */
async function unrecorded(engine: Engine, state: FunctionState, to: string): Promise<RollbackTarget> {
  const { lambda } = engine;
  const notFound = (cause?: unknown): CodelessError => {
    const message = `no release of ${lambda.functionName} is called ${to}`;
    return new CodelessError('usage', 'VersionNotFound', message, { hint: HINT, cause });
  };
  if (!/^\d+$/.test(to)) throw notFound();
  const configuration = await lambda.configuration(to).catch((error: unknown) => {
    throw error instanceof CodelessError ? notFound(error) : error;
  });
  if (configuration.CodeSha256 === state.placeholderSha256) {
    const message = `version ${to} of ${lambda.functionName} is Terraform's placeholder`;
    throw new CodelessError('refused', 'PlaceholderCode', message, { hint: HINT });
  }
  await checkReady(engine, configuration);
  const { Description } = configuration;
  return { version: to, ...(Description === undefined ? { sourceVersion: undefined } : parseRelease(Description)) };
}

/** @throws CodelessError `VersionPruned` where Lambda has the release no more, or another one under its number */
async function checkPublished(engine: Engine, { version, sourceVersion, codeSha256 }: Release): Promise<void> {
  const { lambda } = engine;
  const configuration = await lambda.configuration(version).catch((error: unknown) => {
    if (!(error instanceof CodelessError)) throw error;
    return undefined;
  });
  if (configuration?.CodeSha256 === codeSha256) return checkReady(engine, configuration);
  const message = `version ${version} (${sourceVersion}) of ${lambda.functionName} was pruned`;
  throw new CodelessError('refused', 'VersionPruned', message, {
    hint: `Check out ${sourceVersion} and deploy it again.`,
  });
}

/** @throws CodelessError `VersionFailed` where a version cannot be invoked */
async function checkReady(engine: Engine, configuration: Parameters<typeof quiet>[1]): Promise<void> {
  const { Version, State, StateReason } = await quiet(engine, configuration, configuration.Version);
  const name = `version ${Version ?? '?'} of ${engine.lambda.functionName}`;
  if (State === 'Failed') {
    const message = `${name} cannot be invoked: ${StateReason ?? 'no reason given'}`;
    throw new CodelessError('refused', 'VersionFailed', message, { hint: 'Name another one with --to.' });
  }
  if (State === 'Inactive') {
    const text = `${name} was idle for so long that Lambda has to wake it: its first invocations may fail`;
    engine.onProgress({ kind: 'note', level: 'warning', text });
  }
}
