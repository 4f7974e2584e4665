import type { IConstruct } from 'constructs';

/** What a caller of the constructs got wrong, found at synth. The message says what, where, and what to change. */
export class ValidationError extends Error {
  /** Always `ValidationError`. */
  public override readonly name = 'ValidationError';

  /** A literal that does not change with the wording, to search for and to match on. */
  public readonly code: string;

  constructor(code: string, scope: IConstruct, message: string) {
    super(`${message} [${code}] (at ${scope.node.path})`);
    this.code = code;
  }
}
