import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { LambdaApi } from '../aws/lambda';
import { LEDGER_SCHEMA_VERSION, MAX_RELEASES, type Ledger } from './ledger';
import { releaseOf } from './reconcile';

/** For which function a ledger is rebuilt, and what is known of it. */
export interface RebuildOptions {
  readonly lambda: LambdaApi;
  readonly aliasName: string;
  readonly latest: FunctionConfiguration;
  /** The version that the alias serves. */
  readonly current: string;
  /** The placeholder's digest: its versions are no releases. */
  readonly placeholderSha256: string | undefined;
  /** Every published version, the oldest first. Default: Lambda is asked. */
  readonly versions?: readonly FunctionConfiguration[];
}

/**
 * Makes a ledger of what Lambda knows: every published version that is not Terraform's, with its description as the source
 * version. Versions that Terraform publishes carry the function's own description.
 */
export async function rebuildLedger(options: RebuildOptions): Promise<Ledger> {
  const { lambda, aliasName, latest, current, placeholderSha256 } = options;
  const versions = (options.versions ?? (await lambda.versions())).filter(
    ({ CodeSha256, Description, Version }) =>
      CodeSha256 !== placeholderSha256 &&
      (Version === current || ((Description ?? '') !== '' && Description !== latest.Description)),
  );
  const releases = versions.map((configuration, index) => releaseOf(configuration, versions[index - 1]?.Version ?? ''));
  return {
    schemaVersion: LEDGER_SCHEMA_VERSION,
    functionName: lambda.functionName,
    aliasName,
    current,
    releases: releases.reverse().slice(0, MAX_RELEASES),
  };
}

/** The newest published version before one, which callers most likely had; empty where there is none. */
export async function versionBefore(lambda: LambdaApi, version: string): Promise<string> {
  const earlier = (await lambda.versions())
    .map(({ Version }) => Number(Version))
    .filter((one) => one < Number(version));
  return earlier.length === 0 ? '' : `${Math.max(...earlier)}`;
}
