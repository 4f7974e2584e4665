/** Above it a proxy says that it could not reach AWS, which may be otherwise a moment later. */
const SERVER_ERROR = 500;

/** A proxy answers itself instead of passing a call on. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** Tells the SDK to try again. */
  readonly $retryable?: object;

  /** @param status of HTTP; 407: it asks for a user and a password */
  constructor(readonly status: number) {
    super(`the proxy answered ${status}`);
    if (status >= SERVER_ERROR) this.$retryable = {};
  }
}
