import { createHmac } from 'node:crypto';

import { LocalGitHub, Receiver, type Received } from './local-github';

// Pushes start processes of Git.
jest.setTimeout(60_000);

const SECRET = "It's a secret to everybody";

let local: LocalGitHub;
let receiver: Receiver;

beforeEach(async () => {
  local = new LocalGitHub();
  receiver = new Receiver();
  await Promise.all([local.start(), receiver.start()]);
});

afterEach(() => Promise.all([local.stop(), receiver.stop()]));

/** Makes a hook, waits for its ping, and forgets that. */
async function hook(config: object = {}, more: object = {}): Promise<string> {
  const whole = { url: receiver.url, content_type: 'json', secret: SECRET, insecure_ssl: '0', ...config };
  const { status, body } = await local.rest('POST', '/hooks', { name: 'web', config: whole, ...more });
  expect(status).toBe(201);
  await local.github.idle();
  receiver.received.length = 0;
  return `/hooks/${String(body.id)}`;
}

function hmac(algorithm: string, { body }: Received): string {
  return `${algorithm}=${createHmac(algorithm, SECRET).update(body).digest('hex')}`;
}

test('a hook is answered as GitHub answers it, with its secret redacted each time', async () => {
  const config = { url: receiver.url, content_type: 'json', insecure_ssl: '0', secret: SECRET };
  const made = await local.rest('POST', '/hooks', { name: 'web', active: true, events: ['release'], config });
  const { id } = made.body;
  const url = `${local.github.url}/api/v3/repos/acme/app/hooks/${String(id)}`;
  expect(made).toMatchObject({
    status: 201,
    body: {
      type: 'Repository',
      id: expect.any(Number) as number,
      name: 'web',
      active: true,
      events: ['release'],
      config: { ...config, secret: '********' },
      url,
      ping_url: `${url}/pings`,
      deliveries_url: `${url}/deliveries`,
    },
  });
  await local.github.idle();
  const { body } = await local.rest('GET', `/hooks/${String(id)}`);
  expect(body).toEqual(made.body);
  expect((await local.rest('GET', '/hooks')).body).toEqual([body]);
  const deliveries = await local.rest('GET', `/hooks/${String(id)}/deliveries`);
  const delivery = await local.rest('GET', `/hooks/${String(id)}/deliveries/${String(deliveries.list[0]?.id)}`);
  expect(JSON.stringify([made, body, deliveries, delivery])).not.toContain(SECRET);
});

test('what is left out of a hook is as GitHub documents it', async () => {
  const { body } = await local.rest('POST', '/hooks', { config: { url: receiver.url } });
  expect(body).toMatchObject({ name: 'web', active: true, events: ['push'] });
  expect(body.config).toEqual({ url: receiver.url, content_type: 'form', insecure_ssl: '0' });
});

test('a new hook is pinged, with signatures over the very bytes that are sent', async () => {
  const config = { url: receiver.url, content_type: 'json', secret: SECRET };
  const { body: made } = await local.rest('POST', '/hooks', { config });
  await local.github.idle();
  const [ping] = receiver.received as [Received];
  expect(ping.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^GitHub-Hookshot\//) as string,
    'x-github-event': 'ping',
    'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
    'x-github-hook-id': String(made.id),
    'x-github-hook-installation-target-type': 'repository',
    'x-hub-signature': hmac('sha1', ping),
    'x-hub-signature-256': hmac('sha256', ping),
  });
  expect(JSON.parse(ping.body)).toMatchObject({
    hook_id: made.id,
    hook: { config: { secret: '********' } },
    repository: { full_name: 'acme/app' },
    sender: { login: 'local' },
  });
});

test('a form carries the same JSON, and the signature is over the form', async () => {
  const path = await hook({ content_type: 'form' });
  expect((await local.rest('POST', `${path}/pings`)).status).toBe(204);
  await local.github.idle();
  const [ping] = receiver.received as [Received];
  expect(ping.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    'x-hub-signature-256': hmac('sha256', ping),
  });
  expect(JSON.parse(new URLSearchParams(ping.body).get('payload') ?? '')).toMatchObject({
    zen: expect.any(String) as string,
  });
});

test('a hook without a secret is told without a signature', async () => {
  const path = await hook({ secret: '' });
  await local.rest('POST', `${path}/pings`);
  await local.github.idle();
  const [{ headers }] = receiver.received as [Received];
  expect(Object.keys(headers).filter((name) => name.includes('signature'))).toEqual([]);
});

test('a push is told as push and, of a new branch, as create', async () => {
  await hook({}, { events: ['*'] });
  const id = await local.push({ file: '1' });
  await local.github.idle();
  expect(receiver.events).toEqual(['create', 'push']);
  const [create, push] = ['create', 'push'].map((event) => {
    const received = receiver.received.find(({ headers }) => headers['x-github-event'] === event);
    return JSON.parse(received?.body ?? '') as unknown;
  });
  const repository = { full_name: 'acme/app', name: 'app', owner: { login: 'acme' }, default_branch: 'main' };
  expect(create).toMatchObject({ ref: 'main', ref_type: 'branch', master_branch: 'main', repository });
  const commit = { id, message: 'Change file', author: { name: 'Ada', email: 'ada@example.com' } };
  expect(push).toMatchObject({
    ref: 'refs/heads/main',
    before: '0'.repeat(40),
    after: id,
    created: true,
    deleted: false,
    head_commit: commit,
    commits: [commit],
    pusher: { email: 'ada@example.com' },
    repository,
  });

  receiver.received.length = 0;
  await local.push({ file: '2' });
  await local.github.idle();
  expect(receiver.events).toEqual(['push']);
});

test('a hook that is not active, or listens to other events, is not told', async () => {
  await hook({}, { events: ['push'], active: false });
  await hook({ content_type: 'form' }, { events: ['release'] });
  await local.push({ file: '1' });
  await local.github.idle();
  expect(receiver.received).toEqual([]);
});

test('a delivery is remembered with what was answered, and sent again it is the same', async () => {
  const path = await hook();
  receiver.status = 503;
  await local.push({ file: '1' });
  await local.github.idle();
  const { list: before } = await local.rest('GET', `${path}/deliveries`);
  expect(before).toMatchObject([
    { event: 'push', status_code: 503, status: 'Invalid HTTP Response: 503', redelivery: false, action: null },
    { event: 'ping', status_code: 200, status: 'OK' },
  ]);
  expect(before[0]).not.toHaveProperty('request');

  receiver.status = 200;
  const again = await local.rest('POST', `${path}/deliveries/${String(before[0]?.id)}/attempts`);
  expect(again.status).toBe(202);
  await local.github.idle();
  const { list: after } = await local.rest('GET', `${path}/deliveries`);
  expect(after[0]).toMatchObject({ event: 'push', guid: before[0]?.guid, status_code: 200, redelivery: true });
  const [first, second] = receiver.received as [Received, Received];
  expect(second.body).toBe(first.body);
  expect(second.headers['x-github-delivery']).toBe(first.headers['x-github-delivery']);
  expect(second.headers['x-hub-signature-256']).toBe(hmac('sha256', first));

  const { body: whole } = await local.rest('GET', `${path}/deliveries/${String(after[0]?.id)}`);
  expect(whole).toMatchObject({
    url: receiver.url,
    request: { headers: { 'X-GitHub-Event': 'push' }, payload: JSON.parse(first.body) as object },
    response: { headers: { 'x-seen': 'yes' }, payload: 'thanks' },
  });
  expect(local.runtime.activities.map(({ text }) => text)).toContain(
    `acme/app: push → ${new URL(receiver.url).host}: 503 Invalid HTTP Response: 503`,
  );
});

test('a receiver that is gone makes a failed delivery, and nothing else', async () => {
  const path = await hook();
  await receiver.stop();
  await local.push({ file: '1' });
  await local.github.idle();
  const { list } = await local.rest('GET', `${path}/deliveries`);
  expect(list[0]).toMatchObject({ event: 'push', status_code: 502, status: 'failed to connect' });
  await receiver.start();
});

test('a hundred deliveries at once all arrive, each with its own id', async () => {
  const path = await hook();
  await Promise.all(Array.from({ length: 100 }, () => local.rest('POST', `${path}/pings`)));
  await local.github.idle();
  expect(new Set(receiver.received.map(({ headers }) => headers['x-github-delivery'])).size).toBe(100);
});

test('an update replaces events and configuration; a secret that it leaves out is gone', async () => {
  const path = await hook();
  const config = { url: receiver.url, content_type: 'form' };
  const { status, body } = await local.rest('PATCH', path, { events: ['release'], active: false, config });
  expect(status).toBe(200);
  expect(body).toMatchObject({ events: ['release'], active: false });
  expect(body.config).toEqual({ ...config, insecure_ssl: '0' });
  expect((await local.rest('PATCH', path, { active: true })).body).toMatchObject({ events: ['release'], config });
});

test('a deleted hook is gone and is not told', async () => {
  const path = await hook();
  expect((await local.rest('DELETE', path)).status).toBe(204);
  expect((await local.rest('GET', path)).status).toBe(404);
  expect((await local.rest('DELETE', path)).status).toBe(404);
  await local.push({ file: '1' });
  await local.github.idle();
  expect(receiver.received).toEqual([]);
});

test.each([
  ['url', { config: {} }],
  ['url', { config: { url: 'no url' } }],
  ['content_type', { config: { url: 'http://127.0.0.1:1', content_type: 'xml' } }],
])('fails to make a hook whose %s will not do', async (field, body) => {
  const { status, body: answered } = await local.rest('POST', '/hooks', body);
  expect(status).toBe(422);
  expect(answered).toMatchObject({
    errors: [{ resource: 'Hook', field }],
    documentation_url: expect.any(String) as string,
  });
});
