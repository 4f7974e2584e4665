import { strToU8, zipSync, type Zippable } from 'fflate';
import type { PlaceholderFile } from './placeholder-files';

const UNIX = 3;
const REGULAR_FILE = 0o100000;

/**
 * The files as a zip whose bytes depend on nothing but the files: sorted by path, one date, Unix modes.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html
 */
export function placeholderZip(files: readonly PlaceholderFile[]): Uint8Array {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const entries: Zippable = Object.fromEntries(
    sorted.map((file) => [
      file.path,
      [strToU8(file.content), { attrs: (REGULAR_FILE | (file.executable ? 0o755 : 0o644)) << 16 }],
    ]),
  );
  // fflate reads the date with local getters, so it is made of local parts, at noon, where no clock was ever changed.
  return zipSync(entries, { level: 9, os: UNIX, mtime: new Date(1980, 0, 1, 12) });
}
