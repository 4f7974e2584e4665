import { CodelessError, type ExitName } from '../errors';
import type { KnownSubject } from '../iam/known-subject';
import { describeAwsError } from './aws-error';

/** An error as the user is told of it. */
export interface Problem {
  readonly exit: ExitName;
  /** A literal that can be searched for. */
  readonly code: string;
  /** One sentence: what, and where. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string;
  /** Lines that explain it. */
  readonly output: readonly string[];
  /** Of an error that nobody foresaw. */
  readonly stack?: string;
}

/** Errors of files and processes that a user can act on as they are. */
const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  EACCES: 'Check who may read and write it.',
  EPERM: 'Check who may read and write it.',
  ENOSPC: 'Make room, or set TMPDIR to a directory that has some.',
  EMFILE: 'Raise the limit of open files: ulimit -n.',
};

/**
 * Puts any error into a sentence, and says what to do about it.
 *
 * @param known what is known of the function, for the permissions that are missing
 */
export function describeError(error: unknown, signal?: AbortSignal, known?: Partial<KnownSubject>): Problem {
  // Whatever failed once we were asked to stop failed for that.
  const cause: unknown = signal?.aborted === true ? signal.reason : error;
  if (cause instanceof CodelessError) {
    const { exit, code, message, hint, output } = cause;
    return { exit, code, message, output, ...(hint === undefined ? {} : { hint }) };
  }
  if (!(cause instanceof Error)) {
    return { exit: 'failed', code: 'Unforeseen', message: String(cause), output: [] };
  }
  return describeAwsError(cause, known) ?? describeSystemError(cause) ?? unforeseen(cause);
}

function describeSystemError(error: Error): Problem | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  const hint = SYSTEM_HINTS[code];
  return { exit: 'failed', code, message: error.message, output: [], ...(hint === undefined ? {} : { hint }) };
}

function unforeseen(error: Error): Problem {
  return {
    exit: 'failed',
    code: 'Unforeseen',
    message: `${error.name}: ${error.message}`,
    hint: 'This is a defect of codeless: run again with --verbose and report the lines that it shows.',
    output: [],
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
}
