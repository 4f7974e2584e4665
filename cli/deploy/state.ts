import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { DeployContract } from '../../modules/codeless-lambda/contract';
import type { LambdaApi } from '../aws/lambda';
import { CodelessError } from '../errors';
import { currentRelease } from './ledger';
import { servedPlaceholderSha256 } from './placeholder';
import { describeRelease, parseRelease, type ReleaseName } from './release-name';
import type { LedgerStore, StoredLedger } from './ledger-store';

/** What a function and the record of its releases are like at one moment. */
export interface FunctionState {
  readonly alias: AliasConfiguration;
  /** `$LATEST`: what the next version would be. */
  readonly latest: FunctionConfiguration;
  /** The version that the alias names, which serves all traffic but that of weights. */
  readonly serving: FunctionConfiguration;
  /** Undefined where it is lost, or where there is no bucket to keep it in. */
  readonly ledger: StoredLedger | undefined;
  /** `CodeSha256` of Terraform's placeholder; undefined where nobody knows it. */
  readonly placeholderSha256: string | undefined;
}

/** Attempts at a view in which alias and version agree. */
const MAX_READS = 5;

/**
 * Reads the state.
 *
 * @throws CodelessError `FunctionNotFound`, `AliasNotFound`; `AliasMoves` where the alias does not stand still
 */
export async function readState(
  lambda: LambdaApi,
  aliasName: string,
  ledgerStore: LedgerStore | undefined,
  contract: DeployContract | undefined,
): Promise<FunctionState> {
  for (let read = 1; read <= MAX_READS; read += 1) {
    const [alias, latest, serving, ledger] = await Promise.all([
      lambda.alias(aliasName),
      lambda.configuration(),
      lambda.configuration(aliasName),
      ledgerStore?.read(),
    ]);
    if (alias.FunctionVersion !== serving.Version) continue;
    const placeholderSha256 = await servedPlaceholderSha256(lambda, contract, serving, ledger?.ledger);
    return { alias, latest, serving, ledger, placeholderSha256 };
  }
  throw new CodelessError(
    'busy',
    'AliasMoves',
    `the alias ${aliasName} of ${lambda.functionName} does not stand still`,
    {
      hint: 'Someone else is moving it: run this again when they have finished.',
    },
  );
}

/** The versions to which an alias sends a part of the traffic besides its own. */
export function weightsOf({ RoutingConfig }: AliasConfiguration): Readonly<Record<string, number>> {
  return RoutingConfig?.AdditionalVersionWeights ?? {};
}

/**
 * What was released that the alias serves; undefined where neither the ledger nor the version tells.
 *
 * A version that Terraform published has the function's own description.
 */
export function servedRelease({ serving, latest, ledger }: FunctionState): ReleaseName | undefined {
  const release = ledger && currentRelease(ledger.ledger);
  if (release !== undefined && release.version === serving.Version) return release;
  const { Description = '' } = serving;
  return Description === '' || Description === latest.Description ? undefined : parseRelease(Description);
}

/** Its source version. */
export function servedSourceVersion(state: FunctionState): string | undefined {
  return servedRelease(state)?.sourceVersion;
}

/** What the description of the alias says of it; empty where nobody knows. */
export function servedDescription(state: FunctionState): string {
  const release = servedRelease(state);
  return release === undefined ? '' : describeRelease(release);
}
