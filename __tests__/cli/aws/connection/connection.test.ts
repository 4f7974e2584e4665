import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer, type Server as PlainServer, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { GetAliasCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';

import { Clients } from '../../../../cli/aws/clients';
import { TIME_OUTS, UPLOAD } from '../../../../cli/aws/connection/connection-handler';
import { LambdaApi } from '../../../../cli/aws/lambda';
import { publish } from '../../../../cli/aws/topic';
import { describeError, type Problem } from '../../../../cli/output/describe-error';
import { Authority, type Certificate } from '../../../helpers/authority';
import { LoopbackProxy } from '../../../helpers/proxy';

const directory = mkdtempSync(join(tmpdir(), 'connection-'));
const authority = new Authority(join(directory, 'authority'));
const good = authority.certificate(['aws.example', 'localhost']);
const env = { ...process.env };
const servers: Server[] = [];
let proxy: LoopbackProxy;
let authorizations: string[];

beforeEach(async () => {
  process.env = Object.fromEntries(Object.entries(env).filter(([name]) => !/_PROXY$|^AWS_|^NODE_EXTRA/i.test(name)));
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_REGION: 'eu-west-1',
    AWS_MAX_ATTEMPTS: '1',
    AWS_CONFIG_FILE: join(directory, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'credentials'),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  writeFileSync(join(directory, 'config'), '');
  authorizations = [];
  proxy = new LoopbackProxy();
  await proxy.start();
});

afterEach(() => {
  process.env = { ...env };
  proxy.stop();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** A service behind TLS that knows one alias. */
async function aws(certificate: Certificate = good): Promise<number> {
  const server = createServer(certificate, (request, response) => {
    authorizations.push(request.headers.authorization ?? '');
    request.resume().on('end', () => {
      const isSts = request.url === '/';
      response.writeHead(200, { 'content-type': isSts ? 'text/xml' : 'application/json' });
      response.end(isSts ? ASSUMED : '{"Name":"live","FunctionVersion":"3"}');
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const ASSUMED = `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
<AccessKeyId>assumed</AccessKeyId><SecretAccessKey>c</SecretAccessKey><SessionToken>d</SessionToken>
<Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>`;

async function getAlias(profile?: string, timeOuts = TIME_OUTS): Promise<string | undefined> {
  const clients = new Clients({ region: undefined, profile, env: process.env }, timeOuts);
  const { FunctionVersion } = await clients.lambda.send(new GetAliasCommand({ FunctionName: 'demo', Name: 'live' }));
  return FunctionVersion;
}

async function problem(work: () => Promise<unknown>): Promise<Problem> {
  const error: unknown = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return describeError(error);
}

describe('a proxy', () => {
  test.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])(
    'of %s carries the calls to AWS',
    async (name) => {
      const port = await aws();
      Object.assign(process.env, {
        [name]: proxy.url,
        AWS_ENDPOINT_URL: `https://aws.example:${port}`,
        AWS_CA_BUNDLE: authority.file,
      });
      await expect(getAlias()).resolves.toBe('3');
      expect(proxy.asked).toEqual([`CONNECT aws.example:${port}`]);
    },
  );

  test('without a scheme speaks HTTP, as for the AWS CLI', async () => {
    const port = await aws();
    Object.assign(process.env, {
      HTTPS_PROXY: proxy.url.replace('http://', ''),
      AWS_ENDPOINT_URL: `https://aws.example:${port}`,
      AWS_CA_BUNDLE: authority.file,
    });
    await expect(getAlias()).resolves.toBe('3');
  });

  test('of HTTP_PROXY carries calls without TLS', async () => {
    const server = createPlainServer((_request, response) => response.end('{"FunctionVersion":"4"}'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `http://aws.example:${(server.address() as AddressInfo).port}`;
    Object.assign(process.env, { HTTP_PROXY: proxy.url, AWS_ENDPOINT_URL: endpoint });
    await expect(getAlias()).resolves.toBe('4');
    expect(proxy.asked).toEqual([`GET ${endpoint}/2015-03-31/functions/demo/aliases/live`]);
    server.closeAllConnections();
    server.close();
  });

  test('carries downloads and the calls of clients that few runs need', async () => {
    const port = await aws();
    Object.assign(process.env, {
      HTTPS_PROXY: proxy.url,
      AWS_ENDPOINT_URL: `https://aws.example:${port}`,
      AWS_CA_BUNDLE: authority.file,
    });
    const clients = new Clients({ region: undefined, profile: undefined, env: process.env });
    const { signal } = new AbortController();
    const { status, body } = await clients.download(new URL(`https://aws.example:${port}/package?signed`), signal);
    body.resume();
    expect(status).toBe(200);
    await publish(clients.configuration, 'arn:aws:sns:eu-west-1:111122223333:t', '{}', signal).catch(() => undefined);
    await clients.ringingAlarms(['a'], signal).catch(() => undefined);
    await (
      await clients.logs(signal)
    )
      .events('g', 0)
      .next()
      .catch(() => undefined);
    const deploy = await clients.codeDeploy({ application: 'a', group: 'g' }, signal);
    await deploy.get('d-1').catch(() => undefined);
    const target = `CONNECT aws.example:${port}`;
    expect(proxy.asked.filter((asked) => asked === target).length).toBeGreaterThanOrEqual(2);
    expect(authorizations.map((text) => /\/([a-z]+)\/aws4_request/.exec(text)?.[1])).toEqual([
      undefined,
      'sns',
      'monitoring',
      'logs',
      'codedeploy',
    ]);
  });

  test('carries the calls that fetch credentials', async () => {
    const port = await aws();
    delete process.env.AWS_ACCESS_KEY_ID;
    writeFileSync(join(directory, 'token'), 'token');
    Object.assign(process.env, {
      HTTPS_PROXY: proxy.url,
      AWS_ENDPOINT_URL: `https://aws.example:${port}`,
      AWS_CA_BUNDLE: authority.file,
      AWS_WEB_IDENTITY_TOKEN_FILE: join(directory, 'token'),
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/deployer',
    });
    await expect(getAlias()).resolves.toBe('3');
    expect(authorizations).toEqual(['', expect.stringContaining('Credential=assumed/')]);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT aws.example:${port}`]));
  });

  test.each([
    ['a host', 'localhost'],
    ['everything', '*'],
  ])('is not used for %s that NO_PROXY names, nor for this machine', async (_what, excepted) => {
    const port = await aws();
    Object.assign(process.env, {
      HTTPS_PROXY: proxy.url,
      NO_PROXY: excepted,
      AWS_ENDPOINT_URL: `https://localhost:${port}`,
      AWS_CA_BUNDLE: authority.file,
    });
    await expect(getAlias()).resolves.toBe('3');
    expect(proxy.asked).toEqual([]);
  });

  test('gets the password that its URL holds, and no error repeats it', async () => {
    process.env.HTTPS_PROXY = proxy.url.replace('http://', 'http://me:s3cret@');
    process.env.AWS_ENDPOINT_URL = 'https://aws.example';
    proxy.refusal = 407;
    const found = await problem(getAlias);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from('me:s3cret').toString('base64')}`]);
    expect(found).toMatchObject({
      exit: 'failed',
      code: 'ProxyFailed',
      message: `Lambda GetAlias failed: the proxy ${proxy.url} asks for a user and a password, and aws.example was not reached`,
    });
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });

  test.each([502, 403])('fails by its name where it answers %i', async (refusal) => {
    process.env.HTTPS_PROXY = proxy.url;
    process.env.AWS_ENDPOINT_URL = 'https://aws.example';
    proxy.refusal = refusal;
    await expect(problem(getAlias)).resolves.toMatchObject({
      code: 'ProxyFailed',
      message: `Lambda GetAlias failed: the proxy ${proxy.url} answered ${refusal}, and aws.example was not reached`,
    });
  });

  test('that asks for a password in plain HTTP fails by its name', async () => {
    process.env.HTTP_PROXY = proxy.url;
    process.env.AWS_ENDPOINT_URL = 'http://aws.example';
    proxy.refusal = 407;
    await expect(problem(getAlias)).resolves.toMatchObject({ code: 'ProxyFailed' });
  });

  test('that is not there fails by its name', async () => {
    process.env.HTTPS_PROXY = 'http://127.0.0.1:1';
    process.env.AWS_ENDPOINT_URL = 'https://aws.example';
    await expect(problem(getAlias)).resolves.toMatchObject({
      exit: 'failed',
      code: 'Unreachable',
      message:
        'Lambda GetAlias failed: aws.example was not reached through the proxy http://127.0.0.1:1 (connect ECONNREFUSED 127.0.0.1:1)',
      hint: 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and whether the proxy is up.',
    });
  });

  test('that never answers ends the call in time', async () => {
    process.env.HTTPS_PROXY = proxy.url;
    process.env.AWS_ENDPOINT_URL = 'https://aws.example';
    proxy.refusal = 0;
    await expect(problem(() => getAlias(undefined, { ...TIME_OUTS, connection: 200 }))).resolves.toMatchObject({
      code: 'Unreachable',
      message: `Lambda GetAlias failed: aws.example was not reached through the proxy ${proxy.url} (no connection within 0.2 s)`,
    });
  });

  test.each([
    ['socks5://me:s3cret@proxy:1080', 'HTTPS_PROXY or ALL_PROXY names a proxy of the kind socks5://'],
    ['http://me:s3cret@:x', 'HTTPS_PROXY or ALL_PROXY is not the URL of a proxy'],
  ])('%s is refused without a repetition of its password', async (url, message) => {
    process.env.HTTPS_PROXY = url;
    process.env.AWS_ENDPOINT_URL = 'https://aws.example';
    await expect(problem(getAlias)).resolves.toMatchObject({ exit: 'usage', code: 'ProxyInvalid', message });
  });
});

describe('the authority of AWS_CA_BUNDLE', () => {
  test.each([
    ['of the profile that is chosen', '[profile ci]\nca_bundle = PATH\n', 'ci'],
    ['of the default profile', '[default]\nca_bundle = PATH\n', undefined],
  ])('may stand in ca_bundle %s', async (_what, config, profile) => {
    const port = await aws();
    writeFileSync(join(directory, `config-${port}`), config.replace('PATH', authority.file));
    process.env.AWS_CONFIG_FILE = join(directory, `config-${port}`);
    process.env.AWS_ENDPOINT_URL = `https://localhost:${port}`;
    process.env.AWS_SHARED_CREDENTIALS_FILE = join(directory, `credentials-${port}`);
    writeFileSync(process.env.AWS_SHARED_CREDENTIALS_FILE, '[ci]\naws_access_key_id = a\naws_secret_access_key = b\n');
    await expect(getAlias(profile)).resolves.toBe('3');
  });

  test('fails in one sentence where it is missing', async () => {
    const port = await aws();
    process.env.AWS_ENDPOINT_URL = `https://localhost:${port}`;
    await expect(problem(getAlias)).resolves.toMatchObject({
      exit: 'failed',
      code: 'TlsFailed',
      message: `Lambda GetAlias failed: localhost:${port} was not trusted: its certificate is from an authority that is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
      hint: "If a proxy or a company's own authority is in the way, set AWS_CA_BUNDLE to a PEM file of its certificates.",
    });
  });

  test.each([
    [
      'has expired',
      authority.certificate(['localhost'], '20200102000000Z'),
      'its certificate has expired (CERT_HAS_EXPIRED)',
    ],
    [
      'is for another host',
      authority.certificate(['elsewhere.example']),
      'its certificate is for another host (ERR_TLS_CERT_ALTNAME_INVALID)',
    ],
  ])('fails where the certificate %s', async (_what, certificate, reason) => {
    const port = await aws(certificate);
    process.env.AWS_CA_BUNDLE = authority.file;
    process.env.AWS_ENDPOINT_URL = `https://localhost:${port}`;
    const message = `Lambda GetAlias failed: localhost:${port} was not trusted: ${reason}`;
    await expect(problem(getAlias)).resolves.toMatchObject({ exit: 'failed', code: 'TlsFailed', message });
  });

  test('fails where the other side speaks no TLS', async () => {
    process.env.AWS_ENDPOINT_URL = proxy.url.replace('http:', 'https:');
    await expect(problem(getAlias)).resolves.toMatchObject({ exit: 'failed', code: 'TlsFailed' });
  });

  test.each([
    ['is not there', 'none.pem', 'there is no such file'],
    ['holds no certificate', 'config', 'which holds no certificate'],
    ['is a directory', '.', 'it is a directory, not a file'],
  ])('is refused where its file %s', async (_what, name, reason) => {
    process.env.AWS_CA_BUNDLE = join(directory, name);
    process.env.AWS_ENDPOINT_URL = 'https://localhost:1';
    const found = await problem(getAlias);
    expect(found).toMatchObject({ exit: 'usage', code: 'CaBundleInvalid' });
    expect(found.message).toContain(reason);
  });
});

describe('a call that AWS never answers', () => {
  const QUICK = { connection: 300, idle: 300, answer: 600 };
  let server: PlainServer;
  let behave: (response: ServerResponse, attempt: number) => void;
  let attempts: number;

  beforeEach(async () => {
    attempts = 0;
    server = createPlainServer((request, response) => {
      request.resume();
      behave(response, (attempts += 1));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('is tried again, and ends in one sentence', async () => {
    behave = () => undefined;
    process.env.AWS_MAX_ATTEMPTS = '2';
    const found = await problem(() => getAlias(undefined, QUICK));
    expect(found).toMatchObject({ exit: 'failed', code: 'Unreachable' });
    expect(found.message).toMatch(
      /^Lambda GetAlias failed: 127\.0\.0\.1:\d+ was not reached \(no byte came for 0\.3 s\)$/,
    );
    expect(attempts).toBe(2);
  });

  test('is done where the second try is answered', async () => {
    behave = (response, attempt) => {
      if (attempt > 1) response.end('{"FunctionVersion":"5"}');
    };
    process.env.AWS_MAX_ATTEMPTS = '2';
    await expect(getAlias(undefined, QUICK)).resolves.toBe('5');
  });

  test('ends where the answer breaks off in the middle', async () => {
    behave = (response) => response.write('{"FunctionVersion":');
    const found = await problem(() => getAlias(undefined, QUICK));
    expect(found).toMatchObject({ exit: 'failed', code: 'Unreachable' });
    expect(found.message).toContain('no byte came for 0.3 s');
  });

  test('is none where the answer comes in drips', async () => {
    behave = (response) => {
      const bytes = Array.from('{"FunctionVersion":"6"}');
      const drip = setInterval(() => {
        const byte = bytes.shift();
        if (byte !== undefined) return void response.write(byte);
        clearInterval(drip);
        response.end();
      }, 60);
    };
    await expect(getAlias(undefined, QUICK)).resolves.toBe('6');
  });

  test('is none where an invocation takes longer than other calls may', async () => {
    behave = (response) => setTimeout(() => response.end('"done"'), 1_000);
    const clients = new Clients({ region: undefined, profile: undefined, env: process.env }, QUICK);
    const lambda = new LambdaApi(clients.lambda, 'demo', new AbortController().signal);
    const { Payload } = await lambda.invoke('3', '{}');
    expect(Payload?.transformToString()).toBe('"done"');
  });

  test('is none where an upload takes longer than an answer may, as bytes go', async () => {
    behave = (response) => response.req.on('end', () => response.end());
    const clients = new Clients({ region: undefined, profile: undefined, env: process.env }, QUICK);
    const body = Readable.from(slowly());
    const request = new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: body, ContentLength: 12 });
    await expect(clients.s3.send(request, UPLOAD)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
    await expect(
      clients.s3.send(new PutObjectCommand({ ...request.input, Body: Readable.from(slowly()) })),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

async function* slowly(): AsyncGenerator<Buffer> {
  for (let sent = 0; sent < 12; sent += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    yield Buffer.from('a');
  }
}

test.each([
  [
    'the flag before both variables',
    'eu-north-1',
    { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' },
    'eu-north-1',
  ],
  [
    'AWS_REGION before AWS_DEFAULT_REGION',
    undefined,
    { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-2' },
    'eu-west-1',
  ],
  ["AWS_DEFAULT_REGION before the profile's", undefined, { AWS_DEFAULT_REGION: 'eu-west-2' }, 'eu-west-2'],
  ["the profile's where no variable is set", undefined, { AWS_DEFAULT_REGION: '' }, 'eu-west-3'],
])('the region is %s', async (_what, region, variables, expected) => {
  const file = join(directory, 'config-region');
  writeFileSync(file, '[default]\nregion = eu-west-3\n');
  delete process.env.AWS_REGION;
  Object.assign(process.env, variables, { AWS_CONFIG_FILE: file });
  const { lambda } = new Clients({ region, profile: undefined, env: process.env });
  await expect(lambda.config.region()).resolves.toBe(expected);
});
