import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import { Front } from '../../../local-aws/front/front';
import { FakeEmulator } from '../fake-emulator';

let emulator: FakeEmulator;

beforeEach(async () => {
  emulator = await FakeEmulator.start();
});

afterEach(() => emulator.stop());

describe('naming a call', () => {
  test.each([
    ['lambda', 'GET /2015-03-31/functions/demo', 'GetFunction', 'demo'],
    ['lambda', 'GET /2015-03-31/functions/literal', 'GetFunctionByLiteral', undefined],
    ['lambda', 'PUT /2015-03-31/functions/demo/aliases/live', 'UpdateAlias', 'demo/live'],
    [
      'lambda',
      'GET /2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A1%3Afunction%3Ademo',
      'GetFunction',
      'arn:aws:lambda:eu-west-1:1:function:demo',
    ],
    ['lambda', 'DELETE /2015-03-31/elsewhere', 'DELETE /2015-03-31/elsewhere', undefined],
    ['s3', 'GET /', 'ListBuckets', undefined],
    ['s3', 'GET /bucket/', 'ListObjects', 'bucket'],
    ['s3', 'GET /bucket?list-type=2&prefix=a', 'ListObjectsV2', 'bucket'],
    ['s3', 'GET /bucket?acl', 'GetBucketAcl', 'bucket'],
    ['s3', 'PUT /bucket/a/b%20c?x-id=PutObject', 'PutObject', 'bucket/a/b c'],
    ['s3', 'PUT /bucket/key?partNumber=1&uploadId=u', 'UploadPart', 'bucket/key'],
    ['unheard-of', 'GET /x', 'GET /x', undefined],
  ])('finds the operation of a REST call by the service model: %s %s', async (service, line, action, resource) => {
    await emulator.send(service, line);
    expect(emulator.front.calls).toEqual([
      {
        service,
        action,
        ...(resource && { resource }),
        caller: 'AKID',
        status: 200,
        write: expect.any(Boolean) as boolean,
      },
    ]);
  });

  test('tells operations apart by a header that one of them requires', async () => {
    await emulator.send('s3', 'PUT /bucket/key', { headers: { 'x-amz-copy-source': '/bucket/other' } });
    expect(emulator.front.calls[0]).toMatchObject({ action: 'CopyObject' });
  });

  test('takes the bucket of a virtual-hosted request from its host', async () => {
    const headers = {
      host: 'bucket.s3.localhost',
      authorization: 'Credential=AKID/20300101/us-east-1/s3/aws4_request',
    };
    const { port } = emulator.front;
    const [answer] = (await once(get({ port, path: '/a/key', headers }), 'response')) as [IncomingMessage];
    answer.resume();
    expect(emulator.front.calls[0]).toMatchObject({ action: 'GetObject', resource: 'bucket/a/key' });
    expect(emulator.requests[0]).toMatchObject({ path: '/a/key', headers: { host: 'bucket.s3.localhost' } });
  });

  test('names the version or alias that a call to Lambda is about', async () => {
    await emulator.send('lambda', 'GET /2015-03-31/functions/demo?Qualifier=live');
    await emulator.send('lambda', 'GET /2015-03-31/functions/demo');
    const [one, other] = emulator.front.calls;
    expect(one).toMatchObject({ resource: 'demo', qualifier: 'live' });
    expect(other).not.toHaveProperty('qualifier');
  });

  test('names a resource in the body where the path has none', async () => {
    await emulator.send('lambda', 'POST /2015-03-31/functions', { body: { FunctionName: 'new', Code: {} } });
    expect(emulator.front.calls[0]).toMatchObject({ action: 'CreateFunction', resource: 'new', write: true });
  });

  test('reads the target of a JSON call and the first name that it requires', async () => {
    const headers = { 'x-amz-target': 'AmazonSSM.GetParameter', 'content-type': 'application/x-amz-json-1.1' };
    await emulator.send('ssm', 'POST /', { headers, body: { Value: 'hidden', Name: '/a' } });
    const put = { ...headers, 'x-amz-target': 'AmazonSSM.PutParameter' };
    emulator.reply = () => ({ status: 400 });
    await emulator.send('ssm', 'POST /', { headers: put, body: { Value: 'hidden', Name: '/a' } });
    expect(emulator.front.calls).toMatchObject([
      { action: 'GetParameter', write: false },
      { action: 'PutParameter', resource: '/a', write: true },
    ]);
    expect(JSON.stringify(emulator.front.calls)).not.toMatch(/hidden|secret/);
  });

  test('reads the action of a query call, in the name that IAM has for the service', async () => {
    emulator.reply = () => ({ status: 400 });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await emulator.send('monitoring', 'POST /', { headers, body: 'Action=DescribeAlarms&Version=2010-08-01' });
    expect(emulator.front.calls[0]).toMatchObject({ service: 'cloudwatch', action: 'DescribeAlarms' });
  });

  test('reads the operation in the path of a CBOR call', async () => {
    await emulator.send('monitoring', 'POST /service/GraniteServiceVersion20100801/operation/PutMetricAlarm');
    expect(emulator.front.calls[0]).toMatchObject({ service: 'cloudwatch', action: 'PutMetricAlarm', write: true });
  });

  test.each([
    ['/_aws/lambda-url/abc/path', 'lambda', 'InvokeFunctionUrl', 'abc'],
    ['/_aws/execute-api/api1/$default/path', 'execute-api', 'Invoke', 'api1'],
    ['/restapis/api1/prod/_user_request_/path', 'execute-api', 'Invoke', 'api1'],
  ])('records traffic to what users built: %s', async (path, service, action, resource) => {
    await fetch(`http://127.0.0.1:${emulator.front.port}${path}`);
    expect(emulator.front.calls).toEqual([
      { service, action, resource, caller: 'anonymous', status: 200, write: true },
    ]);
  });

  test.each([
    ['/_aws/codepipeline/trigger?t=secret&v=1', 'codepipeline', 'Trigger'],
    ['/_aws/codeconnections/complete?arn=a', 'codeconnections', 'Complete'],
    ['/_aws/chatbot/deliver', 'chatbot', 'Deliver'],
  ])('records what comes to the page %s without what is in its query', async (path, service, action) => {
    await fetch(`http://127.0.0.1:${emulator.front.port}${path}`, { method: 'POST' });
    expect(emulator.front.calls).toEqual([{ service, action, caller: 'anonymous', status: 200, write: true }]);
  });

  test('takes signer and service of a presigned URL from its query', async () => {
    const credential = encodeURIComponent('AKIDP/20300101/us-east-1/s3/aws4_request');
    await fetch(`http://127.0.0.1:${emulator.front.port}/bucket/key?X-Amz-Credential=${credential}`);
    expect(emulator.front.calls[0]).toMatchObject({ service: 's3', action: 'GetObject', caller: 'AKIDP' });
  });

  test('leaves the emulator’s own pages out of the record', async () => {
    await emulator.send('s3', 'GET /_ministack/health');
    expect([emulator.lines, emulator.front.calls]).toEqual([['GET /_ministack/health'], []]);
  });
});

describe('the caller', () => {
  test('is the role, once a key of it came from AssumeRole', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    emulator.reply = () => ({ body: '<Credentials><AccessKeyId>AKID</AccessKeyId></Credentials>' });
    const body = 'Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fdeployer&RoleSessionName=ci';
    const answer = await emulator.send('sts', 'POST /', { headers, body });
    expect(await answer.text()).toContain('<AccessKeyId>AKID<');
    await emulator.send('lambda', 'GET /2015-03-31/functions/demo');
    expect(emulator.front.calls.at(-1)).toMatchObject({ caller: 'arn:aws:iam::1:role/deployer' });
  });
});

describe('errors', () => {
  test.each([
    ['a header', { headers: { 'x-amzn-errortype': 'NotFound:http://internal/' } }, 'NotFound'],
    ['JSON', { body: { __type: 'com.amazonaws#NotFound' } }, 'NotFound'],
    ['XML', { body: '<Error><Code>NotFound</Code></Error>' }, 'NotFound'],
    ['nothing', { body: 'no such thing' }, undefined],
  ])('are recorded with the code in %s, and passed on as they are', async (_, reply, code) => {
    emulator.reply = () => ({ status: 404, ...reply });
    const answer = await emulator.send('lambda', 'GET /2015-03-31/functions/demo');
    expect(answer.status).toBe(404);
    expect(emulator.front.calls[0]?.errorCode).toBe(code);
  });

  test('fails with 503 before the emulator is there', async () => {
    const front = await Front.listen();
    const answer = await fetch(`http://127.0.0.1:${front.port}/`);
    await front.close();
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([503, 'ServiceUnavailable']);
  });

  test('fails with 502 when the emulator is gone', async () => {
    emulator.end();
    const answer = await emulator.send('lambda', 'GET /2015-03-31/functions/demo');
    expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining('does not answer')]);
  });
});

test('a body goes through unchanged, and so does its length on HEAD', async () => {
  const bytes = 'x'.repeat(200_000);
  emulator.reply = (_, request) => ({ body: request.body?.toString() ?? '', headers: { 'content-length': '200000' } });
  const put = await emulator.send('s3', 'PUT /bucket/key', { body: bytes });
  expect((await put.text()).length).toBe(200_000);
  const head = await emulator.send('s3', 'HEAD /bucket/key');
  expect(head.headers.get('content-length')).toBe('200000');
});

test('the header that lets services speak is taken from clients', async () => {
  await emulator.send('events', 'POST /', { headers: { 'x-local-aws-service': 'ssm' } });
  expect(emulator.requests[0]?.headers).not.toHaveProperty('x-local-aws-service');
});
