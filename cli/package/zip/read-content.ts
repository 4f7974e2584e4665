import { inflateRawSync } from 'node:zlib';

import { withFileReader, type RangeReader } from './range-reader';
import { openZip, type DirectoryEntry, type OpenZip } from './read-directory';

/** Bytes of a path in Linux: no link holds more. */
const LINK_BYTES = 4096;

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
  return entry === undefined || entry.bytes > most ? undefined : contentOf(zip, file, entry);
}

/** What the links of a zip that was read back before hold, by their paths; one of more than 4096 bytes is left out. */
export async function readLinks(zip: string | RangeReader): Promise<ReadonlyMap<string, string>> {
  if (typeof zip === 'string') return withFileReader(zip, readLinks);
  const { file, entries } = await openZip(zip, ({ kind, bytes }) => kind === 'link' && bytes <= LINK_BYTES);
  const links = new Map<string, string>();
  for (const entry of entries) links.set(entry.path, (await contentOf(zip, file, entry)).toString());
  return links;
}

async function contentOf(zip: RangeReader, file: OpenZip['file'], entry: DirectoryEntry): Promise<Buffer> {
  const { fileDataStart } = await file.readLocalFileHeaderPromise(entry.record, { minimal: true });
  const data = await zip.read(fileDataStart, entry.compressedBytes);
  return entry.isDeflated ? inflateRawSync(data, { maxOutputLength: Math.max(entry.bytes, 1) }) : data;
}
