import { RandomAccessReader } from 'yauzl';
import type { RangeReader } from './range-reader';

/** Bytes that are asked for at once. */
const WINDOW_BYTES = 256 * 1024;

/**
 * What yauzl reads a zip by: its small reads, one behind the other, are answered from larger ones.
 *
 * @param start bytes of the reader that stand before the zip
 */
export class WindowReader extends RandomAccessReader {
  private window: Buffer = Buffer.alloc(0);
  private windowStart = 0;

  constructor(
    private readonly reader: RangeReader,
    private readonly tail: Buffer,
    private readonly start: number,
  ) {
    super();
  }

  /** Reads so many bytes, or fewer where they are not there; they may change with the next read. */
  public async bytes(position: number, length: number): Promise<Buffer> {
    return this.cached(position, length) ?? (await this.load(position, length));
  }

  public override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    const hit = this.cached(position, length);
    if (hit !== undefined) {
      hit.copy(buffer, offset);
      callback(null, length);
      return;
    }
    this.load(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        callback(null, bytes.length);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  private cached(position: number, length: number): Buffer | undefined {
    return (
      slice(this.tail, this.reader.size - this.tail.length - this.start, position, length) ??
      slice(this.window, this.windowStart, position, length)
    );
  }

  private async load(position: number, length: number): Promise<Buffer> {
    const rest = Math.max(0, this.reader.size - this.start - position);
    this.window = await this.reader.read(this.start + position, Math.min(rest, Math.max(length, WINDOW_BYTES)));
    this.windowStart = position;
    return this.window.subarray(0, length);
  }
}

function slice(bytes: Buffer, start: number, position: number, length: number): Buffer | undefined {
  const at = position - start;
  return at >= 0 && at + length <= bytes.length ? bytes.subarray(at, at + length) : undefined;
}
