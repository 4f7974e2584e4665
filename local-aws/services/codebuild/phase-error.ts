/** Why a phase of a build failed, as its context tells it: a status code and a message. */
export class PhaseError extends Error {
  override readonly name = 'PhaseError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
