import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Clients } from '../../../cli/aws/clients';
import { publish } from '../../../cli/aws/topic';
import { describeError } from '../../../cli/output/describe-error';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:deploys';
const OK = '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

interface Asked {
  readonly authorization: string;
  readonly form: URLSearchParams;
}

let server: Server;
let asked: Asked[];
let status: number;
const env = { ...process.env };

beforeEach(async () => {
  [asked, status] = [[], 200];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ authorization: request.headers.authorization ?? '', form: new URLSearchParams(body) });
      response.writeHead(status, { 'content-type': 'text/xml' }).end(status === 200 ? OK : '<ErrorResponse/>');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_ACCESS_KEY_ID = 'a';
  process.env.AWS_SECRET_ACCESS_KEY = 'b';
});

afterEach(() => {
  process.env = { ...env };
  server.closeAllConnections();
  server.close();
});

const tell = (): Promise<void> => {
  const clients = new Clients({ region: 'us-east-1', profile: undefined, env: process.env });
  return publish(clients.configuration, TOPIC, '{"a":1}', new AbortController().signal);
};

test("a message goes to the topic's region, wherever the function is", async () => {
  await tell();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.authorization).toContain('/eu-west-1/sns/aws4_request');
  expect(Object.fromEntries(asked[0]?.form ?? [])).toMatchObject({
    ...{ Action: 'Publish', TopicArn: TOPIC, Message: '{"a":1}' },
  });
});

test('fails after three attempts, as the deploy waits for it', async () => {
  status = 500;
  const error: unknown = await tell().catch((reason: unknown) => reason);
  expect(asked).toHaveLength(3);
  expect(describeError(error).message).toMatch(/^SNS Publish failed: /);
});
