import { describeSettings } from '../settings/describe-settings';
import type { Settings } from '../settings/settings';
import type { Surroundings } from '../surroundings';
import type { VerbOutcome } from '../verb';
import { annotates } from './annotations';
import type { Problem } from './describe-error';
import { errorDocument, errorText } from './error-printer';
import type { OutputOptions } from './output-options';
import { ProgressPrinter } from './progress-printer';
import { hasColour, styleOf } from './style';

/** All that the program prints: results on stdout, progress and errors on stderr. */
export class Voice {
  readonly progress: ProgressPrinter;
  readonly #surroundings: Surroundings;
  readonly #options: OutputOptions;

  constructor(surroundings: Surroundings, options: OutputOptions) {
    const { stderr, env } = surroundings;
    this.#surroundings = surroundings;
    this.#options = options;
    this.progress = new ProgressPrinter({
      ...options,
      output: stderr,
      style: styleOf(stderr, hasColour(stderr, env, options.noColour)),
      annotations: annotates(env),
    });
  }

  /** Prints a line of the result while the verb works. */
  print(text: string, value: unknown): void {
    this.progress.end();
    this.#surroundings.stdout.write(`${this.#options.json ? JSON.stringify(value) : text}\n`);
  }

  /** Prints how a verb ended; a JSON document also says where each of the settings came from, if they are given. */
  result({ result, text }: VerbOutcome, settings: Settings | undefined): void {
    this.progress.end();
    const { stdout, env } = this.#surroundings;
    if (this.#options.json) {
      if (result === undefined) return;
      const isObject =
        typeof result === 'object' && result !== null && !Array.isArray(result) && settings !== undefined;
      const document = isObject ? { ...result, settings: describeSettings(settings) } : result;
      stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
      return;
    }
    const words = text(styleOf(stdout, hasColour(stdout, env, this.#options.noColour)));
    if (words !== '') stdout.write(`${words}\n`);
  }

  /** Prints an error, on stderr in any case. */
  problem(problem: Problem): void {
    this.progress.end();
    const { stdout, stderr, env } = this.#surroundings;
    const { json, verbose, noColour } = this.#options;
    if (json) stdout.write(`${JSON.stringify(errorDocument(problem), undefined, 2)}\n`);
    const style = styleOf(stderr, hasColour(stderr, env, noColour));
    stderr.write(errorText(problem, { style, verbose, annotations: annotates(env) }));
  }
}
