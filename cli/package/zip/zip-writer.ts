import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { EntryKind } from '../built-package';
import { centralHeader, dataDescriptor, endRecords, localHeader, METHODS, type ZipEntry } from './zip-records';

/** Bytes that are collected before they are written. */
const BUFFER_BYTES = 1024 * 1024;

/** What is known of an entry before its data. */
export interface EntryHead {
  readonly name: Buffer;
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
  private readonly entries: ZipEntry[] = [];
  private readonly buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  private buffered = 0;
  private written = 0;
  private streaming: { readonly head: EntryHead; readonly offset: number; compressedBytes: number } | undefined;

  constructor(private readonly file: FileHandle) {}

  /** Adds an entry whose data is there in one piece. */
  public async add(head: EntryHead, sum: EntrySum, stored: boolean, data: Uint8Array): Promise<void> {
    const entry: ZipEntry = {
      ...head,
      ...sum,
      method: stored ? METHODS.stored : METHODS.deflated,
      compressedBytes: data.length,
      streamed: false,
      offset: this.written,
    };
    this.entries.push(entry);
    await this.write(localHeader(entry));
    await this.write(data);
  }

  /** Adds more of an entry whose data comes in pieces, all of them deflated. */
  public async append(head: EntryHead, data: Uint8Array): Promise<void> {
    if (this.streaming === undefined) {
      this.streaming = { head, offset: this.written, compressedBytes: 0 };
      await this.write(localHeader(streamedEntry(this.streaming, { crc32: 0, bytes: 0 })));
    }
    this.streaming.compressedBytes += data.length;
    await this.write(data);
  }

  /** Ends the entry whose data came in pieces. */
  public async finish(sum: EntrySum): Promise<void> {
    if (this.streaming !== undefined) {
      const entry = streamedEntry(this.streaming, sum);
      this.streaming = undefined;
      this.entries.push(entry);
      await this.write(dataDescriptor(entry));
    }
  }

  /** Writes the directory; nothing can be added after it. */
  public async end(): Promise<WrittenZip> {
    const offset = this.written;
    for (const entry of this.entries) {
      await this.write(centralHeader(entry));
    }
    await this.write(endRecords(this.entries.length, this.written - offset, offset));
    await this.flush();
    return { sha256: this.hash.digest('base64'), bytes: this.written };
  }

  /** Copies, so that the data's memory may be used again. */
  private async write(data: Uint8Array): Promise<void> {
    this.written += data.length;
    for (let at = 0; at < data.length;) {
      const chunk = data.subarray(at, at + BUFFER_BYTES - this.buffered);
      this.buffer.set(chunk, this.buffered);
      this.buffered += chunk.length;
      at += chunk.length;
      if (this.buffered === BUFFER_BYTES) {
        await this.flush();
      }
    }
  }

  private async flush(): Promise<void> {
    const data = this.buffer.subarray(0, this.buffered);
    this.buffered = 0;
    this.hash.update(data);
    await this.file.writeFile(data);
  }
}

function streamedEntry(
  { head, offset, compressedBytes }: { head: EntryHead; offset: number; compressedBytes: number },
  sum: EntrySum,
): ZipEntry {
  return { ...head, ...sum, method: METHODS.deflated, compressedBytes, streamed: true, offset };
}
