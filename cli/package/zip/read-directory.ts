import { isUtf8 } from 'node:buffer';
import { fromRandomAccessReaderPromise, type Entry, type ZipFile } from 'yauzl';
import { METHODS, RECORD_BYTES, type EntryKind } from '../../../zip';
import type { PackageEntry } from '../built-package';
import { findEnd } from './find-end';
import type { RangeReader } from './range-reader';
import { WindowReader } from './window-reader';
import { brokenZip, unsupportedZip } from './zip-error';

const FILE_TYPE = 0o170000;
const LINK_TYPE = 0o120000;
/** What an entry may be: nothing that its writer told, a file, a directory, or a link. */
const KNOWN_TYPES = [0, 0o100000, 0o040000, LINK_TYPE];
const ANYONE_EXECUTES = 0o111;
const OTHERS_READ = 0o004;
const OTHERS_EXECUTE = 0o001;
const ANY_MODE = 0o777;
const UNIX = 3;

/** An entry of a zip's directory. */
export interface DirectoryEntry extends PackageEntry {
  readonly isDirectory: boolean;
  readonly isDeflated: boolean;
  /** False if its writer told a mode by which others than the owner can't read it, or enter the directory. */
  readonly isReadable: boolean;
  readonly compressedBytes: number;
  /** What yauzl made of it. */
  readonly record: Entry;
}

/** A zip that was opened. */
export interface OpenZip {
  readonly zip: RangeReader;
  readonly file: ZipFile;
  readonly reader: WindowReader;
  /** Undefined where Zip64's records tell it. */
  readonly directoryBytes: number | undefined;
}

/**
 * Opens a zip, whose directory can then be read.
 *
 * @throws CodelessError with exit `build` for what is no zip or is cut off
 */
export async function openZip(zip: RangeReader): Promise<OpenZip> {
  const { tail, start, directoryBytes } = await findEnd(zip);
  const reader = new WindowReader(zip, tail, start);
  try {
    // Names as bytes: Linux unzips them as they are, whatever code page their writer had.
    const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
    return {
      zip,
      file: await fromRandomAccessReaderPromise(reader, zip.size - start, options),
      reader,
      directoryBytes,
    };
  } catch (error) {
    throw asBroken(zip, error);
  }
}

/**
 * Reads the directory of a zip, entry by entry, so that none has to be kept.
 *
 * @throws CodelessError with exit `build` for what is cut off, or holds what Lambda can't unzip
 */
export async function* eachEntry({ zip, file, directoryBytes }: OpenZip): AsyncGenerator<DirectoryEntry> {
  let bytes = 0;
  try {
    for await (const record of file.eachEntry()) {
      bytes += RECORD_BYTES.central + record.fileNameLength + record.extraFieldLength + record.fileCommentLength;
      yield parse(zip, record);
    }
  } catch (error) {
    throw asBroken(zip, error);
  }
  if (directoryBytes !== undefined && bytes !== directoryBytes) {
    throw brokenZip(zip, 'its directory has more entries than its end counts');
  }
}

/** What yauzl throws is a plain error. */
function asBroken(zip: RangeReader, error: unknown): unknown {
  return error instanceof Error && error.constructor === Error ? brokenZip(zip, error.message, error) : error;
}

function parse(zip: RangeReader, record: Entry): DirectoryEntry {
  const name = record.fileNameRaw;
  const path = isUtf8(name) ? name.toString() : name.toString('latin1');
  if (path === '') {
    throw brokenZip(zip, 'an entry in its directory has no name');
  }
  if (record.isEncrypted()) {
    throw unsupportedZip(zip, path, 'is encrypted');
  }
  const method = record.compressionMethod;
  if (method !== METHODS.stored && method !== METHODS.deflated) {
    throw unsupportedZip(zip, path, `is compressed by method ${method} instead of DEFLATE`);
  }
  const mode = modeOf(record);
  // What ends with a slash is a directory to whoever unzips it; Maven gives some of them a mode of -1.
  if (!path.endsWith('/') && !KNOWN_TYPES.includes(mode & FILE_TYPE)) {
    throw unsupportedZip(zip, path, 'is neither a file, a directory nor a link');
  }
  if (record.relativeOffsetOfLocalHeader + RECORD_BYTES.local + record.compressedSize > zip.size) {
    throw brokenZip(zip, `'${path}' lies behind its end`);
  }
  return {
    path,
    bytes: record.uncompressedSize,
    crc32: hexadecimal(record.crc32),
    kind: kind(mode),
    isDirectory: path.endsWith('/'),
    isDeflated: method === METHODS.deflated,
    isReadable: isReadable(mode, path.endsWith('/')),
    compressedBytes: record.compressedSize,
    record,
  };
}

/** A CRC-32 as {@link PackageEntry} has it. */
export function hexadecimal(crc32: number): string {
  return crc32.toString(16).padStart(8, '0');
}

/** Its Unix mode; 0 where it was made on another system. */
function modeOf({ versionMadeBy, externalFileAttributes }: Entry): number {
  return versionMadeBy >>> 8 === UNIX ? externalFileAttributes >>> 16 : 0;
}

function isReadable(mode: number, isDirectory: boolean): boolean {
  const wanted = isDirectory ? OTHERS_READ | OTHERS_EXECUTE : OTHERS_READ;
  // No mode at all is what archivers write that know of none.
  return (mode & ANY_MODE) === 0 || (mode & FILE_TYPE) === LINK_TYPE || (mode & wanted) === wanted;
}

function kind(mode: number): EntryKind {
  if ((mode & FILE_TYPE) === LINK_TYPE) {
    return 'link';
  }
  return (mode & ANYONE_EXECUTES) === 0 ? 'file' : 'executable';
}
