import type { Printer } from './printer';
import { MissingError, StepError } from './step-error';

/** What a step may say while it works. */
export interface StepReport {
  /** Shows a line, or several, below the step. */
  readonly detail: (text: string) => void;
  /** Says what happens right now. */
  readonly progress: (text: string) => void;
  /** Says in a sentence what this machine lacks and how to get it; steps that need it will be left out. */
  readonly missing: (sentence: string) => void;
}

/** A step failed, and the printer has said why. */
export class TourFailed extends Error {
  public override readonly name = 'TourFailed';
}

type Work<T> = (report: StepReport) => Promise<T> | T;

/** Lines of a failed program's output that are shown. */
const OUTPUT_TAIL = 20;

/** Runs the steps one after another, numbers and times them, and knows which were left out. */
export class Steps {
  private number = 0;
  private readonly numbersLeftOut: number[] = [];

  constructor(
    private readonly printer: Printer,
    private readonly signal: AbortSignal,
  ) {}

  /** The numbers of the steps that were left out, wholly or in part. */
  public get leftOut(): readonly number[] {
    return this.numbersLeftOut;
  }

  /**
   * Does a step.
   *
   * @throws TourFailed when it fails
   */
  public async run<T>(title: string, work: Work<T>): Promise<T> {
    this.number += 1;
    const started = performance.now();
    const details: string[] = [];
    const lacking: string[] = [];
    const label = `  ${String(this.number).padStart(2)}  ${title}`;
    this.printer.progress(`${label} …`);
    const end = (mark: 'done' | 'leftOut' | 'failed'): void => {
      this.printer.step(mark, this.number, title, seconds(performance.now() - started));
      details.forEach((detail) => {
        this.printer.detail(detail);
      });
    };
    try {
      const result = await work({
        detail: (text) => details.push(text),
        progress: (text) => {
          this.printer.progress(`${label}: ${text}`);
        },
        missing: (sentence) => {
          lacking.push(sentence);
          details.push(sentence);
        },
      });
      if (lacking.length > 0) this.numbersLeftOut.push(this.number);
      end(lacking.length > 0 ? 'leftOut' : 'done');
      return result;
    } catch (error) {
      this.signal.throwIfAborted();
      end('failed');
      this.printer.detail(error instanceof Error ? error.message : String(error));
      this.showOutput(error);
      throw new TourFailed(title, { cause: error });
    }
  }

  /** Does a step that the machine may lack something for: a MissingError leaves it out, and the result is undefined. */
  public runIfPossible<T>(title: string, work: Work<T>): Promise<T | undefined> {
    return this.run(title, async (report) => {
      try {
        return await work(report);
      } catch (error) {
        if (!(error instanceof MissingError)) throw error;
        report.missing(error.message);
        return undefined;
      }
    });
  }

  /** Leaves a step out that needs something which a step before could not give. */
  public leaveOut(title: string, needs: string): void {
    this.number += 1;
    this.numbersLeftOut.push(this.number);
    this.printer.step('leftOut', this.number, title, `left out: needs ${needs}`);
  }

  private showOutput(error: unknown): void {
    if (error instanceof StepError && error.output.length > 0) {
      this.printer.output(error.output.slice(-OUTPUT_TAIL));
      this.printer.detail('npm start -- --verbose shows all that the programs say.');
    } else if (error instanceof Error && error.constructor === Error) {
      // An error that no step expected is a fault of the program: its stack is what helps.
      this.printer.output(error.stack?.split('\n').slice(1) ?? []);
    }
  }
}

/** A duration in milliseconds as a person reads it. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
