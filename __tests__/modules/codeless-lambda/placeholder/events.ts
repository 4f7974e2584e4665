import { PLACEHOLDER_MARKER, PLACEHOLDER_MESSAGE } from '../../../../modules/codeless-lambda/contract';

const headers = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'retry-after': '60',
  [PLACEHOLDER_MARKER]: 'true',
};

const answer = { statusCode: 503, isBase64Encoded: false, body: JSON.stringify({ message: PLACEHOLDER_MESSAGE }) };

const multiValueHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));

const elb = { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/demo/0123456789abcdef' };

/** What a caller sees of one invocation: a response, or an error's type and message. */
export interface Outcome {
  readonly response?: unknown;
  readonly errorType?: string;
  readonly errorMessage?: string;
}

/** The outcome of every event that is not HTTP. */
export const NO_CODE_YET: Outcome = {
  errorType: 'NoCodeYet',
  errorMessage: `${PLACEHOLDER_MESSAGE} [${PLACEHOLDER_MARKER}]`,
};

/** Events as the services send them, cut down to what tells them apart, and what the placeholder owes each. */
export const EVENTS: readonly { readonly name: string; readonly event: unknown; readonly outcome: Outcome }[] = [
  {
    name: 'REST API',
    event: {
      resource: '/{proxy+}',
      path: '/orders',
      httpMethod: 'POST',
      headers: { accept: '*/*' },
      multiValueHeaders: { accept: ['*/*'] },
      requestContext: { resourcePath: '/{proxy+}', httpMethod: 'POST', stage: 'prod' },
      body: '{"type":"order"}',
      isBase64Encoded: false,
    },
    outcome: { response: { ...answer, headers } },
  },
  {
    name: 'HTTP API or function URL',
    event: {
      version: '2.0',
      routeKey: '$default',
      rawPath: '/orders',
      headers: { accept: '*/*' },
      requestContext: { http: { method: 'GET', path: '/orders', protocol: 'HTTP/1.1' }, stage: '$default' },
      isBase64Encoded: false,
    },
    outcome: { response: { ...answer, headers } },
  },
  {
    name: 'load balancer',
    event: { requestContext: { elb }, httpMethod: 'GET', path: '/', headers: { accept: '*/*' }, body: '' },
    outcome: { response: { ...answer, statusDescription: '503 Service Unavailable', headers } },
  },
  {
    name: 'load balancer with multi-value headers',
    event: { requestContext: { elb }, httpMethod: 'GET', path: '/', multiValueHeaders: { accept: ['*/*'] }, body: '' },
    outcome: { response: { ...answer, statusDescription: '503 Service Unavailable', multiValueHeaders } },
  },
  {
    name: 'REST API authorizer',
    event: {
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:abc/prod/GET/',
      httpMethod: 'GET',
      requestContext: { stage: 'prod' },
    },
    outcome: NO_CODE_YET,
  },
  {
    name: 'HTTP API authorizer',
    event: { type: 'REQUEST', routeArn: 'arn:aws:execute-api:…', requestContext: { http: { method: 'GET' } } },
    outcome: NO_CODE_YET,
  },
  {
    name: 'WebSocket API',
    event: { headers: {}, requestContext: { eventType: 'CONNECT', connectionId: 'abc=' }, isBase64Encoded: false },
    outcome: NO_CODE_YET,
  },
  {
    name: 'queue with an HTTP event as its message',
    event: {
      Records: [{ eventSource: 'aws:sqs', body: '{"requestContext":{"http":{"method":"GET"}},"httpMethod":"GET"}' }],
    },
    outcome: NO_CODE_YET,
  },
  { name: 'requestContext of another type', event: { requestContext: 'http', httpMethod: null }, outcome: NO_CODE_YET },
  { name: 'empty object', event: {}, outcome: NO_CODE_YET },
  { name: 'list', event: [{ httpMethod: 'GET' }], outcome: NO_CODE_YET },
  { name: 'string', event: 'requestContext httpMethod', outcome: NO_CODE_YET },
  { name: 'number', event: 7, outcome: NO_CODE_YET },
  { name: 'null', event: null, outcome: NO_CODE_YET },
];
