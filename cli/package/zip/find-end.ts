import { MAX_16, MAX_32, RECORD_BYTES, SIGNATURES } from '../../../zip';
import type { RangeReader } from './range-reader';
import { brokenZip } from './zip-error';

/** The end of a zip. */
export interface ZipEnd {
  /** The last bytes of the zip, which most directories are in. */
  readonly tail: Buffer;
  /** Bytes that stand before the zip and that nobody counted, such as the script of an executable jar. */
  readonly start: number;
  /** Bytes of the directory; undefined where Zip64's records tell them. */
  readonly directoryBytes: number | undefined;
}

/**
 * Finds the record at the end of a zip, behind which a comment may stand.
 *
 * @throws CodelessError with exit `build`
 */
export async function findEnd(zip: RangeReader): Promise<ZipEnd> {
  const tailBytes = Math.min(zip.size, RECORD_BYTES.end + MAX_16 + RECORD_BYTES.zip64Locator);
  const tail = await zip.read(zip.size - tailBytes, tailBytes);
  // The last of the kind: of two that could be meant, another reader may choose the other one.
  const at = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (at < 0 || at + RECORD_BYTES.end > tail.length) {
    throw brokenZip(zip, 'its end is missing, so it was cut off or is no zip');
  }
  if (at + RECORD_BYTES.end + tail.readUInt16LE(at + 20) !== tail.length) {
    throw brokenZip(zip, 'something stands behind its end');
  }
  const locator = at - RECORD_BYTES.zip64Locator;
  if (locator >= 0 && tail.readUInt32LE(locator) === SIGNATURES.zip64Locator) {
    return { tail, start: 0, directoryBytes: undefined };
  }
  const [bytes, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  const start = zip.size - tail.length + at - bytes - offset;
  if (start < 0 || bytes === MAX_32 || offset === MAX_32) {
    throw brokenZip(zip, 'its directory is cut off');
  }
  return { tail, start, directoryBytes: bytes };
}
