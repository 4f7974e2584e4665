import type { Engine } from '../deploy/engine';
import type { Ledger } from '../deploy/ledger';
import { placeholderSha256 } from '../deploy/placeholder';
import { rebuildLedger } from '../deploy/rebuild-ledger';
import { planPrune, type PruneFacts } from './plan-prune';

/** A ledger's key below the function's root. */
const LEDGER = /^ledger\.([^/]+)\.json$/;

/**
 * Reads what is there and what reaches it.
 *
 * @throws CodelessError `LedgerUnreadable`, `LedgerNewer`, `LedgerOfAnother`: what such a ledger keeps is not known
 */
export async function readFacts(engine: Engine): Promise<PruneFacts> {
  const { lambda, settings, artifacts, keys } = engine;
  const [aliases, versions, latest, provisioned, objects, layerVersions] = await Promise.all([
    lambda.aliases(),
    lambda.versions(),
    lambda.configuration(),
    engine.concurrency.provisionedQualifiers(),
    artifacts?.list(keys.root) ?? [],
    collect(lambda.layerVersions(settings.layerName.value)),
  ]);
  const facts: PruneFacts = {
    aliases,
    versions,
    latest,
    qualifiersInUse: provisioned,
    ledgers: await readLedgers(engine, { aliases, versions, latest, objects }),
    keep: settings.keep.value,
    layerVersions,
    objects,
    root: keys.root,
  };
  // Listed last and only if a version would be deleted: the listing is the account's, and should be as fresh as it can be.
  if (planPrune(facts).versions.length === 0) return facts;
  return { ...facts, qualifiersInUse: [...provisioned, ...(await lambda.eventSourceQualifiers())] };
}

/** The ledgers of all aliases; the alias at hand has one even where it is lost. */
async function readLedgers(
  engine: Engine,
  { aliases, versions, latest, objects }: Pick<PruneFacts, 'aliases' | 'versions' | 'latest' | 'objects'>,
): Promise<Ledger[]> {
  const { keys, settings, lambda } = engine;
  const own = settings.aliasName.value;
  const stored = objects.flatMap(({ key }) => LEDGER.exec(key.slice(keys.root.length))?.[1] ?? []);
  const read = await Promise.all(stored.map(async (aliasName) => engine.ledgerStoreOf(aliasName)?.read()));
  const ledgers = read.flatMap((found) => found?.ledger ?? []);
  if (ledgers.some(({ aliasName }) => aliasName === own)) return ledgers;
  const { FunctionVersion: current = '' } = aliases.find(({ Name }) => Name === own) ?? {};
  const placeholder = { placeholderSha256: placeholderSha256(settings.contract) };
  return [...ledgers, await rebuildLedger({ lambda, aliasName: own, latest, current, versions, ...placeholder })];
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
