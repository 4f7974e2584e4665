/** Bytes of a zip's end with the longest comment that it can have. */
const END_BYTES = 22 + 65_535;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;

/**
 * Bytes of all files of a zip, by its directory; 0 for what is no zip, which the emulator is to judge.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function unzippedSize(zip: Buffer): number {
  const end = zip.lastIndexOf(signature(END), -22);
  if (end < Math.max(0, zip.length - END_BYTES)) return 0;
  let sum = 0;
  for (let at = zip.readUInt32LE(end + 16); at + CENTRAL_BYTES <= end && zip.readUInt32LE(at) === CENTRAL;) {
    sum += zip.readUInt32LE(at + 24);
    at += CENTRAL_BYTES + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return sum;
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
