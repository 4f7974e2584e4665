import type { AliasConfiguration } from '@aws-sdk/client-lambda';

import type { Engine } from '../deploy/engine';
import type { Lease } from '../deploy/lease';
import { parseLease } from '../deploy/lease-text';
import { CodelessError } from '../errors';
import { step } from '../progress';
import { planPrune, type PruneFacts, type PrunePlan } from './plan-prune';
import { readFacts } from './read-facts';

/** What a prune deleted, or with `--dry-run` would delete. */
export interface PruneResult {
  readonly outcome: 'pruned' | 'unchanged' | 'planned';
  readonly functionName: string;
  readonly layerName: string;
  /** Versions of the function, the oldest first. */
  readonly versions: readonly string[];
  /** Versions of the layer of dependencies, the oldest first. */
  readonly layerVersions: readonly number[];
  /** Keys in the artifact bucket. */
  readonly objects: readonly string[];
  /** Bytes of these objects. */
  readonly bytes: number;
}

/** What the lease says is being done. */
const PRUNING = 'pruning';

/**
 * Deletes the versions, layer versions and packages that nothing reaches any more. What a crash leaves the next run deletes.
 *
 * @throws CodelessError `Busy` while the function is being changed, `AliasNotFound`, and those of {@link readFacts}
 */
export async function prune(engine: Engine, { dryRun }: { readonly dryRun: boolean }): Promise<PruneResult> {
  const seen = await look(engine);
  const { alias, served } = seen;
  let { plan } = seen;
  // One that was killed left it, and nobody else gives it back.
  const isLeft = parseLease(alias.Description)?.work === PRUNING;
  if (isEmpty(plan) && (dryRun || !isLeft)) return resultOf(engine, plan, 'unchanged');
  if (dryRun) return resultOf(engine, plan, 'planned');
  const [lease, asSeen] = await engine.lease(PRUNING, alias);
  try {
    if (!asSeen) ({ plan } = await look(engine));
    await remove(engine, lease, plan);
    const { Description = '' } = lease.found;
    await lease.release(parseLease(Description) === undefined ? Description : served);
  } catch (error) {
    await lease.abandon(served);
    throw error;
  }
  return resultOf(engine, plan, isEmpty(plan) ? 'unchanged' : 'pruned');
}

/** What is there. */
interface Seen {
  readonly plan: PrunePlan;
  readonly alias: AliasConfiguration;
  /** Description of the version behind the alias: what the alias says where someone died who had the lease. */
  readonly served: string;
}

/** @throws CodelessError `Busy` where another alias is being deployed: its deploy may need what nothing reaches yet */
async function look(engine: Engine): Promise<Seen> {
  const { lambda, settings, onProgress } = engine;
  const name = settings.aliasName.value;
  return step(
    onProgress,
    'Look for what nothing reaches',
    async () => {
      const alias = await lambda.alias(name);
      const facts = await readFacts(engine);
      checkOthers(facts, lambda.functionName, name);
      const { Description: served = '' } =
        facts.versions.find(({ Version }) => Version === alias.FunctionVersion) ?? {};
      return { plan: planPrune(facts), alias, served };
    },
    ({ plan: { versions, layerVersions, objects } }) =>
      `${versions.length} versions, ${layerVersions.length} layer versions, ${objects.length} objects`,
  );
}

function checkOthers({ aliases }: PruneFacts, functionName: string, own: string): void {
  for (const { Name = '', Description } of aliases) {
    const lease = Name === own ? undefined : parseLease(Description);
    if (lease === undefined) continue;
    const message = `the alias ${Name} of ${functionName} is being changed: ${lease.holder} is ${lease.work}`;
    throw new CodelessError('busy', 'Busy', message, {
      hint: `Run this again later; if nobody is at work there, codeless rollback --function-alias-name ${Name} clears it.`,
    });
  }
}

async function remove(
  { lambda, settings, artifacts, onProgress }: Engine,
  lease: Lease,
  plan: PrunePlan,
): Promise<void> {
  const { versions, layerVersions, objects } = plan;
  const each = async <T>(what: string, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
    if (items.length === 0) return;
    const all = async (): Promise<void> => {
      for (const item of items) {
        await lease.check();
        await work(item);
      }
    };
    await step(onProgress, `Delete ${what}`, all, () => `${items.length} gone`);
  };
  await each('versions', versions, (version) => lambda.deleteVersion(version));
  const layerName = settings.layerName.value;
  await each('layer versions', layerVersions, (version) => lambda.deleteLayerVersion(layerName, version));
  if (artifacts === undefined || objects.length === 0) return;
  await lease.check();
  const keys = objects.map(({ key }) => key);
  await step(
    onProgress,
    'Delete packages',
    () => artifacts.remove(keys),
    () => `${keys.length} gone`,
  );
}

function isEmpty({ versions, layerVersions, objects }: PrunePlan): boolean {
  return versions.length + layerVersions.length + objects.length === 0;
}

function resultOf(
  { settings }: Engine,
  { versions, layerVersions, objects }: PrunePlan,
  outcome: PruneResult['outcome'],
): PruneResult {
  return {
    outcome,
    functionName: settings.functionName.value,
    layerName: settings.layerName.value,
    versions,
    layerVersions,
    objects: objects.map(({ key }) => key),
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
