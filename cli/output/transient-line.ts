import { formatBytes } from './units';
import type { Output } from './style';

/** Milliseconds between two redraws: more often than this is flicker. */
const REDRAW_INTERVAL = 100;

/** Letters of a bar. */
const BAR_WIDTH = 24;

/** The line at the bottom of a terminal that tells what happens right now, and is overwritten by what comes next. */
export class TransientLine {
  #shown = false;
  #drawnAt = -Infinity;

  /**
   * @param now milliseconds of a clock that never goes back
   */
  constructor(
    private readonly output: Output,
    private readonly now: () => number,
  ) {}

  /** Shows a text in place of the one before. */
  show(text: string): void {
    this.#drawnAt = this.now();
    this.clear();
    this.output.write(text.slice(0, (this.output.columns ?? 80) - 1));
    this.#shown = true;
  }

  /** Shows a text, unless the line was drawn a moment ago. */
  update(text: string): void {
    if (this.now() - this.#drawnAt >= REDRAW_INTERVAL) this.show(text);
  }

  clear(): void {
    if (this.#shown) this.output.write('\r\u001b[K');
    this.#shown = false;
  }
}

/** A bar with percent and bytes; where the total is not known, the bytes alone. */
export function transferBar(bytes: number, total: number): string {
  if (total <= 0) return formatBytes(bytes);
  const part = Math.min(bytes / total, 1);
  const full = Math.floor(part * BAR_WIDTH);
  const percent = String(Math.floor(part * 100)).padStart(3);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${percent} %  ${formatBytes(bytes)} of ${formatBytes(total)}`;
}
