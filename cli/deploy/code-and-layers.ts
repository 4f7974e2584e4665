import type { FunctionConfiguration } from '@aws-sdk/client-lambda';

import type { CodeLocation } from '../aws/lambda';
import { CodelessError } from '../errors';
import { step } from '../progress';
import { layersOf } from './configuration';
import type { Engine } from './engine';
import { writeLatest } from './latest';
import type { Lease } from './lease';
import { sameLayers } from './plan';

/** What `$LATEST` shall hold. */
export interface CodeAndLayers {
  readonly codeSha256: string;
  /** Where the code is; it is read only where `$LATEST` has another. */
  readonly code: () => Promise<CodeLocation>;
  readonly layers: readonly string[];
  readonly architecture: string;
}

export function hasLayers({ layers }: CodeAndLayers, latest: FunctionConfiguration): boolean {
  return sameLayers(layers, layersOf(latest));
}

export function hasCode({ codeSha256, architecture }: CodeAndLayers, latest: FunctionConfiguration): boolean {
  return (
    latest.CodeSha256 === codeSha256 &&
    (latest.Architectures?.[0] ?? 'x86_64') === architecture &&
    latest.LastUpdateStatus !== 'Failed'
  );
}

/**
 * Puts layers and code on `$LATEST`: the layers first, or the code first if Lambda does not take the new layers with the old code.
 * It holds each of the two against what it has of the other. No third order is needed: the old pair fits and the new pair
 * does, and the pairs in between, of old code with new layers and of new code with old layers, are together as large as these
 * two, so that one of them fits.
 *
 * @throws CodelessError `PackageTooLarge` if the new pair does not fit, and those of {@link writeLatest}
 */
export async function writeCodeAndLayers(
  engine: Engine,
  lease: Lease,
  wanted: CodeAndLayers,
  present: FunctionConfiguration,
): Promise<FunctionConfiguration> {
  let latest = present;
  await lease.check();
  let isRefused = false;
  if (!hasLayers(wanted, latest)) {
    try {
      latest = await setLayers(engine, lease, wanted, latest);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      if (hasCode(wanted, latest)) throw tooLarge(engine, error);
      isRefused = true;
      const text = 'Lambda does not take the new layers with the old code, so the code comes first';
      engine.onProgress({ kind: 'note', level: 'notice', text });
    }
  }
  await lease.check();
  try {
    if (!hasCode(wanted, latest)) latest = await setCode(engine, lease, wanted, latest);
    await lease.check();
    if (isRefused && !hasLayers(wanted, latest)) latest = await setLayers(engine, lease, wanted, latest);
  } catch (error) {
    throw isTooLarge(error) ? tooLarge(engine, error) : error;
  }
  return latest;
}

function setLayers(
  engine: Engine,
  lease: Lease,
  wanted: CodeAndLayers,
  latest: FunctionConfiguration,
): ReturnType<typeof setCode> {
  const { layers } = wanted;
  return step(
    engine.onProgress,
    'Set the layers',
    () =>
      writeLatest(
        engine,
        latest,
        (seen) => hasLayers(wanted, seen),
        async (revision) => {
          await lease.check();
          return engine.lambda.updateLayers(layers, revision);
        },
      ),
    () => `${layers.length} on $LATEST`,
  );
}

async function setCode(
  engine: Engine,
  lease: Lease,
  wanted: CodeAndLayers,
  latest: FunctionConfiguration,
): Promise<FunctionConfiguration> {
  const location = await wanted.code();
  return step(
    engine.onProgress,
    'Update the code',
    () =>
      writeLatest(
        engine,
        latest,
        (seen) => hasCode(wanted, seen),
        async (revision) => {
          await lease.check();
          return engine.lambda.updateCode(location, wanted.architecture, revision);
        },
      ),
    () => 'on $LATEST',
  );
}

/** Whether Lambda refused a write since code and layers are too large together. It has no error of its own for that. */
function isTooLarge(error: unknown): error is Error {
  return (
    error instanceof Error && error.name === 'InvalidParameterValueException' && /\b262144000\b/.test(error.message)
  );
}

function tooLarge({ lambda }: Engine, cause: Error): CodelessError {
  const message = `the code of ${lambda.functionName} and its layers are too large together, unzipped: ${cause.message}`;
  return new CodelessError('build', 'PackageTooLarge', message, {
    hint: 'Make the code, its dependencies or a layer of others smaller, or ship the function as an image.',
    cause,
  });
}
