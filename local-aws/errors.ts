/** What can go wrong with the local AWS itself; an error of a service is an HTTP answer and never one of these. */
export type LocalAwsErrorCode =
  /** No Python that the emulator runs on is on PATH. */
  | 'PYTHON_MISSING'
  /** Python cannot make virtual environments. */
  | 'VENV_FAILED'
  /** pip could not install the emulator. */
  | 'INSTALL_FAILED'
  /** The emulator ended, or did not answer in time. */
  | 'EMULATOR_FAILED'
  /** No Git that the local GitHub runs on is on PATH. */
  | 'GIT_MISSING'
  /** STS did not give out the keys of a role that a service of ours was to assume. */
  | 'ROLE_NOT_ASSUMED'
  /** The machine is of a kind on which the local AWS does not run. */
  | 'PLATFORM_UNSUPPORTED';

/** The local AWS cannot be started; the message says what is missing and how to get it. */
export class LocalAwsError extends Error {
  override readonly name = 'LocalAwsError';

  constructor(
    readonly code: LocalAwsErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
