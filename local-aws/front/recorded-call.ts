/** A call that came to the local AWS; never a secret, never a body. */
export interface RecordedCall {
  /** The service as IAM policies have it, such as `lambda`, `s3`, `cloudwatch`; `execute-api` for traffic to HTTP APIs. */
  readonly service: string;
  /** The operation as the service's API reference has it, such as `UpdateFunctionCode`. */
  readonly action: string;
  /** What it was done to: the names in the path joined by `/`, or the first name that the operation requires. */
  readonly resource?: string;
  /** ARN of the role whose temporary key signed it, or else the access key id; `anonymous` when it is not signed. */
  readonly caller: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** AWS's code of the error, such as `ResourceNotFoundException`. */
  readonly errorCode?: string;
  /** Whether the operation is one that can change something. */
  readonly write: boolean;
}

const READS =
  /^(Get|List|Describe|Head|BatchGet|Lookup|Search|Query|Scan|Select|Filter|Simulate|Test|Validate|AssumeRole)/;

/** Whether an operation can change something, by AWS's custom for their names. */
export function isWrite(action: string): boolean {
  return !READS.test(action);
}
