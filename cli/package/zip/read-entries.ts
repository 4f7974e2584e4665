import type { EntryKind, PackageEntry } from '../built-package';
import { sortEntries } from '../tree/tree-entry';
import { findDirectory } from './read-directory';
import { withFileReader, type RangeReader } from './range-reader';
import { brokenZip, unsupportedZip } from './zip-error';
import { FLAGS, MAX_32, METHODS, RECORD_BYTES, SIGNATURES } from './zip-records';

const FILE_TYPE = 0o170000;
const LINK_TYPE = 0o120000;
const ANYONE_EXECUTES = 0o111;
const UNIX = 3;
const ZIP64_FIELD = 1;

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
  const directory = await findDirectory(zip);
  const records = await zip.read(directory.offset, directory.bytes);
  const entries: PackageEntry[] = [];
  let at = 0;
  for (let index = 0; index < directory.entries; index++) {
    if (at + RECORD_BYTES.central > records.length || records.readUInt32LE(at) !== SIGNATURES.central) {
      throw brokenZip(zip, `entry ${index + 1} of ${directory.entries} is missing in its directory`);
    }
    const bytes = RECORD_BYTES.central + [28, 30, 32].reduce((sum, field) => sum + records.readUInt16LE(at + field), 0);
    const entry = parse(zip, records.subarray(at, at + bytes), directory.offset);
    if (!entry.path.endsWith('/')) {
      entries.push(entry);
    }
    at += bytes;
  }
  return sortEntries(entries);
}

function parse(zip: RangeReader, record: Buffer, directoryOffset: number): PackageEntry {
  const nameEnd = RECORD_BYTES.central + record.readUInt16LE(28);
  const isUtf8 = (record.readUInt16LE(8) & FLAGS.utf8) !== 0;
  // Without the flag the name is in the writer's code page; Linux unzips its bytes as they are.
  const path = record.subarray(RECORD_BYTES.central, nameEnd).toString();
  if (nameEnd > record.length || (isUtf8 && path === '')) {
    throw brokenZip(zip, 'an entry in its directory is cut off');
  }
  if ((record.readUInt16LE(8) & FLAGS.encrypted) !== 0) {
    throw unsupportedZip(zip, path, 'is encrypted');
  }
  const method = record.readUInt16LE(10);
  if (method !== METHODS.stored && method !== METHODS.deflated) {
    throw unsupportedZip(zip, path, `is compressed by method ${method} instead of DEFLATE`);
  }
  if (record.readUInt32LE(42) !== MAX_32 && record.readUInt32LE(42) + RECORD_BYTES.local > directoryOffset) {
    throw brokenZip(zip, `'${path}' lies behind its end`);
  }
  return {
    path,
    bytes: unzippedBytes(record, nameEnd),
    crc32: record.readUInt32LE(16).toString(16).padStart(8, '0'),
    kind: kind(record),
  };
}

function unzippedBytes(record: Buffer, extraStart: number): number {
  const bytes = record.readUInt32LE(24);
  if (bytes !== MAX_32) {
    return bytes;
  }
  for (let at = extraStart; at + 12 <= record.length; at += 4 + record.readUInt16LE(at + 2)) {
    if (record.readUInt16LE(at) === ZIP64_FIELD) {
      return Number(record.readBigUInt64LE(at + 4));
    }
  }
  return bytes;
}

function kind(record: Buffer): EntryKind {
  const mode = record.readUInt8(5) === UNIX ? record.readUInt16LE(40) : 0;
  if ((mode & FILE_TYPE) === LINK_TYPE) {
    return 'link';
  }
  return (mode & ANYONE_EXECUTES) === 0 ? 'file' : 'executable';
}
