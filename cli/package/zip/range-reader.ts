import { open } from 'node:fs/promises';

/** Bytes of something whose size is known, such as a file, or an object of S3 that is read by ranges. */
export interface RangeReader {
  /** What messages call it. */
  readonly name: string;
  readonly size: number;
  /**
   * Reads exactly so many bytes; both are inside of the size.
   *
   * @param memory of at least so many bytes, which the answer may lie in
   */
  read(offset: number, bytes: number, memory?: Buffer): Promise<Buffer>;
}

/** Opens a file, hands it to the work, and closes it. */
export async function withFileReader<T>(path: string, work: (reader: RangeReader) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await work({
      name: path,
      size,
      read: async (offset, bytes, memory) => {
        const buffer = memory?.subarray(0, bytes) ?? Buffer.allocUnsafe(bytes);
        for (let at = 0; at < bytes;) {
          const { bytesRead } = await file.read(buffer, at, bytes - at, offset + at);
          if (bytesRead === 0) {
            throw new RangeError(`${path} ended at byte ${offset + at}`);
          }
          at += bytesRead;
        }
        return buffer;
      },
    });
  } finally {
    await file.close();
  }
}
