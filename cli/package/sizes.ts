import { CodelessError } from '../errors';
import type { BuiltPackage } from './built-package';
import { largest, megabytes, type SizedFile } from './largest';
import { LIMITS } from './limits';

/** What is measured against Lambda's limits. */
export interface SizesToCheck {
  readonly code: BuiltPackage;
  /** The layer of dependencies that belongs to the code. */
  readonly layer?: BuiltPackage;
  /**
   * Unzipped bytes of the other layers, or as much of it as is known.
   *
   * @default 0
   */
  readonly layersBytes?: number;
  /** Whether the zips go to Lambda itself, since there is no bucket. */
  readonly direct: boolean;
}

/**
 * Compares packages with Lambda's {@link LIMITS}, before anything is uploaded.
 *
 * @throws CodelessError with exit `build` whose output is a table of the ten largest files and packages
 */
export function checkSizes({ code, layer, layersBytes = 0, direct }: SizesToCheck): void {
  const unzipped = code.unzippedBytes + (layer?.unzippedBytes ?? 0) + layersBytes;
  if (unzipped >= LIMITS.unzippedBytes) {
    throw tooLarge(unzipped, { code: code.entries, dependencies: layer?.entries }, true);
  }
  if (!direct) {
    return;
  }
  const room = `Lambda takes ${megabytes(LIMITS.directBytes)} where there is no bucket`;
  const refuse = (what: string, bytes: number, hint: string, output: string[]): CodelessError => {
    const message = `the zip of the ${what} has ${megabytes(bytes)}, and ${room}`;
    return new CodelessError('build', 'PackageTooLargeForDirectUpload', message, { hint, output });
  };
  if (code.bytes > LIMITS.directBytes) {
    const hint = 'Give the function an artifact bucket, or leave files out by .lambdaignore.';
    throw refuse('code', code.bytes, hint, largest(code.entries, []));
  }
  if (layer !== undefined && layer.bytes > LIMITS.directBytes) {
    throw refuse('layer', layer.bytes, 'Give the function an artifact bucket.', largest([], layer.entries));
  }
}

/** What is too large together. */
export interface TooLargeFiles {
  readonly code: readonly SizedFile[];
  /** What was installed. */
  readonly dependencies?: readonly SizedFile[];
  /** Whether the code is an archive that is shipped as it is. */
  readonly archive?: boolean;
}

/** What to say of files that Lambda can't unzip. */
export function tooLarge(
  bytes: number,
  { code, dependencies = [], archive = false }: TooLargeFiles,
  complete: boolean,
): CodelessError {
  const remedies = {
    archive: 'Build the archive without what the function does not need',
    code: 'Leave files out by .lambdaignore',
    dependencies:
      'Take packages that the function does not need out of its dependencies, such as what the runtime has already or only tests need',
  };
  const remedy = sum(dependencies) > sum(code) ? 'dependencies' : archive ? 'archive' : 'code';
  return new CodelessError(
    'build',
    'PackageTooLarge',
    `the function and its layers have ${complete ? '' : 'more than '}${megabytes(bytes)} unzipped, and Lambda takes less than ${megabytes(LIMITS.unzippedBytes)}`,
    { hint: `${remedies[remedy]}, or ship the function as an image.`, output: largest(code, dependencies) },
  );
}

function sum(files: readonly SizedFile[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}
