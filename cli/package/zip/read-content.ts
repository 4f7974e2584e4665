import { inflateRawSync } from 'node:zlib';

import { withFileReader, type RangeReader } from './range-reader';
import { openZip } from './read-directory';

/**
 * The content of one entry of a zip that was read back before.
 *
 * @param zip path of a file, or what reads something else
 * @param most bytes beyond which it is not read
 * @returns undefined if there is no such entry, or it is larger
 */
export async function readContent(zip: string | RangeReader, path: string, most: number): Promise<Buffer | undefined> {
  if (typeof zip === 'string') return withFileReader(zip, (reader) => readContent(reader, path, most));
  const { file, entries } = await openZip(zip, (entry) => entry.path === path);
  const entry = entries.at(-1);
  if (entry === undefined || entry.bytes > most) return undefined;
  const { fileDataStart } = await file.readLocalFileHeaderPromise(entry.record, { minimal: true });
  const data = await zip.read(fileDataStart, entry.compressedBytes);
  return entry.isDeflated ? inflateRawSync(data, { maxOutputLength: Math.max(entry.bytes, 1) }) : data;
}
