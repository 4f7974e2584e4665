import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { forgeRelease, GitHubReleases } from '../../demo/github-releases';
import { StepError } from '../../demo/step-error';

const HOOKS = [
  { id: 1, config: { url: 'http://other' } },
  { id: 2, config: { url: 'http://webhook' } },
];
const DELIVERIES = [
  { event: 'release', action: 'published', status_code: 200 },
  { event: 'ping', action: null, status_code: 200 },
];

const asked: string[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      asked.push(`${method} ${path} ${body}`.trim());
      const signature = headers['x-hub-signature-256'];
      if (signature !== undefined)
        response.writeHead(/^sha256=[0-9a-f]{64}$/.test(String(signature)) ? 403 : 500).end();
      else if (!path.startsWith('/api/v3/repos/acme/app/')) response.writeHead(404).end('{}');
      else if (path.endsWith('/hooks')) response.end(JSON.stringify(HOOKS));
      else if (path.endsWith('/hooks/2/deliveries')) response.end(JSON.stringify(DELIVERIES));
      else response.writeHead(201).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  asked.length = 0;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const releases = (repository = 'acme/app'): GitHubReleases =>
  new GitHubReleases(url, repository, new AbortController().signal);

test('a release is published at a commit', async () => {
  await releases().publish('v1', 'abc');
  expect(asked).toEqual(['POST /api/v3/repos/acme/app/releases {"tag_name":"v1","target_commitish":"abc"}']);
});

test('the deliveries to an address are told with their answers, the oldest first', async () => {
  await expect(releases().deliveries('http://webhook')).resolves.toEqual([
    { event: 'ping', status: 200 },
    { event: 'release published', status: 200 },
  ]);
});

test('fails where no hook has the address', async () => {
  await expect(releases().deliveries('http://nobody')).rejects.toThrow(StepError);
});

test('fails with what GitHub answered', async () => {
  await expect(releases('acme/other').deliveries('http://webhook')).rejects.toThrow(/GitHub answered 404/);
});

test('a forged release is signed, by a guess', async () => {
  await expect(forgeRelease(url, 'v1', new AbortController().signal)).resolves.toBe(403);
  expect(asked[0]).toContain('"action":"published"');
});
