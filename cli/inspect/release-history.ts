import type { Ledger, Release } from '../deploy/ledger';

/** A release, and whether it is the one that callers get. */
export type ReleaseRow = Release & { readonly current: boolean };

/** The releases behind an alias. */
export interface ReleaseHistory {
  readonly functionName: string;
  readonly aliasName: string;
  /** The version that the alias serves. */
  readonly version: string;
  /** Whether it is one of all releases. */
  readonly recorded: boolean;
  /** `ledger`, or `lambda` where there is no ledger and this is what Lambda's versions tell. */
  readonly source: 'ledger' | 'lambda';
  /** How many there are; `releases` may be fewer. */
  readonly total: number;
  /** The newest first. */
  readonly releases: readonly ReleaseRow[];
}

/**
 * Lists releases and marks the current one: the one that the alias serves, whatever the ledger says.
 *
 * @param limit the most releases
 */
export function releaseHistory(
  { functionName, aliasName, releases }: Ledger,
  source: ReleaseHistory['source'],
  version: string,
  limit: number,
): ReleaseHistory {
  return {
    functionName,
    aliasName,
    version,
    recorded: releases.some((release) => release.version === version),
    source,
    total: releases.length,
    releases: releases.slice(0, limit).map((release) => ({ ...release, current: release.version === version })),
  };
}
