import { inflateRawSync } from 'node:zlib';

import { withFileReader, type RangeReader } from './range-reader';
import { eachEntry, openZip, type DirectoryEntry, type OpenZip } from './read-directory';

/**
 * The content of one entry of a zip that was read back before.
 *
 * @param zip path of a file, or what reads something else
 * @param most bytes beyond which it is not read
 * @returns undefined if there is no such entry, or it is larger
 */
export async function readContent(zip: string | RangeReader, path: string, most: number): Promise<Buffer | undefined> {
  if (typeof zip === 'string') return withFileReader(zip, (reader) => readContent(reader, path, most));
  const open = await openZip(zip);
  let found: DirectoryEntry | undefined;
  for await (const entry of eachEntry(open)) if (entry.path === path) found = entry;
  return found === undefined || found.bytes > most ? undefined : contentOf(open, found);
}

async function contentOf({ zip, file }: OpenZip, entry: DirectoryEntry): Promise<Buffer> {
  const { fileDataStart } = await file.readLocalFileHeaderPromise(entry.record, { minimal: true });
  const data = await zip.read(fileDataStart, entry.compressedBytes);
  return entry.isDeflated ? inflateRawSync(data, { maxOutputLength: Math.max(entry.bytes, 1) }) : data;
}
