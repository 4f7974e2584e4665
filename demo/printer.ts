import pc from 'picocolors';

/** Where the tour is printed: standard output, or a test's. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

type Mark = 'done' | 'leftOut' | 'failed';

/** Prints the tour: a line per step with its mark and time, what the step has to show below it. */
export class Printer {
  constructor(private readonly screen: Screen) {}

  /** A line of its own, at the margin. */
  public line(text = ''): void {
    this.clear();
    this.screen.write(`${text}\n`);
  }

  public heading(text: string): void {
    this.line(pc.bold(text));
  }

  /** What happens right now: overwritten by whatever comes next, and shown on a terminal alone. */
  public progress(text: string): void {
    if (this.screen.isTTY !== true) return;
    this.clear();
    this.screen.write(pc.dim(text.slice(0, (this.screen.columns ?? 80) - 1)));
  }

  /** The end of a step. */
  public step(mark: Mark, number: number, title: string, remark: string): void {
    const { green, yellow, red, bold, dim } = pc;
    const sign = { done: green('✓'), leftOut: yellow('–'), failed: red('✗') }[mark];
    this.line(`${sign} ${String(number).padStart(2)}  ${bold(title)}  ${dim(remark)}`);
  }

  /** Something that a step has to show. */
  public detail(text: string): void {
    text.split('\n').forEach((line) => {
      this.line(line === '' ? '' : `      ${line}`);
    });
  }

  /** What a program said. */
  public output(lines: readonly string[]): void {
    lines.forEach((line) => {
      this.line(pc.dim(`      │ ${line}`));
    });
  }

  private clear(): void {
    if (this.screen.isTTY === true) this.screen.write('\r\u001b[K');
  }
}
