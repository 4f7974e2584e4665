/**
 * What Lambda takes.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#function-configuration-deployment-and-execution
 */
export const LIMITS = {
  /** Bytes of a zip that is sent to Lambda itself and not through S3; one more is too large. */
  directBytes: 50 * 1024 * 1024,
  /** Bytes of a function and all of its layers, unzipped; Lambda asks for less than that. */
  unzippedBytes: 250 * 1024 * 1024,
} as const;
