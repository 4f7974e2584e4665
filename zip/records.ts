/** What an entry is when it is unzipped: a file (0644), a file that may be run (0755), or a symbolic link. */
export type EntryKind = 'file' | 'executable' | 'link';

/** Signatures of the records of a zip. @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export const SIGNATURES = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  zip64End: 0x06064b50,
  zip64Locator: 0x07064b50,
  end: 0x06054b50,
} as const;

/** Bytes of the records without names, extra fields and comments. */
export const RECORD_BYTES = {
  local: 30,
  descriptor: 16,
  central: 46,
  zip64End: 56,
  zip64Locator: 20,
  end: 22,
} as const;

/** What an entry's general purpose flags tell. */
export const FLAGS = { encrypted: 1, descriptor: 1 << 3, utf8: 1 << 11 } as const;

/** How an entry's bytes are packed. */
export const METHODS = { stored: 0, deflated: 8 } as const;

/** Unix modes, as they are in the upper half of an entry's attributes. */
export const MODES: Readonly<Record<EntryKind, number>> = { file: 0o100644, executable: 0o100755, link: 0o120777 };

/** The highest numbers that a zip holds without Zip64; they say themselves that the number stands elsewhere. */
export const MAX_16 = 0xffff;
export const MAX_32 = 0xffffffff;

const UNIX = 3;
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** 1980-01-01 00:00:00, the earliest that a zip can tell, written as it is: whatever the clock and the time zone. */
const DOS_TIME = 0;
const DOS_DATE = (0 << 9) | (1 << 5) | 1;

/** An entry as the directory of a zip has it. */
export interface ZipEntry {
  readonly path: string;
  readonly kind: EntryKind;
  readonly method: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  /** Whether sizes and checksum stand behind the data and not before it. */
  readonly streamed: boolean;
  /** Where its local header is. */
  readonly offset: number;
}

/** What stands before an entry's data. */
export function localHeader(entry: ZipEntry): Buffer {
  const { header, nameBytes } = allocate(RECORD_BYTES.local, entry);
  header.writeUInt32LE(SIGNATURES.local, 0);
  common(header, 4, entry.streamed ? { ...entry, crc32: 0, compressedBytes: 0, bytes: 0 } : entry, nameBytes);
  return header;
}

/** What stands behind an entry's data where that was written before its size was known. */
export function dataDescriptor(entry: ZipEntry): Buffer {
  const descriptor = Buffer.alloc(RECORD_BYTES.descriptor);
  descriptor.writeUInt32LE(SIGNATURES.descriptor, 0);
  sizes(descriptor, 4, entry);
  return descriptor;
}

/** An entry in the directory. */
export function centralHeader(entry: ZipEntry): Buffer {
  const { header, nameBytes } = allocate(RECORD_BYTES.central, entry);
  header.writeUInt32LE(SIGNATURES.central, 0);
  header.writeUInt16LE((UNIX << 8) | VERSION, 4);
  common(header, 6, entry, nameBytes);
  header.writeUInt16LE(MODES[entry.kind], 40);
  header.writeUInt32LE(entry.offset, 42);
  return header;
}

/** What ends a zip, with Zip64's records where it has more entries than the plain one can count. */
export function endRecords(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(RECORD_BYTES.end);
  const count = Math.min(entries, MAX_16);
  end.writeUInt32LE(SIGNATURES.end, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return entries < MAX_16 ? end : Buffer.concat([zip64Records(entries, directoryBytes, directoryOffset), end]);
}

function zip64Records(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  const records = Buffer.alloc(RECORD_BYTES.zip64End + RECORD_BYTES.zip64Locator);
  records.writeUInt32LE(SIGNATURES.zip64End, 0);
  records.writeBigUInt64LE(BigInt(RECORD_BYTES.zip64End - 12), 4);
  records.writeUInt16LE((UNIX << 8) | VERSION_ZIP64, 12);
  records.writeUInt16LE(VERSION_ZIP64, 14);
  records.writeBigUInt64LE(BigInt(entries), 24);
  records.writeBigUInt64LE(BigInt(entries), 32);
  records.writeBigUInt64LE(BigInt(directoryBytes), 40);
  records.writeBigUInt64LE(BigInt(directoryOffset), 48);
  const locator = records.subarray(RECORD_BYTES.zip64End);
  locator.writeUInt32LE(SIGNATURES.zip64Locator, 0);
  locator.writeBigUInt64LE(BigInt(directoryOffset + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return records;
}

/** A record of zeros with the entry's name behind it. */
function allocate(bytes: number, { path }: ZipEntry): { header: Buffer; nameBytes: number } {
  const nameBytes = Buffer.byteLength(path);
  // From Node's pool, unlike what alloc makes: there are three for each entry.
  const header = Buffer.allocUnsafe(bytes + nameBytes).fill(0, 0, bytes);
  header.write(path, bytes);
  return { header, nameBytes };
}

/** What local and central header have in common. */
function common(header: Buffer, at: number, entry: ZipEntry, nameBytes: number): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(FLAGS.utf8 | (entry.streamed ? FLAGS.descriptor : 0), at + 2);
  header.writeUInt16LE(entry.method, at + 4);
  header.writeUInt16LE(DOS_TIME, at + 6);
  header.writeUInt16LE(DOS_DATE, at + 8);
  sizes(header, at + 10, entry);
  header.writeUInt16LE(nameBytes, at + 22);
}

function sizes(record: Buffer, at: number, entry: ZipEntry): void {
  record.writeUInt32LE(entry.crc32, at);
  record.writeUInt32LE(entry.compressedBytes, at + 4);
  record.writeUInt32LE(entry.bytes, at + 8);
}
