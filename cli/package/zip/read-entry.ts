import { crc32 } from 'node:zlib';
import type { LocalFileHeader } from 'yauzl';
import { FLAGS, MAX_32, RECORD_BYTES, SIGNATURES } from '../../../zip';
import type { Inflater } from './inflater';
import { hexadecimal, type DirectoryEntry, type OpenZip } from './read-directory';
import { brokenZip } from './zip-error';

const CHUNK_BYTES = 128 * 1024;
/** As long as a path of Linux. */
const MAX_LINK_BYTES = 4096;

/**
 * Reads all of an entry and compares it with the directory.
 *
 * @returns what a link holds; undefined for what is none
 * @throws CodelessError `ArchiveBroken`
 */
export async function readEntry(
  { zip, file, reader }: OpenZip,
  entry: DirectoryEntry,
  inflater: Inflater,
): Promise<string | undefined> {
  const broken = (why: string): Error => brokenZip(zip, `'${entry.path}' ${why}`);
  const header = await file.readLocalFileHeaderPromise(entry.record).catch((error: unknown) => {
    throw brokenZip(zip, `'${entry.path}': ${error instanceof Error ? error.message : String(error)}`, error);
  });
  if (!agree(header, entry)) {
    throw broken('is another file in its directory than where it stands');
  }
  const content = new Content(entry);
  const dataEnd = header.fileDataStart + entry.compressedBytes;
  let ended = !entry.isDeflated;
  inflater.start();
  for (let at = header.fileDataStart; at < dataEnd;) {
    const chunk = await reader.bytes(at, Math.min(CHUNK_BYTES, dataEnd - at));
    at += chunk.length;
    if (entry.isDeflated) {
      if (ended) {
        throw broken('has data behind its end');
      }
      const { ended: isLast, left } = inflate(chunk);
      if (left > 0) {
        throw broken('has data behind its end');
      }
      ended = isLast;
    } else {
      content.add(chunk);
    }
    if (content.bytes > entry.bytes) {
      throw broken(`has more than the ${entry.bytes} bytes that its directory tells`);
    }
  }
  if (!ended || content.bytes !== entry.bytes) {
    throw broken(`has ${content.bytes} bytes instead of the ${entry.bytes} that its directory tells`);
  }
  if (hexadecimal(content.crc32) !== entry.crc32) {
    throw broken('has another checksum than its directory tells');
  }
  if (!(await descriptorAgrees(dataEnd))) {
    throw broken('has another checksum behind it than its directory tells');
  }
  return content.link();

  function inflate(chunk: Buffer): { readonly ended: boolean; readonly left: number } {
    try {
      return inflater.push(chunk, (bytes) => {
        content.add(bytes);
      });
    } catch (error) {
      throw broken(error instanceof Error ? error.message : String(error));
    }
  }

  /** What reads a zip from its beginning goes by the record behind the data; its signature may be missing. */
  async function descriptorAgrees(at: number): Promise<boolean> {
    if ((entry.record.generalPurposeBitFlag & FLAGS.descriptor) === 0) {
      return true;
    }
    const record = await reader.bytes(at, RECORD_BYTES.descriptor);
    return (
      record.length >= 8 &&
      (record.readUInt32LE(0) === SIGNATURES.descriptor ? record.readUInt32LE(4) : record.readUInt32LE(0)) ===
        entry.record.crc32
    );
  }
}

/** Whether what stands before an entry's data tells what the directory tells. */
function agree(header: LocalFileHeader, { record }: DirectoryEntry): boolean {
  const isStreamed = (header.generalPurposeBitFlag & FLAGS.descriptor) !== 0;
  const same = (here: number, there: number): boolean => here === there || here === MAX_32;
  return (
    header.fileName.equals(record.fileNameRaw) &&
    header.compressionMethod === record.compressionMethod &&
    ((header.generalPurposeBitFlag ^ record.generalPurposeBitFlag) & (FLAGS.encrypted | FLAGS.descriptor)) === 0 &&
    (isStreamed ||
      (header.crc32 === record.crc32 &&
        same(header.compressedSize, record.compressedSize) &&
        same(header.uncompressedSize, record.uncompressedSize)))
  );
}

/** What was read of an entry so far. */
class Content {
  public bytes = 0;
  public crc32 = 0;
  private readonly linkBytes: Buffer[] = [];

  constructor(private readonly entry: DirectoryEntry) {}

  public add(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.crc32 = crc32(bytes, this.crc32);
    if (this.entry.kind === 'link' && this.bytes <= MAX_LINK_BYTES) {
      this.linkBytes.push(Buffer.from(bytes));
    }
  }

  public link(): string | undefined {
    return this.entry.kind === 'link' ? Buffer.concat(this.linkBytes).toString() : undefined;
  }
}
