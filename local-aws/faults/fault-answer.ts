import { randomUUID } from 'node:crypto';

import type { Call } from '../front/identify';
import { errorAnswer, type Answer } from '../front/message';

type AnsweredFault = 'throttle' | 'conflict' | 'error500';

/** HTTP status and AWS's error code. */
type Shape = readonly [status: number, code: string];

/** What services answer that have no words of their own. */
const COMMON: Readonly<Record<AnsweredFault, Shape>> = {
  throttle: [400, 'ThrottlingException'],
  conflict: [409, 'ConflictException'],
  error500: [500, 'InternalFailure'],
};

/**
 * The words of the services, from the errors that their API references list.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html#API_PublishVersion_Errors
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html#API_PutParameter_Errors
 */
const SERVICES: Readonly<Record<string, Partial<Record<AnsweredFault, Shape>>>> = {
  lambda: {
    throttle: [429, 'TooManyRequestsException'],
    conflict: [409, 'ResourceConflictException'],
    error500: [500, 'ServiceException'],
  },
  s3: { throttle: [503, 'SlowDown'], conflict: [409, 'OperationAborted'], error500: [500, 'InternalError'] },
  ssm: { conflict: [400, 'TooManyUpdates'], error500: [500, 'InternalServerError'] },
  codedeploy: { conflict: [400, 'DeploymentLimitExceededException'] },
  cloudwatch: { conflict: [409, 'ConcurrentModificationException'], error500: [500, 'InternalServiceFault'] },
  logs: { conflict: [400, 'OperationAbortedException'], error500: [503, 'ServiceUnavailableException'] },
};

const MESSAGES: Readonly<Record<AnsweredFault, string>> = {
  throttle: 'Rate exceeded',
  conflict: 'Another operation on this resource is in progress',
  error500: 'An internal error occurred',
};

/** The error with which the service of a call answers a fault, in the protocol in which it was called. */
export function faultAnswer(call: Call, fault: AnsweredFault): Answer {
  const [status, code] = shapeOf(call, fault);
  const message = MESSAGES[fault];
  const id = randomUUID();
  const xml = (body: string): Answer => ({
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': id, 'x-amz-request-id': id },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
  });
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  if (call.protocol === 's3') return xml(`<Error>${error}<RequestId>${id}</RequestId></Error>`);
  if (call.protocol === 'xml') {
    const type = `<Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>`;
    return xml(`<ErrorResponse><Error>${type}${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`);
  }
  const json = errorAnswer(status, code, message);
  if (call.protocol === 'json') return { ...json, headers: { ...json.headers, 'x-amzn-requestid': id } };
  return {
    status,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', 'x-amzn-requestid': id },
    body: cborMap({ __type: code, message }),
  };
}

function shapeOf(call: Call, fault: AnsweredFault): Shape {
  // Conditional writes have an error of their own, which the next try may pass.
  const { 'if-match': match, 'if-none-match': noneMatch } = call.request.headers;
  if (call.service === 's3' && fault === 'conflict' && (match ?? noneMatch) !== undefined) {
    return [409, 'ConditionalRequestConflict'];
  }
  const shape = SERVICES[call.service]?.[fault] ?? COMMON[fault];
  return call.protocol === 'xml' && fault === 'throttle' ? [400, 'Throttling'] : shape;
}

/** A CBOR map of few and short texts. */
function cborMap(members: Readonly<Record<string, string>>): Buffer {
  const texts = Object.entries(members).flat();
  const encoded = texts.flatMap((text) => [Buffer.from([0x78, Buffer.byteLength(text)]), Buffer.from(text)]);
  return Buffer.concat([Buffer.from([0xa0 + texts.length / 2]), ...encoded]);
}
