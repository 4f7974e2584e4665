import type { OnProgress } from '../progress';

/** Less than this is done before anybody looks. */
const WORTH_TELLING_BYTES = 8 * 1024 * 1024;
const TOLD_TIMES = 50;

/** Tells how far a long transfer is, about fifty times. */
export class TransferMeter {
  private done = 0;
  private told = 0;

  constructor(
    private readonly hearer: { readonly onProgress: OnProgress; readonly step?: string },
    private readonly total: number,
  ) {}

  public add(bytes: number): void {
    this.done += bytes;
    const isDue = this.done === this.total || (this.done - this.told) * TOLD_TIMES >= this.total;
    if (this.total >= WORTH_TELLING_BYTES && isDue && bytes > 0) {
      this.told = this.done;
      const { onProgress, step = 'Package the source' } = this.hearer;
      onProgress({ kind: 'transfer', step, bytes: this.done, total: this.total });
    }
  }
}
