/** A step that could not be done: its message says what failed and what to do, its output what a program said last. */
export class StepError extends Error {
  public override readonly name = 'StepError';

  /** The last lines of the program that failed. */
  public readonly output: readonly string[];

  constructor(message: string, output: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.output = output;
  }
}

/** Something that this machine lacks: the step, and those that need it, are left out. */
export class MissingError extends Error {
  public override readonly name = 'MissingError';
}
