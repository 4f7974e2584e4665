import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { retryConflicts } from '../../../cli/aws/retry';
import { describeError, type Problem } from '../../../cli/output/describe-error';

const MINUTE = 60_000;

let server: Server;
let answer: { readonly headers: Readonly<Record<string, string>>; readonly body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.writeHead(403, answer.headers).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterAll(async () => {
  // Connections that are kept alive would hold it open.
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

function configuration() {
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
}

/** What is told of an answer of Lambda's. */
async function lambdaSays(name: string, message: string, date = new Date()): Promise<Problem> {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': name, date: date.toUTCString() };
  answer = { headers, body: JSON.stringify({ message }) };
  const command = new GetAliasCommand({ FunctionName: 'demo', Name: 'live' });
  const client = retryConflicts(new LambdaClient(configuration()));
  return describeError(await client.send(command).catch((error: unknown) => error));
}

/** A time as signatures have it, so far from now. */
function signed(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString().replace(/[-:]|\.\d+/g, '');
}

test.each([
  ['Signature expired', 20 * MINUTE, '- 15 min.', 'behind'],
  ['Signature not yet current', -20 * MINUTE, '+ 15 min.', 'ahead of'],
])('%s says by how much the clock of this machine is wrong', async (words, ofAws, limit, side) => {
  const message = `${words}: ${signed(0)} is now earlier than ${signed(ofAws - 15 * MINUTE)} (${signed(ofAws)} ${limit})`;
  const { code, message: told, hint } = await lambdaSays('InvalidSignatureException', message);
  expect(code).toBe('InvalidSignatureException');
  expect(told).toMatch(
    new RegExp(
      `^Lambda GetAlias failed: this machine's clock is wrong, (19 min 5\\d|20 min \\d) s ${side} that of AWS \\(Inv`,
    ),
  );
  expect(hint).toMatch(/^Set it: NTP keeps it right/);
});

test('RequestExpired takes the time from the head of the answer', async () => {
  const { message } = await lambdaSays('RequestExpired', 'Request has expired.', new Date(Date.now() + 90 * MINUTE));
  expect(message).toMatch(/this machine's clock is wrong, (89 min 5\d|90 min \d) s behind that of AWS/);
});

test('RequestTimeTooSkewed of S3 takes the time that S3 tells', async () => {
  const time = new Date(Date.now() - 30 * MINUTE).toISOString();
  const body = `<Error><Code>RequestTimeTooSkewed</Code><Message>The difference is too large.</Message><ServerTime>${time}</ServerTime></Error>`;
  answer = { headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?>${body}` };
  const client = retryConflicts(new S3Client(configuration()));
  const error: unknown = await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })).catch((e: unknown) => e);
  expect(describeError(error).message).toMatch(
    /^S3 GetObject failed: this machine's clock is wrong, (29 min 5\d|30 min \d) s ahead of that of AWS \(RequestTimeTooSkewed: The difference is too large\.\)$/,
  );
});

test('a clock of which the answer tells nothing is wrong all the same', () => {
  const $metadata = { httpStatusCode: 403 };
  const error = Object.assign(new Error('Request has expired.'), { name: 'RequestExpired', $metadata });
  expect(describeError(error)).toMatchObject({
    message: "a call to AWS failed: this machine's clock is wrong (RequestExpired: Request has expired.)",
  });
});

test('a clock that is right is not blamed for a request that came late', async () => {
  const message = `Signature expired: ${signed(-20 * MINUTE)} is now earlier than ${signed(-15 * MINUTE)} (${signed(0)} - 15 min.)`;
  expect(await lambdaSays('InvalidSignatureException', message)).toMatchObject({
    message: expect.stringMatching(/AWS got the request too long after it was signed/) as string,
    hint: expect.stringMatching(/^This machine's clock is right now/) as string,
  });
});

test.each(['ExpiredToken', 'ExpiredTokenException'])('%s is a matter of signing in again', async (name) => {
  const { hint } = await lambdaSays(name, 'The security token included in the request is expired');
  expect(hint).toBe('The credentials have expired: sign in again.');
});

test('another signature that is not valid is a matter of the credentials', async () => {
  const { hint } = await lambdaSays('InvalidSignatureException', 'The request signature we calculated does not match');
  expect(hint).toMatch(/^The credentials are not valid/);
});
