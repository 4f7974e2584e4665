/** How the program ends: part of its public API, see docs/codeless.md. */
export const EXIT_CODES = {
  /** Done, or nothing to do. */
  ok: 0,
  /** An AWS call or something unforeseen failed. */
  failed: 1,
  /** A flag, a variable, the configuration file or the contract is wrong. */
  usage: 2,
  /** The deploy was refused before anything was written: it would do harm. */
  refused: 3,
  /** Another deployment of the function is under way. */
  busy: 4,
  /** The package or its dependencies could not be built, or are too large. */
  build: 5,
  /** The new version is not healthy; the alias serves what it served before. */
  unhealthy: 6,
  /** `verify` found something wrong. */
  unverified: 7,
  /** `diff --exit-code` found a difference. */
  different: 8,
  /** Ended by Ctrl-C. */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

/** A name of an exit code. */
export type ExitName = keyof typeof EXIT_CODES;

/** What can be said of an error beyond its sentence. */
export interface CodelessErrorOptions {
  /** What to do about it, in one sentence. */
  readonly hint?: string;
  /** Lines of a program's output that explain it, the last ones. */
  readonly output?: readonly string[];
  readonly cause?: unknown;
}

/** What every copy of the class below knows its errors by. */
const MARK = Symbol.for('codeless.CodelessError');

/** An error whose message is one sentence for the user: what is wrong, and where. */
export class CodelessError extends Error {
  // The program is bundled in two parts, each with a copy of this class, and errors go from one to the other.
  static override [Symbol.hasInstance](value: unknown): value is CodelessError {
    return typeof value === 'object' && value !== null && MARK in value;
  }

  public override readonly name = 'CodelessError';
  protected readonly [MARK] = true;
  public readonly hint?: string;
  public readonly output: readonly string[];

  /**
   * @param exit how the program ends with it
   * @param code a literal that can be searched for, such as `AliasNotFound`
   */
  constructor(
    public readonly exit: ExitName,
    public readonly code: string,
    message: string,
    { hint, output = [], cause }: CodelessErrorOptions = {},
  ) {
    super(message, { cause });
    this.hint = hint;
    this.output = output;
  }
}
