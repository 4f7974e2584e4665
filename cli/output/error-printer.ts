import { EXIT_CODES } from '../errors';
import { neutral } from '../neutral';
import type { Style } from '../verb';
import { annotation } from './annotations';
import type { Problem } from './describe-error';

/** How an error is told to people. */
export interface ErrorTextOptions {
  readonly style: Style;
  readonly verbose: boolean;
  /** Whether GitHub Actions reads along. */
  readonly annotations: boolean;
}

/** The lines of an error: the sentence, what explains it, and what to do. */
export function errorText(problem: Problem, { style, verbose, annotations }: ErrorTextOptions): string {
  const { message, hint, output, stack } = problem;
  const sentence = message.split('\n').map(neutral).join(' ');
  const lines = [
    annotations ? annotation('error', sentence) : `${style.red('✗')} ${style.bold(sentence)}`,
    ...output.map((line) => `  ${neutral(line)}`),
    ...(hint === undefined ? [] : [`  ${neutral(hint)}`]),
    ...(verbose && stack !== undefined ? stack.split('\n').map((line) => style.dim(`  ${neutral(line)}`)) : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The document that `--json` prints for an error. */
export function errorDocument({ exit, code, message, hint, output }: Problem): object {
  return {
    error: {
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(output.length === 0 ? {} : { output }),
      exit: EXIT_CODES[exit],
    },
  };
}
