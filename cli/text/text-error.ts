import { CodelessError } from '../errors';

/** Where a text input is wrong, and what to do about it. */
export interface TextProblem {
  /** Path as the user is told of it. */
  readonly file: string;
  /** Counted from 1; undefined if the whole file is meant. */
  readonly line?: number;
  /** What is wrong there, as the end of a sentence. */
  readonly reason: string;
  /** A literal that can be searched for. */
  readonly code: string;
  readonly hint?: string;
  readonly cause?: unknown;
}

/** The error of a text input that a person or a tool wrote: exit `usage`, with file and line. */
export function textError({ file, line, reason, code, hint, cause }: TextProblem): CodelessError {
  const place = line === undefined ? file : `${file}, line ${line}`;
  return new CodelessError('usage', code, `${place}: ${reason}`, { hint, cause });
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
