import { CodelessError } from '../errors';
import type { BuiltPackage } from './built-package';
import { LIMITS } from './limits';

/** Files that an error lists. */
const LISTED = 10;
const MEGABYTE = 1024 * 1024;

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
 * @throws CodelessError with exit `build` whose output is a table of the ten largest files
 */
export function checkSizes({ code, layer, layersBytes = 0, direct }: SizesToCheck): void {
  const unzipped = code.unzippedBytes + (layer?.unzippedBytes ?? 0) + layersBytes;
  if (unzipped >= LIMITS.unzippedBytes) {
    throw tooLarge(unzipped, [...code.entries, ...(layer?.entries ?? [])], true);
  }
  if (!direct) {
    return;
  }
  for (const [what, { bytes, entries }] of [['code', code] as const, ...(layer ? [['layer', layer] as const] : [])]) {
    if (bytes > LIMITS.directBytes) {
      throw new CodelessError(
        'build',
        'PackageTooLargeForDirectUpload',
        `the zip of the ${what} has ${megabytes(bytes)}, and Lambda takes ${megabytes(LIMITS.directBytes)} where there is no bucket`,
        {
          hint: 'Give the function an artifact bucket, or leave files out by .lambdaignore.',
          output: largest(entries),
        },
      );
    }
  }
}

/** What to say of files that Lambda can't unzip. */
export function tooLarge(
  bytes: number,
  files: readonly { readonly path: string; readonly bytes: number }[],
  complete: boolean,
): CodelessError {
  return new CodelessError(
    'build',
    'PackageTooLarge',
    `the function and its layers have ${complete ? '' : 'more than '}${megabytes(bytes)} unzipped, and Lambda takes less than ${megabytes(LIMITS.unzippedBytes)}`,
    { hint: 'Leave files out by .lambdaignore, or ship the function as an image.', output: largest(files) },
  );
}

function largest(files: readonly { readonly path: string; readonly bytes: number }[]): string[] {
  const top = [...files].sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, LISTED);
  const width = Math.max(...top.map(({ bytes }) => megabytes(bytes).length));
  return top.map(({ path, bytes }) => `${megabytes(bytes).padStart(width)}  ${path}`);
}

/** In steps of 0.1, upwards: what is too large never looks as if it were not. */
function megabytes(bytes: number): string {
  return `${(Math.ceil((bytes / MEGABYTE) * 10) / 10).toFixed(1)} MB`;
}
