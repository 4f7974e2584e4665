import type { RangeReader } from './range-reader';
import { brokenZip } from './zip-error';
import { MAX_16, MAX_32, RECORD_BYTES, SIGNATURES } from './zip-records';

/** Where a zip lists its entries. */
export interface ZipDirectory {
  readonly entries: number;
  readonly bytes: number;
  readonly offset: number;
}

/**
 * Finds the directory of a zip by the record at its end, behind which a comment may stand.
 *
 * @throws CodelessError with exit `build`
 */
export async function findDirectory(zip: RangeReader): Promise<ZipDirectory> {
  const tailBytes = Math.min(zip.size, RECORD_BYTES.end + MAX_16 + RECORD_BYTES.zip64Locator);
  const tail = await zip.read(zip.size - tailBytes, tailBytes);
  for (let at = tail.length - RECORD_BYTES.end; at >= 0; at--) {
    if (
      tail.readUInt32LE(at) === SIGNATURES.end &&
      at + RECORD_BYTES.end + tail.readUInt16LE(at + 20) === tail.length
    ) {
      return (await zip64Directory(zip, tail, at)) ?? plainDirectory(zip, tail, at);
    }
  }
  throw brokenZip(zip, 'its end is missing, so it was cut off or is no zip');
}

function plainDirectory(zip: RangeReader, tail: Buffer, at: number): ZipDirectory {
  const bytes = tail.readUInt32LE(at + 12);
  // Not where the record says: before the first entry of an executable jar a script may stand that nobody counted.
  const offset = zip.size - tail.length + at - bytes;
  if (offset < tail.readUInt32LE(at + 16)) {
    throw brokenZip(zip, 'its directory is cut off');
  }
  return { entries: tail.readUInt16LE(at + 10), bytes, offset };
}

async function zip64Directory(zip: RangeReader, tail: Buffer, end: number): Promise<ZipDirectory | undefined> {
  const locator = end - RECORD_BYTES.zip64Locator;
  const isFull =
    tail.readUInt16LE(end + 10) === MAX_16 ||
    tail.readUInt32LE(end + 12) === MAX_32 ||
    tail.readUInt32LE(end + 16) === MAX_32;
  if (!isFull || locator < 0 || tail.readUInt32LE(locator) !== SIGNATURES.zip64Locator) {
    return undefined;
  }
  const at = Number(tail.readBigUInt64LE(locator + 8));
  if (at + RECORD_BYTES.zip64End > zip.size) {
    throw brokenZip(zip, 'its Zip64 record lies behind its end');
  }
  const record = await zip.read(at, RECORD_BYTES.zip64End);
  const bytes = Number(record.readBigUInt64LE(40));
  const offset = Number(record.readBigUInt64LE(48));
  if (record.readUInt32LE(0) !== SIGNATURES.zip64End || offset + bytes > zip.size) {
    throw brokenZip(zip, 'its Zip64 record is wrong');
  }
  return { entries: Number(record.readBigUInt64LE(32)), bytes, offset };
}
