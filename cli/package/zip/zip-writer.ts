import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import {
  centralHeader,
  dataDescriptor,
  endRecords,
  localHeader,
  METHODS,
  type EntryKind,
  type ZipEntry,
} from '../../../zip';

/** Bytes that are collected before they are written. */
const BUFFER_BYTES = 256 * 1024;
/** Bytes of the directory that are kept in one piece. */
const PIECE_BYTES = 64 * 1024;

/** What is known of an entry before its data. */
export interface EntryHead {
  /** With `/` between names. */
  readonly path: string;
  readonly kind: EntryKind;
}

/** What is known of an entry when its data has been read. */
export interface EntrySum {
  readonly crc32: number;
  /** Before compression. */
  readonly bytes: number;
}

/** A zip that was written. */
export interface WrittenZip {
  /** Base64. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Writes a zip from its first byte to its last, and digests it on the way. */
export class ZipWriter {
  private readonly hash = createHash('sha256');
  private readonly directory = new Collected();
  private entries = 0;
  private readonly buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  private buffered = 0;
  private written = 0;
  private streaming: { readonly offset: number; compressedBytes: number } | undefined;

  /** @param file descriptor of a file that is open for writing */
  constructor(private readonly file: number) {}

  /** Adds an entry whose data is there in one piece. */
  public add({ path, kind }: EntryHead, { crc32, bytes }: EntrySum, stored: boolean, data: Uint8Array): void {
    const method = stored ? METHODS.stored : METHODS.deflated;
    const offset = this.written;
    const entry: ZipEntry = { path, kind, method, crc32, compressedBytes: data.length, bytes, streamed: false, offset };
    this.list(entry);
    this.write(localHeader(entry));
    this.write(data);
  }

  /** Adds more of an entry whose data comes in pieces, all of them deflated. */
  public append(head: EntryHead, data: Uint8Array): void {
    if (this.streaming === undefined) {
      this.streaming = { offset: this.written, compressedBytes: 0 };
      this.write(localHeader(streamedEntry(head, { crc32: 0, bytes: 0 }, this.streaming)));
    }
    this.streaming.compressedBytes += data.length;
    this.write(data);
  }

  /** Ends the entry whose data came in pieces. */
  public finish(head: EntryHead, sum: EntrySum): void {
    if (this.streaming !== undefined) {
      const entry = streamedEntry(head, sum, this.streaming);
      this.streaming = undefined;
      this.list(entry);
      this.write(dataDescriptor(entry));
    }
  }

  /** Writes the directory; nothing can be added after it. */
  public end(): WrittenZip {
    const offset = this.written;
    for (const headers of this.directory.pieces()) {
      this.write(headers);
    }
    this.write(endRecords(this.entries, this.written - offset, offset));
    this.flush();
    return { sha256: this.hash.digest('base64'), bytes: this.written };
  }

  private list(entry: ZipEntry): void {
    this.entries += 1;
    this.directory.add(centralHeader(entry));
  }

  /** Copies, so that the data's memory may be used again. */
  private write(data: Uint8Array): void {
    this.written += data.length;
    for (let at = 0; at < data.length;) {
      const chunk = data.subarray(at, at + BUFFER_BYTES - this.buffered);
      this.buffer.set(chunk, this.buffered);
      this.buffered += chunk.length;
      at += chunk.length;
      if (this.buffered === BUFFER_BYTES) {
        this.flush();
      }
    }
  }

  private flush(): void {
    this.hash.update(this.buffer.subarray(0, this.buffered));
    for (let at = 0; at < this.buffered;) {
      at += writeSync(this.file, this.buffer, at, this.buffered - at);
    }
    this.buffered = 0;
  }
}

/** Many small pieces in few large ones, which hold no more memory than their bytes. */
class Collected {
  private readonly full: Buffer[] = [];
  private last = Buffer.allocUnsafeSlow(PIECE_BYTES);
  private used = 0;

  public add(bytes: Buffer): void {
    if (this.used + bytes.length > this.last.length) {
      this.full.push(this.last.subarray(0, this.used));
      this.last = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, bytes.length));
      this.used = 0;
    }
    this.used += bytes.copy(this.last, this.used);
  }

  public pieces(): Buffer[] {
    return [...this.full, this.last.subarray(0, this.used)];
  }
}

function streamedEntry(
  { path, kind }: EntryHead,
  { crc32, bytes }: EntrySum,
  { offset, compressedBytes }: { readonly offset: number; readonly compressedBytes: number },
): ZipEntry {
  return { path, kind, method: METHODS.deflated, crc32, compressedBytes, bytes, streamed: true, offset };
}
