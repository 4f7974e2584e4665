import type { ListedObject } from '../aws/artifact-store';
import type { Engine } from '../deploy/engine';
import { parseLedger, type Ledger } from '../deploy/ledger';
import { rebuildLedger } from '../deploy/rebuild-ledger';
import { CodelessError } from '../errors';
import { planPrune, type PruneFacts } from './plan-prune';

/**
 * Reads what is there and what reaches it.
 *
 * @throws CodelessError `LedgerUnreadable`
 */
export async function readFacts(engine: Engine): Promise<PruneFacts> {
  const { lambda, settings, artifacts, keys } = engine;
  const [aliases, versions, latest, provisioned, objects, layerVersions] = await Promise.all([
    lambda.aliases(),
    lambda.versions(),
    lambda.configuration(),
    lambda.provisionedQualifiers(),
    artifacts?.list(keys.root) ?? [],
    collect(lambda.layerVersions(settings.layerName.value)),
  ]);
  const facts: PruneFacts = {
    aliases,
    versions,
    latest,
    qualifiersInUse: provisioned,
    ledgers: await readLedgers(engine, objects, latest),
    keep: settings.keep.value,
    layerVersions,
    objects,
    root: keys.root,
  };
  // Event sources are found by the name of what they invoke alone: one call for each version that would go.
  const qualifiersInUse = [...provisioned];
  for (const version of planPrune(facts).versions) {
    if (await lambda.hasEventSource(version)) qualifiersInUse.push(version);
  }
  return { ...facts, qualifiersInUse };
}

/** The ledgers of all aliases; the alias at hand has one even where it is lost. */
async function readLedgers(
  { artifacts, keys, settings, lambda }: Engine,
  objects: readonly ListedObject[],
  latest: PruneFacts['latest'],
): Promise<Ledger[]> {
  const aliasName = settings.aliasName.value;
  const own = keys.ledger(aliasName);
  const stored = objects.map(({ key }) => key).filter((key) => isLedger(key, keys.root));
  const ledgers = await Promise.all(
    stored.map(async (key) => {
      const text = (await artifacts?.readText(key))?.text;
      const ledger = text === undefined ? undefined : parseLedger(text);
      if (ledger !== undefined) return ledger;
      throw new CodelessError('refused', 'LedgerUnreadable', `the ledger ${key} cannot be read, so nothing is pruned`, {
        hint: 'Update codeless if a newer one wrote it; delete it if it is broken: the next deploy makes it anew.',
      });
    }),
  );
  if (stored.includes(own)) return ledgers;
  const { FunctionVersion: current = '' } = await lambda.alias(aliasName);
  const placeholderSha256 = settings.contract?.placeholderSha256;
  return [...ledgers, await rebuildLedger({ lambda, aliasName, latest, current, placeholderSha256 })];
}

function isLedger(key: string, root: string): boolean {
  return /^ledger\.[^/]+\.json$/.test(key.slice(root.length));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
