import type { IncomingHttpHeaders } from 'node:http';

import { SERVICE_HEADER } from '../front/correction';
import type { Call } from '../front/identify';
import type { Answer, Request } from '../front/message';

/** Sends a request to the emulator; it is not recorded. */
export type Send = (request: Request) => Promise<Answer>;

/** The header of a signature that nobody checks: it carries the region, the service and in whose name a call is. */
export function authorization(service: string, region: string, accessKey = 'local-aws'): string {
  return `AWS4-HMAC-SHA256 Credential=${accessKey}/20150830/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

/**
 * The headers of a call to the emulator that a service makes in the name of whoever called it: in the same account and
 * the same region, which are those of the signature.
 *
 * @param service - the one that is called, by the name that signatures have
 */
export function inTheNameOf({ request }: Pick<Call, 'request'>, service: string): IncomingHttpHeaders {
  const { host, authorization: own } = request.headers;
  const signed = own?.replace(/(Credential=[^/]+\/\d+\/[^/]+)\/[^/]+/, `$1/${service}`);
  return { ...(host && { host }), ...(signed && { authorization: signed }) };
}

/** A call to the emulator of a service of the JSON protocol. */
export interface JsonCall {
  /** In whose name: {@link inTheNameOf} somebody, or by an {@link authorization} of a service's own. */
  readonly headers: IncomingHttpHeaders;
  /** Such as `AWSEvents.PutEvents`. */
  readonly target: string;
  readonly input: unknown;
  /** The service of AWS's that calls, where it is one: clients cannot claim that. */
  readonly as?: string;
}

/** The request of a call. */
export function jsonRequest({ headers, target, input, as }: JsonCall): Request {
  return {
    method: 'POST',
    path: '/',
    headers: {
      ...headers,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      ...(as === undefined ? {} : { [SERVICE_HEADER]: as }),
    },
    body: Buffer.from(JSON.stringify(input)),
  };
}
