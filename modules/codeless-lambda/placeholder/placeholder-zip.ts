import { zipOf } from '../../../zip';
import type { PlaceholderFile } from './placeholder-files';

/**
 * The files as a zip whose bytes depend on nothing but the files: sorted by path, one date, Unix modes, not compressed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html
 */
export function placeholderZip(files: readonly PlaceholderFile[]): Uint8Array {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return zipOf(
    sorted.map(({ path, content, executable }) => ({ path, content, kind: executable ? 'executable' : 'file' })),
  );
}
