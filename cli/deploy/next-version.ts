import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { CodeLocation } from '../aws/lambda';
import { step } from '../progress';
import { layersOf } from './configuration';
import type { Engine } from './engine';
import { contended, isContention, writeLatest } from './latest';
import type { Lease } from './lease';
import { sameLayers } from './plan';
import { quiet, settled } from './wait';

/** What the next version is made of. */
export interface NextVersion {
  readonly codeSha256: string;
  /** Where the code is; it is read only where `$LATEST` has another. */
  readonly code: () => Promise<CodeLocation>;
  readonly layers: readonly string[];
  readonly architecture: string;
  /** At most 256 characters. */
  readonly description: string;
}

/** Attempts to publish while others change the configuration. */
const MAX_PUBLISHES = 5;

/**
 * Puts layers and code on `$LATEST` and publishes a version that is bound to them.
 *
 * @param present `$LATEST` as it was last seen
 * @returns the version, when it can be invoked
 * @throws CodelessError `FunctionContended`, `LeaseLost`, `UpdateFailed`, `UpdateTimedOut`
 */
export async function publishNextVersion(
  engine: Engine,
  lease: Lease,
  next: NextVersion,
  present: FunctionConfiguration,
): Promise<FunctionConfiguration> {
  const { lambda, onProgress } = engine;
  const hasLayers = (latest: FunctionConfiguration): boolean => sameLayers(next.layers, layersOf(latest));
  const hasCode = (latest: FunctionConfiguration): boolean =>
    latest.CodeSha256 === next.codeSha256 &&
    (latest.Architectures?.[0] ?? 'x86_64') === next.architecture &&
    latest.LastUpdateStatus !== 'Failed';
  let latest = present;

  for (let attempt = 1; attempt <= MAX_PUBLISHES; attempt += 1) {
    lease.check();
    if (!hasLayers(latest)) {
      latest = await step(
        onProgress,
        'Set the layers',
        () => writeLatest(engine, latest, hasLayers, (revision) => lambda.updateLayers(next.layers, revision)),
        () => `${next.layers.length} on $LATEST`,
      );
    }
    lease.check();
    if (!hasCode(latest)) {
      const location = await next.code();
      latest = await step(
        onProgress,
        'Update the code',
        () =>
          writeLatest(engine, latest, hasCode, (revision) => lambda.updateCode(location, next.architecture, revision)),
        () => 'on $LATEST',
      );
    }
    latest = await quiet(engine, latest);
    if (!hasLayers(latest) || !hasCode(latest)) continue;
    lease.check();
    const version = await publish(engine, next, latest);
    if (version !== undefined) return version;
    latest = await lambda.configuration();
  }
  throw contended(lambda.functionName);
}

/** @returns undefined where `$LATEST` was changed in between */
async function publish(
  engine: Engine,
  next: NextVersion,
  latest: FunctionConfiguration,
): Promise<FunctionConfiguration | undefined> {
  return step(
    engine.onProgress,
    'Publish a version',
    async () => {
      try {
        const version = await engine.lambda.publishVersion(next.codeSha256, next.description, latest.RevisionId);
        return await settled(engine, version, version.Version);
      } catch (error) {
        if (isContention(error) || isOtherCode(error)) return undefined;
        throw error;
      }
    },
    (version) => (version === undefined ? 'changed by someone else meanwhile' : `version ${version.Version ?? '?'}`),
  );
}

/** Whether Lambda refused to publish since `$LATEST` does not hold the package that was named. */
function isOtherCode(error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidParameterValueException' && /CodeSHA256/i.test(error.message);
}
