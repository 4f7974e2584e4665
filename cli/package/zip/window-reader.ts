import { RandomAccessReader } from 'yauzl';
import type { RangeReader } from './range-reader';

/** Bytes that are asked for at once. */
const WINDOW_BYTES = 256 * 1024;
/** One where the directory is read, one where the entries are. */
const WINDOWS = 2;

/** Bytes that were read, and where they stand. */
interface Window {
  readonly memory: Buffer;
  bytes: Buffer;
  start: number;
}

/**
 * What yauzl reads a zip by: its small reads, one behind the other in two places, are answered from larger ones.
 *
 * @param start bytes of the reader that stand before the zip
 */
export class WindowReader extends RandomAccessReader {
  /** The one that was used last comes first. */
  private readonly windows: Window[] = [];

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
    const inTail = slice(this.tail, this.reader.size - this.tail.length - this.start, position, length);
    if (inTail !== undefined) {
      return inTail;
    }
    for (const [index, { bytes, start }] of this.windows.entries()) {
      const hit = slice(bytes, start, position, length);
      if (hit !== undefined) {
        this.use(index);
        return hit;
      }
    }
    return undefined;
  }

  private async load(position: number, length: number): Promise<Buffer> {
    const rest = Math.max(0, this.reader.size - this.start - position);
    const wanted = Math.min(rest, Math.max(length, WINDOW_BYTES));
    const window = this.oldest();
    // Not there to be hit while it is overwritten.
    window.bytes = Buffer.alloc(0);
    const memory = wanted <= window.memory.length ? window.memory : undefined;
    window.bytes = await this.reader.read(this.start + position, wanted, memory);
    window.start = position;
    return window.bytes.subarray(0, length);
  }

  /** The window that was not used for the longest time, which is then the one that was used last. */
  private oldest(): Window {
    if (this.windows.length < WINDOWS) {
      this.windows.push({ memory: Buffer.allocUnsafeSlow(WINDOW_BYTES), bytes: Buffer.alloc(0), start: 0 });
    }
    return this.use(this.windows.length - 1);
  }

  private use(index: number): Window {
    const [window] = this.windows.splice(index, 1);
    if (window === undefined) {
      throw new RangeError(`there is no window ${index}`);
    }
    this.windows.unshift(window);
    return window;
  }
}

function slice(bytes: Buffer, start: number, position: number, length: number): Buffer | undefined {
  const at = position - start;
  return at >= 0 && at + length <= bytes.length ? bytes.subarray(at, at + length) : undefined;
}
