import { zlibInflate, zlibInflateInit2, zlibInflateReset, ZStream } from 'pako';

/** DEFLATE without a header. */
const RAW = -15;
const NO_FLUSH = 0;
const STREAM_END = 1;
/** There is no more output for the input so far. */
const BUFFER_ERROR = -5;
const OUTPUT_BYTES = 128 * 1024;

/**
 * Inflates by pako, another implementation than the one that deflates, so that what both agree on is right. One is used for
 * many streams: its memory is made once.
 */
export class Inflater {
  private readonly stream = new ZStream();
  private readonly output = new Uint8Array(OUTPUT_BYTES);

  constructor() {
    zlibInflateInit2(this.stream, RAW);
  }

  /** Begins another stream. */
  public start(): void {
    zlibInflateReset(this.stream);
  }

  /**
   * Inflates more of a stream.
   *
   * @param onOutput takes what it became; its memory is used again
   * @returns whether the stream has ended, and how much of the input is not part of it
   * @throws Error for what is no DEFLATE
   */
  public push(
    input: Uint8Array,
    onOutput: (bytes: Uint8Array) => void,
  ): { readonly ended: boolean; readonly left: number } {
    const { stream, output } = this;
    stream.input = input;
    stream.next_in = 0;
    stream.avail_in = input.length;
    for (;;) {
      stream.output = output;
      stream.next_out = 0;
      stream.avail_out = output.length;
      const status = zlibInflate(stream, NO_FLUSH);
      if (status < 0 && status !== BUFFER_ERROR) {
        throw new Error(`its data is damaged (${stream.msg})`);
      }
      onOutput(output.subarray(0, stream.next_out));
      if (status === STREAM_END) {
        return { ended: true, left: stream.avail_in };
      }
      if (stream.avail_in === 0 && stream.avail_out > 0) {
        return { ended: false, left: 0 };
      }
    }
  }
}
