import { crc32 } from 'node:zlib';
import { centralHeader, endRecords, localHeader, METHODS, type EntryKind, type ZipEntry } from './records';

/** A file of a zip that is made in memory. */
export interface SmallZipEntry {
  /** With `/` between names. */
  readonly path: string;
  /** Text in UTF-8, or bytes; of a link: the path that it holds. */
  readonly content: string | Uint8Array;
  /**
   * What it is when it is unzipped.
   *
   * @default 'file'
   */
  readonly kind?: EntryKind;
}

/**
 * Makes a zip in memory, in the order of its entries. Its bytes depend on nothing but them: it has one date (1980-01-01), and
 * stores the files as they are, since what compresses them differs among builds of Node.js.
 */
export function zipOf(entries: readonly SmallZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content, kind = 'file' } of entries) {
    const data = Buffer.from(content as Uint8Array);
    const bytes = data.length;
    const sum = { crc32: crc32(data), compressedBytes: bytes, bytes };
    const entry: ZipEntry = { path, kind, method: METHODS.stored, ...sum, streamed: false, offset };
    const header = localHeader(entry);
    parts.push(header, data);
    directory.push(centralHeader(entry));
    offset += header.length + bytes;
  }
  const records = Buffer.concat(directory);
  return Buffer.concat([...parts, records, endRecords(directory.length, records.length, offset)]);
}
