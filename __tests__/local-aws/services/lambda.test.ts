import { createHash } from 'node:crypto';

import { zipSync } from 'fflate';

import { FakeEmulator } from '../fake-emulator';

const FUNCTION = '/2015-03-31/functions/demo';
const LATEST = { FunctionName: 'demo', CodeSha256: 'current', CodeSize: 1, RevisionId: 'r1', Version: '$LATEST' };

let emulator: FakeEmulator;

beforeEach(async () => {
  emulator = await FakeEmulator.start();
  emulator.reply = (line) => (line.startsWith('GET') ? { body: LATEST } : { body: { passed: 'on' } });
});

afterEach(() => emulator.stop());

async function answer(line: string, body: object = {}): Promise<unknown[]> {
  const response = await emulator.send('lambda', line, { body });
  return [response.status, response.headers.get('x-amzn-errortype'), await response.json()];
}

describe('UpdateFunctionCode with DryRun', () => {
  const zip = Buffer.from('zip');
  const line = `PUT ${FUNCTION}/code`;

  test('answers the configuration as it would be and sends the emulator nothing but a read', async () => {
    const body = { DryRun: true, ZipFile: zip.toString('base64'), Architectures: ['arm64'] };
    const CodeSha256 = createHash('sha256').update(zip).digest('base64');
    expect(await answer(line, body)).toEqual([
      200,
      null,
      { ...LATEST, CodeSha256, CodeSize: 3, Architectures: ['arm64'] },
    ]);
    expect(emulator.lines).toEqual([`GET ${FUNCTION}/configuration`]);
  });

  test('reads a package in S3, of the version that is asked for', async () => {
    emulator.reply = (sent) => ({ body: sent.includes('/bucket/') ? 'zip' : LATEST });
    const [, , configuration] = await answer(line, {
      DryRun: true,
      S3Bucket: 'bucket',
      S3Key: 'a b/c.zip',
      S3ObjectVersion: 'v1',
    });
    expect(configuration).toMatchObject({ CodeSize: 3 });
    expect(emulator.requests[1]).toMatchObject({
      path: '/bucket/a%20b/c.zip?versionId=v1',
      headers: { authorization: expect.stringContaining('/s3/aws4_request') as string },
    });
  });

  test('fails when the package is not in S3', async () => {
    emulator.reply = (sent) => (sent.includes('/bucket/') ? { status: 404 } : { body: LATEST });
    const refused = [400, 'InvalidParameterValueException', expect.anything()];
    expect(await answer(line, { DryRun: true, S3Bucket: 'bucket', S3Key: 'none' })).toEqual(refused);
  });

  test('fails when RevisionId is not the current one', async () => {
    const refused = [412, 'PreconditionFailedException', expect.anything()];
    expect(await answer(line, { DryRun: true, ZipFile: '', RevisionId: 'old' })).toEqual(refused);
  });

  test('fails as the emulator does when there is no such function', async () => {
    emulator.reply = () => ({ status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' } });
    expect((await answer(line, { DryRun: true })).slice(0, 2)).toEqual([404, 'ResourceNotFoundException']);
  });

  test('without DryRun goes to the emulator as it is', async () => {
    expect(await answer(line, { ZipFile: '', DryRun: false })).toEqual([200, null, { passed: 'on' }]);
    expect(emulator.lines.at(-1)).toBe(line);
  });
});

describe('code and layers together', () => {
  const MB = 1024 * 1024;
  /** A zip of 300 KB whose directory tells so many bytes. */
  const zeros = (bytes: number): string => {
    const zip = Buffer.from(zipSync({ zeros: new Uint8Array(300_000) }, { level: 0 }));
    zip.writeUInt32LE(bytes, zip.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 24);
    return zip.toString('latin1');
  };
  const LAYER = 'arn:aws:lambda:us-east-1:000000000000:layer:deps:1';

  /** An emulator that has this code and this layer. */
  function has(code: string, layer: string): void {
    const configuration = { ...LATEST, Layers: [{ Arn: LAYER }] };
    emulator.reply = (sent, { method }) => {
      if (method !== 'GET') return { body: { passed: 'on' } };
      if (sent.includes('layers?find='))
        return { body: { Content: { Location: 'http://host:1/_ministack/layer?a=b' } } };
      if (sent.includes('/_ministack/layer?a=b')) return { body: layer };
      if (sent.includes('/_ministack/code')) return { body: code };
      if (sent.endsWith('/demo')) return { body: { Code: { Location: 'http://host:1/_ministack/code' } } };
      return { body: configuration };
    };
  }

  const tooLarge = (bytes: number): unknown[] => [
    400,
    'InvalidParameterValueException',
    expect.objectContaining({
      message: `Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is ${bytes} bytes.`,
    }),
  ];

  test('are refused over 250 MB unzipped, whichever of the two is new', async () => {
    const [small, half, more] = [zeros(MB), zeros(125 * MB), zeros(125 * MB + 1)];
    has(half, small);
    expect((await answer(`PUT ${FUNCTION}/configuration`, { Layers: [LAYER] }))[0]).toBe(200);
    has(half, half);
    expect((await answer(`PUT ${FUNCTION}/configuration`, { Layers: [LAYER] }))[0]).toBe(200);
    has(half, more);
    expect(await answer(`PUT ${FUNCTION}/configuration`, { Layers: [LAYER] })).toEqual(tooLarge(250 * MB + 1));
    expect((await answer(`PUT ${FUNCTION}/configuration`, { MemorySize: 256 }))[0]).toBe(200);
    expect((await answer(`PUT ${FUNCTION}/configuration`, { Layers: [] }))[0]).toBe(200);
    const code = (zip: string): object => ({ ZipFile: Buffer.from(zip, 'latin1').toString('base64') });
    expect(await answer(`PUT ${FUNCTION}/code`, code(half))).toEqual(tooLarge(250 * MB + 1));
    expect((await answer(`PUT ${FUNCTION}/code`, code(small)))[0]).toBe(200);
  });
});

describe('PublishVersion', () => {
  const line = `POST ${FUNCTION}/versions`;

  test('goes to the emulator when CodeSha256 and RevisionId are those of $LATEST', async () => {
    expect(await answer(line, { CodeSha256: 'current', RevisionId: 'r1' })).toEqual([200, null, { passed: 'on' }]);
  });

  test.each([
    ['of another revision', { Version: '2', RevisionId: 'r0' }],
    ['$LATEST alone', LATEST],
  ])('goes to the emulator when the last version is %s', async (_, last) => {
    emulator.reply = (sent) => (sent.includes('versions?') ? { body: { Versions: [LATEST, last] } } : { body: LATEST });
    await answer(line, { Description: 'd' });
    expect(emulator.lines.at(-1)).toBe(line);
  });

  test('answers the last version when nothing changed since, whoever published it', async () => {
    const last = { ...LATEST, Version: '2' };
    emulator.reply = (sent) =>
      sent.includes('versions?')
        ? { body: { Versions: [LATEST, { ...LATEST, Version: '1' }, last] } }
        : { body: { ...LATEST, FunctionArn: 'arn:demo' } };
    expect(await answer(line)).toEqual([201, null, { ...last, FunctionArn: 'arn:demo:2' }]);
    expect(emulator.lines).not.toContain(line);
  });

  test('fails when CodeSha256 is another', async () => {
    const message = expect.stringContaining('CodeSHA256 (other) is different') as string;
    expect(await answer(line, { CodeSha256: 'other' })).toEqual([
      400,
      'InvalidParameterValueException',
      expect.objectContaining({ message }),
    ]);
  });

  test('fails when RevisionId is another', async () => {
    expect((await answer(line, { RevisionId: 'r0' }))[1]).toBe('PreconditionFailedException');
  });
});

describe('an alias', () => {
  const line = `PUT ${FUNCTION}/aliases/live`;

  test('moves to versions that exist', async () => {
    emulator.reply = (sent) => ({ body: { Version: /Qualifier=(\d+)/.exec(sent)?.[1] } });
    const weights = { RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } } };
    expect((await answer(line, { FunctionVersion: '1', ...weights }))[0]).toBe(200);
    expect(emulator.lines).toEqual([
      `GET ${FUNCTION}/configuration?Qualifier=1`,
      `GET ${FUNCTION}/configuration?Qualifier=2`,
      line,
    ]);
  });

  test.each([
    ['its version', { FunctionVersion: '9' }],
    ['a weighted version', { RoutingConfig: { AdditionalVersionWeights: { 9: 0.1 } } }],
  ])('fails to move when %s does not exist', async (_, body) => {
    emulator.reply = () => ({ status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' } });
    expect((await answer(line, body)).slice(0, 2)).toEqual([404, 'ResourceNotFoundException']);
    expect(emulator.lines).not.toContain(line);
  });

  test('fails to point at another alias', async () => {
    emulator.reply = () => ({ body: { Version: '1' } });
    expect((await answer(line, { FunctionVersion: 'other' })).slice(0, 2)).toEqual([404, 'ResourceNotFoundException']);
  });
});

describe('Invoke', () => {
  const invoke = `POST ${FUNCTION}/invocations`;

  beforeEach(() => {
    const alias = { FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } };
    emulator.reply = (line) => ({ body: line.includes('/aliases/live') ? alias : {} });
  });

  test.each([
    ['the query', '/2015-03-31/functions/demo/invocations?Qualifier=live'],
    ['the name', '/2015-03-31/functions/demo:live/invocations'],
    ['a partial ARN', '/2015-03-31/functions/123456789012:function:demo:live/invocations'],
    ['an ARN', '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Ademo%3Alive/invocations'],
  ])('goes to the weighted version when the draw falls below its weight, the alias in %s', async (_, path) => {
    emulator.draw = 0.2499;
    await emulator.send('lambda', `POST ${path}`, { body: { a: 1 } });
    expect(emulator.lines.at(-1)).toBe(`${invoke}?Qualifier=2`);
    expect(emulator.requests.at(-1)?.body?.toString()).toBe('{"a":1}');
  });

  test('goes to the alias itself when the draw falls on the rest', async () => {
    emulator.draw = 0.25;
    await emulator.send('lambda', `${invoke}?Qualifier=live`, { body: {} });
    expect(emulator.lines.at(-1)).toBe(`${invoke}?Qualifier=live`);
  });

  test.each(['$LATEST', '3'])('asks for no alias when the qualifier is the version %s', async (qualifier) => {
    await emulator.send('lambda', `${invoke}?Qualifier=${qualifier}`, { body: {} });
    expect(emulator.lines).toEqual([`${invoke}?Qualifier=${qualifier}`]);
  });
});

test('fails to create a code signing configuration, in a sentence that says why', async () => {
  const [status, code, body] = await answer('POST /2020-04-22/code-signing-configs/');
  expect([status, code]).toEqual([400, 'InvalidParameterValueException']);
  expect(body).toMatchObject({ message: 'CreateCodeSigningConfig: the local AWS does not have code signing' });
  expect(emulator.lines).toEqual([]);
});
