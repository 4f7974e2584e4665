import { FakeEmulator, type Reply } from '../fake-emulator';

const ARN = 'arn:aws:ssm:us-east-1:000000000000:parameter/a';

let emulator: FakeEmulator;
let version: number;
let status: number;

beforeEach(async () => {
  [version, status] = [1, 200];
  emulator = await FakeEmulator.start();
  emulator.reply = (_, { headers }): Reply => {
    const target = String(headers['x-amz-target']);
    if (target.endsWith('GetParameters')) return { body: { Parameters: [{ Name: '/a', Type: 'String', ARN }] } };
    return target.endsWith('PutParameter') ? { status, body: { Version: version } } : { status };
  };
});

afterEach(() => emulator.stop());

function call(action: string, body: object): Promise<Response> {
  return emulator.send('ssm', 'POST /', { headers: { 'x-amz-target': `AmazonSSM.${action}` }, body });
}

/** The events that the emulator was told to put on the bus. */
function events(): unknown[] {
  return emulator.requests
    .filter(({ headers }) => headers['x-amz-target'] === 'AWSEvents.PutEvents')
    .flatMap(({ headers, body }) => {
      const { Entries } = JSON.parse(body?.toString() ?? '') as { Entries: { Detail: string }[] };
      expect(headers).toMatchObject({ 'x-local-aws-service': 'ssm' });
      expect(headers.authorization).toContain('/events/aws4_request');
      return Entries.map((entry) => ({ ...entry, Detail: JSON.parse(entry.Detail) as unknown }));
    });
}

function event(operation: string, more: object = {}): object {
  const Detail = { operation, name: '/a', type: 'String', ...more };
  return { Source: 'aws.ssm', DetailType: 'Parameter Store Change', Resources: [ARN], Detail };
}

test('PutParameter of a new parameter makes the event Create, with its description and without its value', async () => {
  const answer = await call('PutParameter', { Name: '/a', Value: 'hidden', Type: 'String', Description: 'd' });
  expect(await answer.json()).toEqual({ Version: 1 });
  expect(events()).toEqual([event('Create', { description: 'd' })]);
});

test('PutParameter over an old one makes the event Update', async () => {
  version = 2;
  await call('PutParameter', { Name: '/a', Value: 'hidden', Overwrite: true });
  expect(events()).toEqual([event('Update')]);
});

test.each([
  ['DeleteParameter', { Name: '/a' }],
  ['DeleteParameters', { Names: ['/a', '/none'] }],
])('%s makes the event Delete of what was there', async (action, body) => {
  await call(action, body);
  expect(events()).toEqual([event('Delete')]);
});

test('fails without an event', async () => {
  status = 400;
  const put = await call('PutParameter', { Name: '/a', Value: 'x', Type: 'String' });
  const deleted = await call('DeleteParameter', { Name: '/a' });
  expect([put.status, deleted.status, events()]).toEqual([400, 400, []]);
});
