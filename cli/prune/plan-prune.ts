import type { AliasConfiguration, FunctionConfiguration, LayerVersionsListItem } from '@aws-sdk/client-lambda';

import type { ListedObject } from '../aws/artifact-store';
import { layersOf } from '../deploy/configuration';
import { keyOf } from '../deploy/dependency-layer';
import type { Ledger, Release } from '../deploy/ledger';
import { RESERVED_SOURCE_VERSIONS } from '../deploy/keys';
import { parseRelease } from '../deploy/release-name';
import { weightsOf } from '../deploy/state';

/** What is there, and what reaches it. */
export interface PruneFacts {
  readonly aliases: readonly AliasConfiguration[];
  /** Published versions. */
  readonly versions: readonly FunctionConfiguration[];
  readonly latest: FunctionConfiguration;
  /** Versions and aliases with provisioned concurrency or an event source. */
  readonly qualifiersInUse: readonly string[];
  /** The ledger of each alias. */
  readonly ledgers: readonly Ledger[];
  /** Good releases of each ledger to keep, the one behind the alias included. */
  readonly keep: number;
  /** Versions of the layer of dependencies. */
  readonly layerVersions: readonly LayerVersionsListItem[];
  /** Objects under {@link root}. */
  readonly objects: readonly ListedObject[];
  /** What every key of the function begins with. */
  readonly root: string;
}

/** What nothing reaches. */
export interface PrunePlan {
  /** Versions of the function, the oldest first. */
  readonly versions: readonly string[];
  /** Versions of the layer of dependencies, the oldest first. */
  readonly layerVersions: readonly number[];
  readonly objects: readonly ListedObject[];
}

/** Finds what neither an alias, a weight, a ledger, provisioned concurrency nor an event source reaches. */
export function planPrune(facts: PruneFacts): PrunePlan {
  const releases = facts.ledgers.flatMap((ledger) => keptReleases(ledger, facts.keep));
  const kept = keptVersions(facts, releases);
  const isKept = ({ Version = '' }: FunctionConfiguration): boolean => kept.has(Version);
  const keptConfigurations = facts.versions.filter(isKept);
  return {
    versions: facts.versions
      .filter((version) => !isKept(version))
      .map(({ Version = '' }) => Version)
      .sort((a, b) => Number(a) - Number(b)),
    layerVersions: unusedLayerVersions(facts, keptConfigurations),
    objects: unusedObjects(facts, sourceVersionsOf(facts, releases, keptConfigurations)),
  };
}

/** The release behind the alias, and the newest ones that no rollback left. */
function keptReleases({ releases, current }: Ledger, keep: number): Release[] {
  const good = releases.filter(({ version, rolledBack }) => rolledBack === undefined || version === current);
  return good.filter(({ version }, index) => index < keep || version === current);
}

function keptVersions({ aliases, versions, qualifiersInUse }: PruneFacts, releases: readonly Release[]): Set<string> {
  const newest = Math.max(0, ...versions.map(({ Version }) => Number(Version)));
  return new Set([
    ...aliases.flatMap((alias) => [alias.FunctionVersion ?? '', ...Object.keys(weightsOf(alias))]),
    ...qualifiersInUse,
    ...releases.map(({ version }) => version),
    // A deploy that was interrupted after it had published goes on from there.
    String(newest),
  ]);
}

function unusedLayerVersions(
  { layerVersions, latest }: PruneFacts,
  kept: readonly FunctionConfiguration[],
): readonly number[] {
  const used = new Set([latest, ...kept].flatMap(layersOf));
  const newest = Math.max(0, ...layerVersions.map(({ Version }) => Version ?? 0));
  return layerVersions
    .filter(
      ({ LayerVersionArn = '', Version, Description }) =>
        // Without our key it is someone else's; the newest may be of a deploy that goes on.
        keyOf(Description) !== undefined && Version !== newest && !used.has(LayerVersionArn),
    )
    .flatMap(({ Version }) => Version ?? [])
    .sort((a, b) => a - b);
}

/** What the kept versions were released from; of those that no ledger knows, their description says it. */
function sourceVersionsOf(
  { ledgers }: PruneFacts,
  releases: readonly Release[],
  kept: readonly FunctionConfiguration[],
): Set<string> {
  const keptNumbers = new Set(kept.map(({ Version }) => Version));
  const recorded = ledgers.flatMap((ledger) => ledger.releases).filter(({ version }) => keptNumbers.has(version));
  return new Set([
    ...[...releases, ...recorded].map(({ sourceVersion }) => sourceVersion),
    ...kept.map(({ Description }) => parseRelease(Description ?? '').sourceVersion),
  ]);
}

function unusedObjects({ objects, root }: PruneFacts, sourceVersions: ReadonlySet<string>): readonly ListedObject[] {
  const kept = new Set([...RESERVED_SOURCE_VERSIONS, ...[...sourceVersions].map(encodeURIComponent)]);
  return objects.filter(({ key }) => {
    const [, directory] = /^([^/]+)\/(?:app|deps)\.zip$/.exec(key.slice(root.length)) ?? [];
    return directory !== undefined && !kept.has(directory);
  });
}
