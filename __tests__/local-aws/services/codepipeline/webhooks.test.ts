import { createHmac } from 'node:crypto';

import { build, pipeline, Room, source, type Json } from './room';

const SECRET = 'geheim';
const RELEASED = { action: 'published', release: { tag_name: 'v1', draft: false, id: 7 }, labels: [{ name: 'x' }] };
const WEBHOOK = {
  name: 'hook',
  targetPipeline: 'demo',
  targetAction: 'Source',
  filters: [{ jsonPath: '$.action', matchEquals: 'published' }],
  authentication: 'GITHUB_HMAC',
  authenticationConfiguration: { SecretToken: SECRET },
};

let room: Room;

beforeEach(async () => {
  room = await Room.open();
  room.builds.outcomes.set('unit', 'SUCCEEDED');
  await room.create(demo());
});

afterEach(async () => {
  for (const { pipelineExecutionId } of await room.executions()) {
    await room.ended(String(pipelineExecutionId));
  }
  await room.close();
});

function demo(others: Json = {}): Json {
  return pipeline([{ name: 'Build', actions: [build('unit')] }], others);
}

async function put(others: Json = {}): Promise<string> {
  const { webhook, error } = await room.call('PutWebhook', { webhook: { ...WEBHOOK, ...others } });
  if (error !== undefined) throw new Error(error as string);
  return String((webhook as Json).url);
}

interface Delivery {
  readonly payload?: Json;
  readonly headers?: Record<string, string>;
  readonly algorithm?: string;
  readonly secret?: string;
}

/** The status of the answer to a delivery that is signed like GitHub's. */
async function deliver(url: string, delivery: Delivery = {}): Promise<number> {
  const { payload = RELEASED, headers = {}, algorithm = 'sha256', secret = SECRET } = delivery;
  const body = Buffer.from(JSON.stringify(payload));
  const name = algorithm === 'sha1' ? 'x-hub-signature' : 'x-hub-signature-256';
  const signature = `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
  const { pathname, search } = new URL(url);
  const all = { 'x-github-event': 'release', 'x-github-delivery': 'one', [name]: signature, ...headers };
  const { status } = await room.send('Trigger', {}, { method: 'POST', path: pathname + search, headers: all, body });
  return status;
}

/** How many executions there are beside the one that the creation started. */
async function started(): Promise<number> {
  return (await room.executions()).length - 1;
}

describe('a delivery', () => {
  test.each<[string, Delivery, number, number]>([
    ['with the right SHA-256 signature', {}, 200, 1],
    ['with the right SHA-1 signature', { algorithm: 'sha1' }, 200, 1],
    ['signed with another secret', { secret: 'other' }, 403, 0],
    ['signed with another secret by SHA-1', { algorithm: 'sha1', secret: 'other' }, 403, 0],
    ['without a signature', { headers: { 'x-hub-signature-256': '' } }, 403, 0],
    ['with a signature that is cut short', { headers: { 'x-hub-signature-256': 'sha256=ab' } }, 403, 0],
    ['that a filter misses', { payload: { action: 'created' } }, 200, 0],
    ['without what a filter looks at', { payload: {} }, 200, 0],
    ['that is a ping', { headers: { 'x-github-event': 'ping' } }, 200, 0],
    ['that is a ping with a wrong signature', { headers: { 'x-github-event': 'ping' }, secret: 'other' }, 403, 0],
  ])('%s', async (_name, delivery, status, count) => {
    expect(await deliver(await put(), delivery)).toBe(status);
    expect(await started()).toBe(count);
  });

  test('with a right SHA-1 and a wrong SHA-256 signature is refused', async () => {
    const url = await put();
    expect(await deliver(url, { algorithm: 'sha1', headers: { 'x-hub-signature-256': 'sha256=00' } })).toBe(403);
    expect(await started()).toBe(0);
  });

  test('starts the pipeline on the head of its branch, by the webhook', async () => {
    await deliver(await put());
    const [execution] = await room.executions();
    await room.ended(String(execution?.pipelineExecutionId));
    expect((await room.executions())[0]).toMatchObject({
      status: 'Succeeded',
      trigger: {
        triggerType: 'Webhook',
        triggerDetail: 'arn:aws:codepipeline:us-east-1:000000000000:webhook:hook',
      },
      sourceRevisions: [{ revisionId: 'a'.repeat(40) }],
    });
  });

  test.each<[string, Json[], number]>([
    ['every filter', [{ jsonPath: '$.action', matchEquals: 'published' }, { jsonPath: '$.release.tag_name' }], 1],
    ['one filter only', [{ jsonPath: '$.action', matchEquals: 'published' }, { jsonPath: '$.gone' }], 0],
    ['a filter of truth', [{ jsonPath: '$.release.draft', matchEquals: 'false' }], 1],
    ['a filter of a number', [{ jsonPath: "$['release'].id", matchEquals: '7' }], 1],
    ['a filter of a list', [{ jsonPath: '$.labels[0].name', matchEquals: 'x' }], 1],
    ['a filter of a part', [{ jsonPath: '$.action', matchEquals: 'publish' }], 0],
    ['a filter of an object', [{ jsonPath: '$.release' }], 0],
    ['a filter of what every object inherits', [{ jsonPath: '$.constructor' }], 0],
    ['a placeholder', [{ jsonPath: '$.release.tag_name', matchEquals: '{BranchName}' }], 0],
  ])('that meets %s', async (_name, filters, count) => {
    await deliver(await put({ filters }));
    expect(await started()).toBe(count);
  });

  test('is held against the configuration of the target action where a filter refers to it', async () => {
    const url = await put({ filters: [{ jsonPath: '$.ref', matchEquals: 'refs/heads/{BranchName}' }] });
    await deliver(url, { payload: { ref: 'refs/heads/main' } });
    await deliver(url, { payload: { ref: 'refs/heads/{BranchName}' }, headers: { 'x-github-delivery': 'two' } });
    expect(await started()).toBe(1);
  });

  test('that comes twice starts once', async () => {
    const url = await put();
    expect([await deliver(url), await deliver(url)]).toEqual([200, 200]);
    expect(await started()).toBe(1);
  });

  test('that was refused starts when it comes again with the right signature', async () => {
    const url = await put();
    expect(await deliver(url, { secret: 'other' })).toBe(403);
    expect(await deliver(url)).toBe(200);
    expect(await started()).toBe(1);
  });

  test('to a URL that there is not is not found', async () => {
    const url = await put();
    expect(await deliver(url.replace(/t=.{4}/, 't=AAAA'))).toBe(404);
    await room.call('DeleteWebhook', { name: 'hook' });
    expect(await deliver(url)).toBe(404);
  });

  test('for a pipeline that is gone is not found', async () => {
    const url = await put();
    await room.call('DeletePipeline', { name: 'demo' });
    expect(await deliver(url)).toBe(404);
  });
});

describe('a hundred deliveries at once', () => {
  const all = (url: string): Promise<number[]> =>
    Promise.all(
      Array.from({ length: 100 }, (_, index) => deliver(url, { headers: { 'x-github-delivery': `${index}` } })),
    );

  test('start a hundred executions in SUPERSEDED mode, of which two run', async () => {
    expect(new Set(await all(await put()))).toEqual(new Set([200]));
    const ids = (await room.executions()).slice(0, 100).map(({ pipelineExecutionId }) => String(pipelineExecutionId));
    const statuses = await Promise.all(ids.map((id) => room.ended(id)));
    expect(statuses.filter((status) => status === 'Superseded')).toHaveLength(98);
    expect([statuses[0], statuses.at(-1)]).toEqual(['Succeeded', 'Succeeded']);
  });

  test('start fifty in QUEUED mode, and the others are told so', async () => {
    room.builds.outcomes.clear();
    await room.call('UpdatePipeline', { pipeline: demo({ executionMode: 'QUEUED' }) });
    const url = await put();
    const statuses = await all(url);
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    expect(statuses.filter((status) => status === 429)).toHaveLength(50);
    expect(await started()).toBe(50);
    for (let build = 1; build <= 50; build += 1) {
      await room.building('unit', build);
      room.builds.finish('unit');
    }
  });
});

describe('PutWebhook', () => {
  test('keeps the URL of a webhook, and never gives its secret back', async () => {
    const url = await put();
    const tags = [{ key: 'team', value: 'a' }];
    const { webhook } = await room.call('PutWebhook', { webhook: { ...WEBHOOK, filters: [] }, tags });
    expect(webhook).toEqual({
      definition: { ...WEBHOOK, filters: [], authenticationConfiguration: { SecretToken: '****' } },
      url,
      arn: 'arn:aws:codepipeline:us-east-1:000000000000:webhook:hook',
      tags,
    });
    await put({ filters: [] });
    expect(await room.call('ListWebhooks')).toEqual({ webhooks: [webhook] });
    expect(await deliver(url)).toBe(200);
    await room.call('DeleteWebhook', { name: 'hook' });
    expect(await put()).not.toBe(url);
  });

  test.each<[string, Json, RegExp]>([
    ['for a pipeline that there is not', { targetPipeline: 'gone' }, /^PipelineNotFoundException/],
    ['for an action that is no source', { targetAction: 'unit' }, /^ValidationException/],
    ['without a secret', { authenticationConfiguration: {} }, /^InvalidWebhookAuthenticationParametersException/],
    ['unauthenticated', { authentication: 'UNAUTHENTICATED', authenticationConfiguration: {} }, /no other/],
    ['by address', { authentication: 'IP', authenticationConfiguration: { AllowedIPRange: '1.2.3.4/32' } }, /no other/],
    ['with a path that it does not read', { filters: [{ jsonPath: '$..a' }] }, /^InvalidWebhookFilterPatternException/],
  ])('fails %s', async (_name, others, message) => {
    await expect(put(others)).rejects.toThrow(message);
  });
});

test.each(['RegisterWebhookWithThirdParty', 'DeregisterWebhookWithThirdParty'])('%s fails', async (name) => {
  await put();
  expect((await room.call(name, { webhookName: 'hook' })).error).toMatch(/^WebhookNotFoundException/);
});

test('a source that is no connection can be the target of a webhook too', async () => {
  await room.create({
    ...demo(),
    name: 'second',
    stages: [
      { name: 'S', actions: [source()] },
      { name: 'B', actions: [build('unit')] },
    ],
  });
  await expect(put({ targetPipeline: 'second' })).resolves.toContain('/_aws/codepipeline/trigger?t=');
});
