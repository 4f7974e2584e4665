import { neutral } from '../neutral';
import type { OnProgress, ProgressEvent } from '../progress';
import type { Style } from '../verb';
import { annotation, GROUP_END, groupStart, withoutCommands } from './annotations';
import type { Output } from './style';
import { TransientLine, transferBar } from './transient-line';
import { formatTime } from './units';

/** How progress is told. */
export interface ProgressPrinterOptions {
  readonly output: Output;
  readonly style: Style;
  /** Warnings alone. */
  readonly quiet: boolean;
  /** What programs say that run for us, too. */
  readonly verbose: boolean;
  /** Whether GitHub Actions reads along. */
  readonly annotations: boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/** Makes lines of what the program tells: one a step, with its time; on a terminal also what happens right now. */
export class ProgressPrinter {
  readonly #options: ProgressPrinterOptions;
  readonly #line: TransientLine | undefined;
  #group: string | undefined;

  constructor(options: ProgressPrinterOptions) {
    this.#options = options;
    const { output, quiet, now = () => performance.now() } = options;
    if (output.isTTY === true && !quiet) this.#line = new TransientLine(output, now);
  }

  /** Hears an event. */
  readonly onProgress: OnProgress = (event) => {
    if (event.kind === 'note') this.#note(event);
    else if (!this.#options.quiet) this.#step(event);
  };

  /** Leaves a clean line to who prints next. */
  end(): void {
    this.#line?.clear();
    this.#closeGroup();
  }

  #note({ level, text }: Extract<ProgressEvent, { kind: 'note' }>): void {
    const { quiet, annotations, style } = this.#options;
    if (quiet && level === 'notice') return;
    const line = neutral(text);
    if (annotations) this.#print(annotation(level, line));
    else this.#print(level === 'warning' ? `${style.yellow('!')} ${line}` : `  ${style.dim(line)}`);
  }

  #step(event: Exclude<ProgressEvent, { kind: 'note' }>): void {
    const { style } = this.#options;
    const step = neutral(event.step);
    switch (event.kind) {
      case 'started':
        this.#line?.show(`  ${step} …`);
        break;
      case 'transfer':
        this.#line?.update(`  ${step}  ${transferBar(event.bytes, event.total)}`);
        break;
      case 'output':
        this.#output(step, neutral(event.line));
        break;
      case 'finished':
      case 'failed': {
        this.#closeGroup();
        const mark = event.kind === 'finished' ? style.green('✓') : style.red('✗');
        const result = event.kind === 'finished' && event.result !== '' ? `: ${neutral(event.result)}` : '';
        this.#print(`${mark} ${step}${result} ${style.dim(`(${formatTime(event.milliseconds)})`)}`);
      }
    }
  }

  #output(step: string, line: string): void {
    const { annotations, verbose, style } = this.#options;
    if (annotations) {
      if (this.#group !== step) {
        this.#closeGroup();
        this.#print(groupStart(step));
        this.#group = step;
      }
      this.#print(withoutCommands(line));
    } else if (verbose) {
      this.#print(style.dim(`  │ ${line}`));
    } else {
      this.#line?.update(`  ${step}  ${line}`);
    }
  }

  #closeGroup(): void {
    if (this.#group !== undefined) this.#print(GROUP_END);
    this.#group = undefined;
  }

  #print(line: string): void {
    this.#line?.clear();
    this.#options.output.write(`${line}\n`);
  }
}
