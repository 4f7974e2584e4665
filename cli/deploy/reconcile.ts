import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import { layersOf } from './configuration';
import { withRelease, withRollback, type Ledger, type Release } from './ledger';
import { parseRelease } from './release-name';

/** By whom the alias was moved where nobody recorded it. */
export const UNRECORDED = 'someone who left no record';

/** What a ledger is held against. */
export interface Served {
  /** The version that the alias serves. */
  readonly serving: FunctionConfiguration;
  /** The placeholder's digest: its versions are no releases. */
  readonly placeholderSha256: string | undefined;
  /** Now, ISO 8601 in UTC. */
  readonly at: string;
}

/**
 * Brings a ledger to what the alias serves: whoever moved it last may have been killed before it was recorded. An older
 * release behind the alias is a rollback, a newer version a release. What is neither, as after the function was made anew,
 * leaves the ledger as it is.
 */
export function reconciled(ledger: Ledger, { serving, placeholderSha256, at }: Served): Ledger {
  const { Version: version = '', CodeSha256 } = serving;
  if (version === ledger.current) return ledger;
  if (isReleased(ledger, serving)) return withRollback(ledger, version, { at, by: UNRECORDED });
  if (CodeSha256 === placeholderSha256 || Number(version) < Number(ledger.current)) return ledger;
  return withRelease(ledger, releaseOf(serving, ledger.current));
}

/** Whether the alias went back to an older release and the ledger does not say so. */
export function isUnrecordedRollback(ledger: Ledger, serving: FunctionConfiguration): boolean {
  const place = (version: string | undefined): number =>
    ledger.releases.findIndex((entry) => entry.version === version);
  return isReleased(ledger, serving) && place(serving.Version) > place(ledger.current);
}

/** What a published version tells of its release. */
export function releaseOf(configuration: FunctionConfiguration, previousVersion: string): Release {
  return {
    version: configuration.Version ?? '',
    ...parseRelease(configuration.Description ?? ''),
    codeSha256: configuration.CodeSha256 ?? '',
    layers: layersOf(configuration),
    declaredLayers: [],
    releasedAt: new Date(configuration.LastModified ?? 0).toISOString(),
    releasedBy: 'unknown',
    previousVersion,
    rebuilt: true,
  };
}

/** Versions begin at 1 again when a function is made anew, so the code has to agree too. */
function isReleased({ releases }: Ledger, { Version, CodeSha256 }: FunctionConfiguration): boolean {
  return releases.some(({ version, codeSha256 }) => version === Version && codeSha256 === CodeSha256);
}
