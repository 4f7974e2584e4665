'use strict';
// What this function runs until its first deploy.

const marker = '{{marker}}';
const message = '{{message}}';

class NoCodeYet extends Error {
  name = 'NoCodeYet';
}

async function respond(event) {
  const request = event?.requestContext;
  const http = Object(request) === request && ('httpMethod' in event || 'http' in request);
  const authorizer = http && ('methodArn' in event || 'routeArn' in event);
  if (authorizer || !http) throw new NoCodeYet(message + ' [' + marker + ']');
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'retry-after': '60',
    [marker]: 'true',
  };
  const response = { statusCode: 503, isBase64Encoded: false, body: JSON.stringify({ message }) };
  if ('elb' in request) response.statusDescription = '503 Service Unavailable';
  if (event.multiValueHeaders && !event.headers) {
    response.multiValueHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  } else {
    response.headers = headers;
  }
  return response;
}

const exported = '{{handler}}'.split('.').reduceRight((inner, name) => ({ [name]: inner }), respond);
// A runtime that loads this file with import() sees module.exports as the export named default.
module.exports = Object.assign(exported.default ?? {}, exported);
