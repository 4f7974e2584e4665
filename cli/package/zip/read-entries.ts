import type { PackageEntry } from '../built-package';
import { sortEntries } from '../tree/tree-entry';
import { withFileReader, type RangeReader } from './range-reader';
import { eachEntry, openZip } from './read-directory';

/**
 * Reads the directory of a zip, which stands at its end: of a large object less than a tenth of a megabyte and the directory
 * itself are asked for. Entries of directories are left out.
 *
 * @param zip path of a file, or what reads something else
 * @throws CodelessError with exit `build` for what is no zip, is cut off, or holds what Lambda can't unzip
 */
export async function readEntries(zip: string | RangeReader): Promise<PackageEntry[]> {
  if (typeof zip === 'string') {
    return withFileReader(zip, readEntries);
  }
  const entries: PackageEntry[] = [];
  for await (const { path, bytes, crc32, kind, isDirectory } of eachEntry(await openZip(zip))) {
    if (!isDirectory) entries.push({ path, bytes, crc32, kind });
  }
  return sortEntries(entries);
}
