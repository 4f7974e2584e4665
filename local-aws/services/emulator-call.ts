import { SERVICE_HEADER } from '../front/correction';
import type { Answer, Request } from '../front/message';

/** Sends a request to the emulator; it is not recorded. */
export type Send = (request: Request) => Promise<Answer>;

/** A call to the emulator of a service of the JSON protocol. */
export interface EmulatorCall {
  /** The name that signatures have. */
  readonly service: string;
  /** Such as `AWSEvents.PutEvents`. */
  readonly target: string;
  readonly input: unknown;
  /**
   * In whose name; twelve digits are the number of an account.
   *
   * @default 'local-aws'
   */
  readonly accessKey?: string;
  /** The service of AWS's that calls, where it is one: clients cannot claim that. */
  readonly as?: string;
}

/** The header of a signature that nobody checks: it carries the region, the service and in whose name a call is. */
export function authorization(service: string, region: string, accessKey = 'local-aws'): string {
  return `AWS4-HMAC-SHA256 Credential=${accessKey}/20150830/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

/** Calls the emulator. */
export function emulatorCall(send: Send, region: string, call: EmulatorCall): Promise<Answer> {
  return send({
    method: 'POST',
    path: '/',
    headers: {
      authorization: authorization(call.service, region, call.accessKey),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': call.target,
      ...(call.as === undefined ? {} : { [SERVICE_HEADER]: call.as }),
    },
    body: Buffer.from(JSON.stringify(call.input)),
  });
}
