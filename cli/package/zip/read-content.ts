import { inflateRawSync } from 'node:zlib';

import { withFileReader, type RangeReader } from './range-reader';
import { eachEntry, openZip, type DirectoryEntry, type OpenZip } from './read-directory';

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
  const open = await openZip(zip);
  let found: DirectoryEntry | undefined;
  for await (const entry of eachEntry(open)) if (entry.path === path) found = entry;
  return found === undefined || found.bytes > most ? undefined : contentOf(open, found);
}

/** What the links of a zip that was read back before hold, by their paths; one of more than 4096 bytes is left out. */
export async function readLinks(zip: string | RangeReader): Promise<ReadonlyMap<string, string>> {
  if (typeof zip === 'string') return withFileReader(zip, readLinks);
  const open = await openZip(zip);
  const links = new Map<string, string>();
  for await (const entry of eachEntry(open)) {
    const isLink = entry.kind === 'link' && entry.bytes <= LINK_BYTES;
    if (isLink) links.set(entry.path, (await contentOf(open, entry)).toString());
  }
  return links;
}

async function contentOf({ zip, file }: OpenZip, entry: DirectoryEntry): Promise<Buffer> {
  const { fileDataStart } = await file.readLocalFileHeaderPromise(entry.record, { minimal: true });
  const data = await zip.read(fileDataStart, entry.compressedBytes);
  return entry.isDeflated ? inflateRawSync(data, { maxOutputLength: Math.max(entry.bytes, 1) }) : data;
}
