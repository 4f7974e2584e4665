import { FakeEmulator, type Reply } from '../fake-emulator';

const ARN = 'arn:aws:ssm:eu-west-1:111111111111:parameter/a';
const SCOPE = '111111111111/20300101/eu-west-1';

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
  const authorization = `AWS4-HMAC-SHA256 Credential=${SCOPE}/ssm/aws4_request, Signature=0`;
  return emulator.send('ssm', 'POST /', { headers: { authorization, 'x-amz-target': `AmazonSSM.${action}` }, body });
}

/** The events that the emulator was told to put on the bus of the caller's account and region. */
function events(): unknown[] {
  return emulator.requests
    .filter(({ headers }) => headers['x-amz-target'] === 'AWSEvents.PutEvents')
    .flatMap(({ headers, body }) => {
      const { Entries } = JSON.parse(body?.toString() ?? '') as { Entries: { Detail: string }[] };
      expect(headers).toMatchObject({ 'x-local-aws-service': 'ssm' });
      expect(headers.authorization).toContain(`Credential=${SCOPE}/events/aws4_request`);
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

test('the parameter is looked up in the name of the caller', async () => {
  await call('DeleteParameter', { Name: '/a' });
  const [lookup] = emulator.requests;
  expect(lookup?.headers['x-amz-target']).toBe('AmazonSSM.GetParameters');
  expect(lookup?.headers.authorization).toContain(`Credential=${SCOPE}/ssm/aws4_request`);
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
