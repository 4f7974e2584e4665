import { connections } from '../../../../local-aws/services/connections';
import { FakeRuntime } from '../../fake-runtime';
import { callService } from '../call-service';

const runtime = new FakeRuntime();

afterAll(() => runtime.stop());

function start() {
  const { corrections, port, complete } = connections(runtime);
  const call = (action: string, input: object, service = 'codeconnections') =>
    callService(corrections, [service, action], input as Record<string, unknown>);
  const create = async (input: object = {}, service?: string): Promise<string> => {
    const whole = { ConnectionName: 'demo', ProviderType: 'GitHub', ...input };
    return String((await call('CreateConnection', whole, service)).body.ConnectionArn);
  };
  const open = (arn: string) =>
    callService(
      corrections,
      ['codeconnections', 'Complete'],
      {},
      `/_aws/codeconnections/complete?arn=${encodeURIComponent(arn)}`,
    );
  return { call, create, open, port, complete };
}

test('a new connection is pending, and available once it is completed', async () => {
  const { call, create, port, complete } = start();
  const ConnectionArn = await create();
  expect(ConnectionArn).toMatch(/^arn:aws:codeconnections:us-east-1:000000000000:connection\/[0-9a-f-]{36}$/);
  const described = { ConnectionName: 'demo', ConnectionArn, ProviderType: 'GitHub', OwnerAccountId: '000000000000' };
  expect((await call('GetConnection', { ConnectionArn })).body).toEqual({
    Connection: { ...described, ConnectionStatus: 'PENDING' },
  });
  expect(port.status(ConnectionArn)).toBe('PENDING');
  complete(ConnectionArn);
  expect((await call('GetConnection', { ConnectionArn })).body).toMatchObject({
    Connection: { ConnectionStatus: 'AVAILABLE' },
  });
  expect(port.status(ConnectionArn)).toBe('AVAILABLE');
});

test('a person completes it by opening a page', async () => {
  const { create, open, port } = start();
  const arn = await create();
  expect(await open(arn)).toMatchObject({ status: 200, body: { text: `The connection ${arn} is AVAILABLE now.\n` } });
  expect(port.status(arn)).toBe('AVAILABLE');
});

test('both names of the service are one service, and an ARN has the name that it was made under', async () => {
  const { call, create } = start();
  const arn = await create({}, 'codestar-connections');
  expect(arn).toContain(':codestar-connections:');
  expect((await call('GetConnection', { ConnectionArn: arn })).body).toMatchObject({
    Connection: { ConnectionArn: arn },
  });
});

test('connections are listed, all or those to one provider', async () => {
  const { call, create } = start();
  const one = await create();
  const other = await create({ ProviderType: 'GitLab' });
  const list = async (input: object) =>
    ((await call('ListConnections', input)).body.Connections as { ConnectionArn: string }[]).map(
      ({ ConnectionArn }) => ConnectionArn,
    );
  expect(await list({})).toEqual([one, other]);
  expect(await list({ ProviderTypeFilter: 'GitLab' })).toEqual([other]);
});

test('tags are set, replaced and taken away', async () => {
  const { call, create } = start();
  const ResourceArn = await create({ Tags: [{ Key: 'a', Value: '1' }] });
  await call('TagResource', {
    ResourceArn,
    Tags: [
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '3' },
    ],
  });
  await call('UntagResource', { ResourceArn, TagKeys: ['b'] });
  expect((await call('ListTagsForResource', { ResourceArn })).body).toEqual({ Tags: [{ Key: 'a', Value: '2' }] });
});

test('a deleted connection has no status', async () => {
  const { call, create, port } = start();
  const ConnectionArn = await create();
  expect((await call('DeleteConnection', { ConnectionArn })).status).toBe(200);
  expect(port.status(ConnectionArn)).toBeUndefined();
});

const NONE = 'arn:aws:codeconnections:us-east-1:000000000000:connection/none';

test.each([
  ['GetConnection', { ConnectionArn: NONE }, 'ResourceNotFoundException'],
  ['DeleteConnection', { ConnectionArn: NONE }, 'ResourceNotFoundException'],
  ['TagResource', { ResourceArn: NONE, Tags: [{ Key: 'a', Value: 'b' }] }, 'ResourceNotFoundException'],
  ['CreateConnection', { ConnectionName: 'demo' }, 'InvalidInputException'],
  ['CreateConnection', { ConnectionName: 'demo', HostArn: NONE }, 'ResourceNotFoundException'],
  ['CreateHost', { Name: 'demo' }, 'UnknownOperationException'],
])('fails %s of %p with %s', async (action, input, code) => {
  expect(await start().call(action, input)).toMatchObject({ status: 400, code });
});

test('fails to complete a connection that there is not', async () => {
  const { complete, open } = start();
  expect(() => {
    complete(NONE);
  }).toThrow(`Connection not found: ${NONE}`);
  expect(await open(NONE)).toMatchObject({ status: 404, code: 'ResourceNotFoundException' });
});
