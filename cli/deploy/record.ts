import { step } from '../progress';
import type { DeployResult } from './deploy-result';
import type { Engine } from './engine';
import { withRelease, withRollback, type Ledger, type Release } from './ledger';
import type { Prepared } from './prepare';
import { rebuildLedger } from './rebuild-ledger';
import { reconciled } from './reconcile';
import { isImage } from './shipment';
import type { FunctionState } from './state';

/** The release of a version that the alias was moved to. */
type Released = Pick<Release, 'version' | 'sourceVersion' | 'tag' | 'previousVersion'>;

/** Writes a release into the ledger, where there is a bucket: the mark that all of it is done. */
export async function recordRelease(
  engine: Engine,
  prepared: Prepared,
  released: Released,
): Promise<Pick<DeployResult, 'releases'>> {
  const { state } = prepared;
  const entry = entryOf(engine, prepared, released);
  return change(engine, state, 'Record the release', async (present) => {
    if (present === undefined) return withRelease(await rebuilt(engine, state, entry.version), entry);
    const isIn = (releases: readonly Release[]): boolean => releases.some(({ version }) => version === entry.version);
    // The lease was given back when the alias moved: who came next has entered this release, and its own after it.
    const isOvertaken = isIn(present.releases) && !isIn(state.ledger?.ledger.releases ?? []);
    if (isOvertaken) return withDetails(present, entry);
    return withRelease(reconciled(present, servedIn(state, entry.releasedAt)), entry);
  });
}

/** Writes a rollback into the ledger, where there is a bucket. */
export async function recordRollback(engine: Engine, state: FunctionState, to: string): Promise<void> {
  const at = new Date().toISOString();
  const { serving, ledger } = state;
  await change(engine, state, 'Record the rollback', async (present) => {
    const known = present ?? (await rebuilt(engine, state, serving.Version ?? ''));
    // The lease was given back when the alias moved: someone has released since.
    if (ledger !== undefined && ![ledger.ledger.current, serving.Version, to].includes(known.current)) return known;
    const before = serving.Version === to ? known : reconciled(known, servedIn(state, at));
    return withRollback(before, to, { at, by: engine.holder });
  });
}

/** Writes into the ledger that the alias went back, which whoever did it did not come to. */
export async function recordUnrecordedRollback(
  engine: Engine,
  state: FunctionState,
): Promise<Pick<DeployResult, 'releases'>> {
  const served = servedIn(state, new Date().toISOString());
  return change(engine, state, 'Record the rollback', async (present) =>
    present === undefined ? rebuilt(engine, state, state.serving.Version ?? '') : reconciled(present, served),
  );
}

/** The ledger that Lambda's versions make, where it is lost. */
export async function rebuilt({ lambda, settings }: Engine, state: FunctionState, current: string): Promise<Ledger> {
  return rebuildLedger({
    lambda,
    aliasName: settings.aliasName.value,
    latest: state.latest,
    current,
    placeholderSha256: state.placeholderSha256,
  });
}

async function change(
  { ledgerStore, onProgress }: Engine,
  { ledger: seen }: FunctionState,
  name: string,
  make: (present: Ledger | undefined) => Promise<Ledger>,
): Promise<Pick<DeployResult, 'releases'>> {
  if (ledgerStore === undefined) return {};
  const ledger = await step(
    onProgress,
    name,
    () => ledgerStore.change(make, { present: seen }),
    ({ current, releases }) => `version ${current} is current, ${releases.length} in the ledger`,
  );
  return { releases: ledger.releases.length };
}

function entryOf(
  { settings, holder }: Engine,
  { bundle: { code, dependencies }, layers = [], layerVersionArn }: Prepared,
  released: Released,
): Release {
  return {
    ...released,
    codeSha256: code.sha256,
    ...(isImage(code) ? { imageUri: code.imageUri } : { contentSha256: code.contentSha256 }),
    layers: [...layers],
    ...(dependencies === undefined || layerVersionArn === undefined
      ? {}
      : { dependencies: { layerVersionArn, key: dependencies.key, builder: dependencies.builder } }),
    declaredLayers: [...(settings.contract?.layers ?? [])],
    ...(settings.contract === undefined ? {} : { configurationSha256: settings.contract.configurationSha256 }),
    releasedAt: new Date().toISOString(),
    releasedBy: holder,
  };
}

/** The ledger with what is known of a release in place of what its version tells; what became of it since stays. */
function withDetails(ledger: Ledger, entry: Release): Ledger {
  const releases = ledger.releases.map((present) => {
    if (present.version !== entry.version) return present;
    return present.rolledBack === undefined ? entry : { ...entry, rolledBack: present.rolledBack };
  });
  return { ...ledger, releases };
}

function servedIn({ serving, placeholderSha256 }: FunctionState, at: string): Parameters<typeof reconciled>[1] {
  return { serving, placeholderSha256, at };
}
