import type { FaultMark } from '../faults/fault';

/** What a call asks for, and in whose name. */
export interface NamedCall {
  /** The service as IAM policies have it, such as `lambda`, `s3`, `cloudwatch`; `execute-api` for traffic to HTTP APIs. */
  readonly service: string;
  /** The operation as the service's API reference has it, such as `UpdateFunctionCode`. */
  readonly action: string;
  /** What it was done to: the names in the path joined by `/`, or the first name that the operation requires. */
  readonly resource?: string;
  /** The version or alias that a call to Lambda names beside the function; IAM judges by the two together. */
  readonly qualifier?: string;
  /** ARN of the role whose temporary key signed it, or else the access key id; `anonymous` when it is not signed. */
  readonly caller: string;
  /** Whether the operation is one that can change something. */
  readonly write: boolean;
}

/** A call that came to the local AWS; never a secret, never a body. */
export interface RecordedCall extends NamedCall {
  /** HTTP status of the answer that the client saw; 0 where the connection was closed on order, without an answer. */
  readonly status: number;
  /** AWS's code of the error, such as `ResourceNotFoundException`. */
  readonly errorCode?: string;
  /** The fault on order that the call fell to; one `after` it leaves its effect. */
  readonly fault?: FaultMark;
}

const READS =
  /^(Get|List|Describe|Head|BatchGet|Lookup|Search|Query|Scan|Select|Filter|Simulate|Test|Validate|AssumeRole)/;

/** Whether an operation can change something, by AWS's custom for their names. */
export function isWrite(action: string): boolean {
  return !READS.test(action);
}
