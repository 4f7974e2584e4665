import { request } from 'node:http';
import { setImmediate } from 'node:timers/promises';

import type { FaultFunction, FaultKind } from '../../../local-aws/faults/fault';
import { FakeEmulator } from '../fake-emulator';

const FUNCTION = 'GET /2015-03-31/functions/demo';

let emulator: FakeEmulator;

beforeEach(async () => {
  emulator = await FakeEmulator.start();
});

afterEach(() => emulator.stop());

describe('an answered fault', () => {
  const JSON_CALL = { 'x-amz-target': 'AmazonSSM.PutParameter', 'content-type': 'application/x-amz-json-1.1' };
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

  test.each<[string, 'throttle' | 'conflict' | 'error500', number, string]>([
    ['lambda', 'throttle', 429, 'TooManyRequestsException'],
    ['lambda', 'conflict', 409, 'ResourceConflictException'],
    ['lambda', 'error500', 500, 'ServiceException'],
    ['ssm', 'throttle', 400, 'ThrottlingException'],
    ['ssm', 'conflict', 400, 'TooManyUpdates'],
    ['ssm', 'error500', 500, 'InternalServerError'],
    ['codedeploy', 'conflict', 400, 'DeploymentLimitExceededException'],
    ['unheard-of', 'error500', 500, 'InternalFailure'],
  ])('has the JSON of %s: %s', async (service, fault, status, code) => {
    emulator.front.faults.order({ fault });
    const answer = await emulator.send(service, 'POST /', { headers: JSON_CALL, body: {} });
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([status, code]);
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await answer.json()).toMatchObject({ __type: code, message: expect.any(String) as string });
    expect(emulator.front.calls).toMatchObject([{ status, errorCode: code, fault: { kind: fault, moment: 'before' } }]);
  });

  test.each<['throttle' | 'conflict' | 'error500', object, number, string]>([
    ['throttle', {}, 503, 'SlowDown'],
    ['conflict', {}, 409, 'OperationAborted'],
    ['conflict', { 'if-match': '"etag"' }, 409, 'ConditionalRequestConflict'],
    ['conflict', { 'if-none-match': '*' }, 409, 'ConditionalRequestConflict'],
    ['error500', {}, 500, 'InternalError'],
  ])('has the XML of S3: %s %p', async (fault, headers, status, code) => {
    emulator.front.faults.order({ fault });
    const answer = await emulator.send('s3', 'PUT /bucket/key', { headers, body: 'x' });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(
      new RegExp(`\\?>\\n<Error><Code>${code}</Code><Message>.+</Message><RequestId>.+`),
    );
    expect(emulator.front.calls).toMatchObject([{ errorCode: code }]);
  });

  test.each<['throttle' | 'conflict', number, string]>([
    ['throttle', 400, 'Throttling'],
    ['conflict', 409, 'ConcurrentModificationException'],
  ])('has the XML of the query protocol: %s', async (fault, status, code) => {
    emulator.front.faults.order({ fault });
    const answer = await emulator.send('monitoring', 'POST /', { headers: FORM, body: 'Action=DescribeAlarms' });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(`<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>`);
  });

  test('has the CBOR of a service that speaks it', async () => {
    emulator.front.faults.order({ fault: 'throttle' });
    const answer = await emulator.send('monitoring', 'POST /service/GraniteServiceVersion20100801/operation/Put');
    expect([answer.status, answer.headers.get('smithy-protocol')]).toEqual([400, 'rpc-v2-cbor']);
    const text = (value: string): string => `\x78${String.fromCharCode(value.length)}${value}`;
    const expected = ['__type', 'ThrottlingException', 'message', 'Rate exceeded'].map(text).join('');
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toBe(`\xa2${expected}`);
  });

  test('has no body on HEAD', async () => {
    emulator.front.faults.order({ fault: 'error500' });
    const answer = await emulator.send('s3', 'HEAD /bucket/key');
    expect([answer.status, await answer.text()]).toEqual([500, '']);
  });
});

describe('the moment', () => {
  test.each<['before' | 'after', FaultKind, string[]]>([
    ['before', 'throttle', []],
    ['after', 'throttle', [FUNCTION]],
    ['before', 'drop', []],
    ['after', 'drop', [FUNCTION]],
  ])('%s a call took effect decides whether it reaches the service: %s', async (moment, fault, lines) => {
    emulator.front.faults.order({ moment, fault });
    await emulator.send('lambda', FUNCTION).catch(() => undefined);
    expect(emulator.lines).toEqual(lines);
    expect(emulator.front.calls).toMatchObject([{ fault: { kind: fault, moment } }]);
  });

  test('after it a correction has taken effect too', async () => {
    emulator.front.faults.order({ moment: 'after', fault: 'error500' });
    const answer = await emulator.send('lambda', 'POST /2020-04-22/code-signing-configs/');
    expect([answer.status, emulator.front.calls.length]).toEqual([500, 1]);
  });
});

test('a dropped connection is closed without an answer, and recorded with status 0', async () => {
  emulator.front.faults.order({ fault: 'drop' });
  await expect(emulator.send('lambda', FUNCTION)).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } });
  expect(emulator.front.calls[0]).toMatchObject({ status: 0, fault: { kind: 'drop', moment: 'before' } });
  expect(emulator.front.calls[0]).not.toHaveProperty('errorCode');
});

describe('a delay', () => {
  test.each<['before' | 'after']>([['before'], ['after']])(
    '%s the effect makes the call slow, and no more',
    async (moment) => {
      emulator.reply = () => ({ body: 'x'.repeat(100_000), headers: { etag: 'e' } });
      emulator.front.faults.order({ moment, fault: { delayMs: 50 } });
      const started = performance.now();
      const answer = await emulator.send('s3', 'GET /bucket/key');
      expect((await answer.text()).length).toBe(100_000);
      expect(performance.now() - started).toBeGreaterThan(45);
      expect([answer.status, answer.headers.get('etag')]).toEqual([200, 'e']);
      expect(emulator.front.calls).toMatchObject([{ status: 200, fault: { kind: 'delay', moment } }]);
    },
  );

  test('keeps the length that HEAD tells', async () => {
    emulator.reply = () => ({ headers: { 'content-length': '200000' } });
    emulator.front.faults.order({ fault: { delayMs: 0 } });
    const head = await emulator.send('s3', 'HEAD /bucket/key');
    expect(head.headers.get('content-length')).toBe('200000');
  });
});

describe('a function', () => {
  test('sees the call, and lets it go on', async () => {
    const fault = jest.fn<undefined, Parameters<FaultFunction>>();
    emulator.front.faults.order({ fault });
    const answer = await emulator.send('lambda', FUNCTION);
    expect([answer.status, emulator.lines]).toEqual([200, [FUNCTION]]);
    expect(fault.mock.calls).toEqual([
      [{ service: 'lambda', action: 'GetFunction', resource: 'demo', caller: 'AKID', write: false }],
    ]);
    expect(emulator.front.calls).toMatchObject([{ status: 200, fault: { kind: 'function', moment: 'before' } }]);
  });

  test('lets the call go wrong as it returns', async () => {
    emulator.front.faults.order({ fault: () => Promise.resolve('conflict' as const) });
    expect((await emulator.send('lambda', FUNCTION)).status).toBe(409);
    expect([emulator.lines, emulator.front.calls[0]?.fault?.kind]).toEqual([[], 'conflict']);
  });

  test('ends a call whose client has gone meanwhile before it reaches the service', async () => {
    const { port } = emulator.front;
    const authorization = 'Credential=AKID/20300101/us-east-1/lambda/aws4_request';
    const client = request({ port, path: '/2015-03-31/functions/demo', headers: { authorization } });
    client.on('error', () => undefined);
    const closed = new Promise((resolve) => client.on('close', resolve));
    emulator.front.faults.order({
      fault: async () => {
        client.destroy();
        await closed;
        return undefined;
      },
    });
    client.end();
    while (emulator.front.calls.length === 0) await setImmediate();
    expect(emulator.lines).toEqual([]);
    expect(emulator.front.calls).toMatchObject([{ status: 0, fault: { kind: 'function' } }]);
  });
});

test('a delay before and an error after fall to one call, and the error decides', async () => {
  emulator.front.faults.order({ moment: 'after', fault: 'throttle' });
  emulator.front.faults.order({ moment: 'before', fault: { delayMs: 0 } });
  expect((await emulator.send('lambda', FUNCTION)).status).toBe(429);
  expect(emulator.lines).toEqual([FUNCTION]);
  expect(emulator.front.calls).toMatchObject([{ fault: { kind: 'throttle', moment: 'after' } }]);
});
