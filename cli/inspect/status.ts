import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';

import { differingSettings, layersOf } from '../deploy/configuration';
import { parseLease } from '../deploy/lease-text';
import type { Release } from '../deploy/ledger';
import { sameLayers } from '../deploy/plan';
import { parseRelease } from '../deploy/release-name';
import { weightsOf, type FunctionState } from '../deploy/state';
import type { Settings } from '../settings/settings';
import { servedImage } from './difference';

/** How a function stands. */
export interface Status {
  readonly functionName: string;
  readonly functionArn: string;
  readonly region: string;
  /** Lambda's states of `$LATEST`: `Active`, and `Successful`. */
  readonly state: string;
  readonly lastUpdateStatus: string;
  readonly alias: {
    readonly name: string;
    readonly version: string;
    /** What the version was released from, where that is known. */
    readonly sourceVersion?: string;
    /** The tag that it was released by. */
    readonly tag?: string;
    /** ISO 8601 in UTC; only a ledger knows. */
    readonly releasedAt?: string;
    readonly releasedBy?: string;
    /** The image, by its digest, of an image function. */
    readonly image?: string;
    /** Whether it serves Terraform's placeholder: no code was ever deployed. */
    readonly placeholder: boolean;
    /** Parts of the traffic, 0 to 1, that go to other versions. */
    readonly weights: Readonly<Record<string, number>>;
  };
  /** What is being done to the function and by whom; a lease that nobody renews any more is the next deploy's to take over. */
  readonly lease?: { readonly work: string; readonly holder: string };
  /** Ids of CodeDeploy's deployments under way; absent where CodeDeploy has no part in it. */
  readonly deployments?: readonly string[];
  /** In what `$LATEST` differs from what the alias serves: a deploy brings it to callers. */
  readonly pending: {
    readonly code: boolean;
    readonly layers: boolean;
    /** In Lambda's words. */
    readonly configuration: readonly string[];
  };
  /** `found`, or `missing` where there is none that may be read. */
  readonly contract: 'found' | 'missing';
  /** `none`: there is no bucket to keep it in. */
  readonly ledger: 'found' | 'missing' | 'none';
}

/**
 * Puts together how a function stands.
 *
 * @param deployments ids of what CodeDeploy is at; undefined where it has no part in it
 */
export function statusOf(
  settings: Settings,
  { alias, latest, serving, ledger, placeholderSha256 }: FunctionState,
  deployments: readonly string[] | undefined,
): Status {
  const lease = parseLease(alias.Description);
  const functionArn = (latest.FunctionArn ?? '').split(':').slice(0, 7).join(':');
  return {
    functionName: settings.functionName.value,
    functionArn,
    region: functionArn.split(':')[3] ?? '',
    state: latest.State ?? 'Active',
    lastUpdateStatus: latest.LastUpdateStatus ?? 'Successful',
    alias: {
      ...aliasOf(
        alias,
        serving,
        ledger?.ledger.releases.find(({ version }) => version === serving.Version),
      ),
      name: settings.aliasName.value,
      placeholder: serving.CodeSha256 !== undefined && serving.CodeSha256 === placeholderSha256,
    },
    ...(lease === undefined ? {} : { lease: { work: lease.work, holder: lease.holder } }),
    ...(deployments === undefined ? {} : { deployments }),
    pending: {
      code: latest.CodeSha256 !== serving.CodeSha256,
      layers: !sameLayers(layersOf(latest), layersOf(serving)),
      configuration: differingSettings(latest, serving),
    },
    contract: settings.contract === undefined ? 'missing' : 'found',
    ledger: settings.bucket.value === undefined ? 'none' : ledger === undefined ? 'missing' : 'found',
  };
}

function aliasOf(
  alias: AliasConfiguration,
  serving: FunctionConfiguration,
  release: Release | undefined,
): Omit<Status['alias'], 'name' | 'placeholder'> {
  const { sourceVersion, tag } = release ?? parseRelease(serving.Description ?? '');
  const image = servedImage(serving, release);
  return {
    version: serving.Version ?? '',
    ...(sourceVersion === '' ? {} : { sourceVersion }),
    ...(tag === undefined ? {} : { tag }),
    ...(release === undefined || release.rebuilt === true
      ? {}
      : { releasedAt: release.releasedAt, releasedBy: release.releasedBy }),
    ...(image === undefined ? {} : { image }),
    weights: weightsOf(alias),
  };
}
