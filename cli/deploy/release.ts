import { PreconditionFailedException, type FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { PackageLocation } from '../aws/lambda';
import { CodelessError } from '../errors';
import { step } from '../progress';
import { layersOf } from './configuration';
import type { Engine } from './engine';
import { contended, writeLatest } from './latest';
import type { Lease } from './lease';
import { shorten } from './lease-text';
import { sameLayers } from './plan';
import { settled } from './wait';

/** What the next version is made of. */
export interface NextVersion {
  readonly codeSha256: string;
  /** Where the code is; it is read only where `$LATEST` has another. */
  readonly code: () => Promise<PackageLocation>;
  readonly layers: readonly string[];
  readonly architecture: string;
  readonly sourceVersion: string;
}

/** Attempts to publish while others change the configuration. */
const MAX_PUBLISHES = 5;

/**
 * Puts layers and code on `$LATEST` and publishes a version that is bound to them.
 *
 * @returns the version, when it can be invoked
 */
export async function publishNextVersion(
  engine: Engine,
  lease: Lease,
  next: NextVersion,
  present: FunctionConfiguration,
): Promise<FunctionConfiguration> {
  const { lambda, onProgress, signal } = engine;
  const hasLayers = (latest: FunctionConfiguration): boolean => sameLayers(next.layers, layersOf(latest));
  const hasCode = (latest: FunctionConfiguration): boolean =>
    latest.CodeSha256 === next.codeSha256 && (latest.Architectures?.[0] ?? 'x86_64') === next.architecture;
  let latest = present;

  for (let attempt = 1; attempt <= MAX_PUBLISHES; attempt += 1) {
    lease.check();
    if (!hasLayers(latest)) {
      latest = await step(
        onProgress,
        'Set the layers',
        () => writeLatest(lambda, latest, hasLayers, (revision) => lambda.updateLayers(next.layers, revision), signal),
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
          writeLatest(
            lambda,
            latest,
            hasCode,
            (revision) => lambda.updateCode(location, next.architecture, revision),
            signal,
          ),
        () => 'on $LATEST',
      );
    }
    latest = await settled(lambda, latest, undefined, signal);
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
  { lambda, onProgress, signal }: Engine,
  next: NextVersion,
  latest: FunctionConfiguration,
): Promise<FunctionConfiguration | undefined> {
  return step(
    onProgress,
    'Publish a version',
    async () => {
      try {
        const description = shorten(next.sourceVersion);
        const version = await lambda.publishVersion(next.codeSha256, description, latest.RevisionId);
        return await settled(lambda, version, version.Version, signal);
      } catch (error) {
        const moved =
          error instanceof PreconditionFailedException ||
          (error instanceof Error &&
            error.name === 'InvalidParameterValueException' &&
            /CodeSHA256/i.test(error.message));
        if (moved) return undefined;
        throw error;
      }
    },
    (version) => (version === undefined ? 'changed by someone else meanwhile' : `version ${version.Version ?? '?'}`),
  );
}

/**
 * Invokes a version before it gets any traffic.
 *
 * @throws CodelessError `SmokeTestFailed`
 */
export async function smokeTest({ lambda, onProgress, settings }: Engine, version: string): Promise<void> {
  const payload = settings.smokeTest.value;
  if (payload === undefined) return;
  await step(
    onProgress,
    'Smoke-test the version',
    async () => {
      const { FunctionError, Payload, LogResult } = await lambda.invoke(version, payload);
      const answer = Payload?.transformToString() ?? '';
      const status = FunctionError === undefined ? statusCode(answer) : undefined;
      if (FunctionError === undefined && (status === undefined || status < 500)) return status;
      const what = FunctionError === undefined ? `status ${status ?? ''}` : `the error ${FunctionError}`;
      const log = LogResult === undefined ? '' : Buffer.from(LogResult, 'base64').toString();
      throw new CodelessError(
        'unhealthy',
        'SmokeTestFailed',
        `version ${version} of ${lambda.functionName} answered the smoke test with ${what}: the alias was not moved`,
        {
          hint: 'Correct the code and deploy again.',
          output: [answer, ...log.trim().split('\n')].filter((line) => line !== '').slice(-20),
        },
      );
    },
    (status) => (status === undefined ? 'answered' : `status ${status}`),
  );
}

/** The status of an answer to an HTTP event; undefined for any other answer. */
function statusCode(answer: string): number | undefined {
  try {
    const value: unknown = JSON.parse(answer);
    const status = typeof value === 'object' && value !== null && 'statusCode' in value ? value.statusCode : undefined;
    return typeof status === 'number' ? status : undefined;
  } catch {
    return undefined;
  }
}
