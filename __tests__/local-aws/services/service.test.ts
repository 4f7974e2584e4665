import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Correction } from '../../../local-aws/front/correction';
import { identify } from '../../../local-aws/front/identify';
import type { Answer, Request } from '../../../local-aws/front/message';
import { ServiceModels } from '../../../local-aws/front/service-models';
import { authorization } from '../../../local-aws/services/emulator-call';
import { service, ServiceError, type Input } from '../../../local-aws/services/service';

const SHAPES = {
  Text: { type: 'string' },
  Count: { type: 'integer' },
  Flag: { type: 'boolean' },
  Texts: { type: 'list', member: { shape: 'Text' } },
  ForgetRequest: { type: 'structure', members: {} },
  MakeRequest: {
    type: 'structure',
    required: ['name'],
    members: { name: { shape: 'Text' }, size: { shape: 'Count' } },
  },
  ListRequest: {
    type: 'structure',
    members: {
      group: { shape: 'Text', location: 'uri', locationName: 'groupName' },
      limit: { shape: 'Count', location: 'querystring', locationName: 'maxResults' },
      all: { shape: 'Flag', location: 'querystring', locationName: 'all' },
      tags: { shape: 'Texts', location: 'querystring', locationName: 'tag' },
      filter: { shape: 'Text' },
    },
  },
};

function operation(name: string, requestUri = '/', responseCode?: number): object {
  return { name, http: { method: 'POST', requestUri, responseCode }, input: { shape: `${name}Request` } };
}

let directory: string;
let seen: Input[];
let answer: (input: Input) => object | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'service-'));
  seen = [];
  answer = () => undefined;
  for (const [name, protocol] of [
    ['plain', 'json'],
    ['restful', 'rest-json'],
  ] as const) {
    mkdirSync(join(directory, name, '2030-01-01'), { recursive: true });
    const operations = {
      Make: operation('Make', '/made', protocol === 'json' ? undefined : 201),
      List: operation('List', '/groups/{groupName}'),
      Forget: operation('Forget', '/forgotten', 204),
    };
    const model = { metadata: { protocol }, operations, shapes: SHAPES };
    writeFileSync(join(directory, name, '2030-01-01', 'service-2.json.gz'), gzipSync(JSON.stringify(model)));
  }
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

async function send(
  name: string,
  request: Partial<Request>,
  invalidCode?: string,
): Promise<Answer & { json: unknown }> {
  const models = new ServiceModels(directory);
  const operate = (input: Input): object | undefined => {
    seen.push(input);
    return answer(input);
  };
  const correction: Correction = service({
    name,
    models,
    operations: { Make: operate, List: operate, Forget: operate },
    invalidCode,
  });
  const headers = { authorization: authorization(name, 'us-east-1'), ...request.headers };
  const call = identify({ method: 'POST', path: '/', ...request, headers }, models);
  if (call === undefined) throw new Error('the request has no name');
  const answered = await correction.answer(call, { send: () => Promise.reject(new Error('sent')), random: () => 0 });
  if (answered === undefined) throw new Error('the emulator was to answer');
  return { ...answered, json: JSON.parse(answered.body.toString() || 'null') as unknown };
}

function make(input: unknown, action = 'Make'): Partial<Request> {
  return { headers: { 'x-amz-target': `Plain.${action}` }, body: Buffer.from(JSON.stringify(input)) };
}

test('an operation gets the input and its output is the answer, in the content type of the protocol', async () => {
  answer = ({ name }) => ({ made: name });
  const answered = await send('plain', make({ name: 'a', size: 1 }));
  expect(seen).toEqual([{ name: 'a', size: 1 }]);
  expect(answered).toMatchObject({
    status: 200,
    json: { made: 'a' },
    headers: { 'content-type': 'application/x-amz-json-1.1' },
  });
});

test('an operation without an output answers an empty object', async () => {
  expect(await send('plain', make({ name: 'a' }))).toMatchObject({ status: 200, json: {} });
});

test('the input of a REST call is made of path, query and body, each in its type', async () => {
  const path = '/groups/g%2F1?maxResults=5&all=true&tag=a&tag=b&other=1';
  const answered = await send('restful', { path, body: Buffer.from('{"filter":"f"}') });
  expect(seen).toEqual([{ group: 'g/1', limit: 5, all: true, tags: ['a', 'b'], filter: 'f' }]);
  expect(answered.headers).toMatchObject({ 'content-type': 'application/json' });
});

test('an answer has the status that the model gives it, and without a content no body', async () => {
  expect(await send('restful', { path: '/made', body: Buffer.from('{"name":"a"}') })).toMatchObject({ status: 201 });
  const { status, body } = await send('restful', { path: '/forgotten' });
  expect({ status, body: body.toString() }).toEqual({ status: 204, body: '' });
});

test.each([undefined, 'InvalidInputException'])(
  'fails on an input that the model does not allow, with the code %s, before the operation sees it',
  async (code) => {
    const answered = await send('plain', make({ size: 'x' }), code);
    expect(answered).toMatchObject({
      status: 400,
      headers: { 'x-amzn-errortype': code ?? 'ValidationException' },
      json: { message: 'name is required; size must be a whole number' },
    });
    expect(seen).toEqual([]);
  },
);

test.each(['Unmake', 'toString'])('fails on the operation %s, which is not here', async (action) => {
  expect(await send('plain', make({}, action))).toMatchObject({
    status: 400,
    json: { __type: 'UnknownOperationException', message: `plain:${action}: the local AWS does not have it` },
  });
});

test("fails with a service's own error and status", async () => {
  answer = () => {
    throw new ServiceError('ResourceNotFoundException', 'There is no a', 404);
  };
  expect(await send('plain', make({ name: 'a' }))).toMatchObject({
    status: 404,
    json: { __type: 'ResourceNotFoundException', message: 'There is no a' },
  });
});

test('fails with what is no error of the service as it is', async () => {
  answer = () => {
    throw new TypeError('a bug');
  };
  await expect(send('plain', make({ name: 'a' }))).rejects.toThrow('a bug');
});
