import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import { step } from '../progress';
import { hasCode, hasLayers, writeCodeAndLayers, type CodeAndLayers } from './code-and-layers';
import type { Engine } from './engine';
import { contended, isContention } from './latest';
import type { Lease } from './lease';
import { quiet, settled } from './wait';

/** What the next version is made of. */
export interface NextVersion extends CodeAndLayers {
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
 * @throws CodelessError `FunctionContended`, `LeaseLost`, `PackageTooLarge`, `UpdateFailed`, `UpdateTimedOut`
 */
export async function publishNextVersion(
  engine: Engine,
  lease: Lease,
  next: NextVersion,
  present: FunctionConfiguration,
): Promise<FunctionConfiguration> {
  const { lambda } = engine;
  let latest = present;

  for (let attempt = 1; attempt <= MAX_PUBLISHES; attempt += 1) {
    latest = await quiet(engine, await writeCodeAndLayers(engine, lease, next, latest));
    if (!hasLayers(next, latest) || !hasCode(next, latest)) continue;
    await lease.check();
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
