import type { Call } from './identify';
import type { Answer, Request } from './message';

/** The header by which the emulator knows that an event comes from a service of AWS's; clients cannot send it. */
export const SERVICE_HEADER = 'x-local-aws-service';

/** What a correction works with. */
export interface CorrectionContext {
  /** Sends a request to the emulator; it is not recorded. */
  readonly send: (request: Request) => Promise<Answer>;
  /** A number from 0 up to but not including 1. */
  readonly random: () => number;
}

/** Where the emulator differs from AWS, and what is done about it. */
export interface Correction {
  /** The service as IAM policies have it. */
  readonly service: string;
  /** The operations that it looks at; `*` where the emulator lacks the service. */
  readonly actions: readonly string[] | '*';
  /** Of a service that the emulator lacks: the operations that are served; all others are refused. */
  readonly operations?: readonly string[];
  /** Answers the call, or leaves it to the emulator by answering nothing. */
  readonly answer: (call: Call, context: CorrectionContext) => Promise<Answer | undefined>;
}
