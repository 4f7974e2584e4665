import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Authority } from '../helpers/authority';
import { LoopbackProxy } from '../helpers/proxy';
import { startLocalAws, type LocalAws } from '../../local-aws';
import { CodelessFunction } from './support/codeless-function';
import { startCodeless, type ProgramEnd } from './support/codeless-program';
import { temporaryDirectory } from './support/temporary';
import { TlsFront } from './support/tls-front';

const HOST = 'aws.example';
const NAME = 'connected';

const authority = new Authority(temporaryDirectory('authority'));
const proxy = new LoopbackProxy();
let aws: LocalAws;
let front: TlsFront;
let target: CodelessFunction;
let hosts: string;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  front = new TlsFront(authority.certificate([HOST]), aws.endpoint);
  await Promise.all([front.start(), proxy.start(), CodelessFunction.shared(aws)]);
  target = await CodelessFunction.create(aws, NAME);
  // What a line of /etc/hosts does: the host can be reached without the proxy too.
  hosts = join(temporaryDirectory('hosts'), 'hosts.mjs');
  writeFileSync(
    hosts,
    `import dns from 'node:dns';\nconst { lookup } = dns;\ndns.lookup = (name, ...more) => lookup(name === '${HOST}' ? '127.0.0.1' : name, ...more);\n`,
  );
});

beforeEach(() => {
  proxy.asked.splice(0);
  proxy.refusal = undefined;
  front.requests = 0;
});

afterAll(async () => {
  proxy.stop();
  front.stop();
  await aws.stop();
});

/** Deploys code that answers with a text. */
async function deploy(
  answer: string,
  environment: Readonly<Record<string, string>>,
): Promise<ProgramEnd & { calls: number; endpoint: string }> {
  const source = temporaryDirectory('source');
  writeFileSync(join(source, 'app.py'), `def handler(event, context):\n    return "${answer}"\n`);
  const flags = ['--app-src-path', source, '--source-version', answer, '--dependencies', 'none', '--json'];
  const endpoint = `${HOST}:${front.port}`;
  const { caller, ended } = startCodeless(['deploy', '--function-name', NAME, ...flags], {
    ...aws.environment,
    NO_PROXY: '',
    no_proxy: '',
    NODE_OPTIONS: `--import ${pathToFileURL(hosts).href}`,
    AWS_ENDPOINT_URL: `https://${endpoint}`,
    ...environment,
  });
  const end = await ended;
  return { ...end, calls: aws.calls.filter((call) => call.caller === caller).length, endpoint };
}

test('a deploy goes by the proxy alone, to an AWS of a private authority', async () => {
  const { exit, stdout, stderr, calls, endpoint } = await deploy('by-proxy', {
    HTTPS_PROXY: proxy.url,
    AWS_CA_BUNDLE: authority.file,
  });

  expect([exit, stderr]).toEqual([0, expect.not.stringContaining('✗')]);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'released' });
  expect(await target.invoke()).toBe('by-proxy');
  expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${endpoint}`]));
  expect(calls).toBeGreaterThan(5);
  expect(front.requests).toBe(calls);
});

test('a host of NO_PROXY is reached without the proxy', async () => {
  const { exit } = await deploy('direct', {
    HTTPS_PROXY: proxy.url,
    NO_PROXY: `other.example,${HOST}`,
    AWS_CA_BUNDLE: authority.file,
  });

  expect(exit).toBe(0);
  expect(await target.invoke()).toBe('direct');
  expect(proxy.asked).toEqual([]);
});

test.each([
  ['by the proxy', true],
  ['without one', false],
])('an authority that is not trusted ends a deploy in one sentence with what to do: %s', async (_how, isByProxy) => {
  const { exit, stdout, stderr, calls, endpoint } = await deploy(
    'untrusted',
    isByProxy ? { HTTPS_PROXY: proxy.url } : {},
  );

  expect(exit).toBe(1);
  const { error } = JSON.parse(stdout) as { readonly error: { readonly message: string } };
  expect(error).toEqual({
    code: 'TlsFailed',
    message: expect.stringContaining(
      `${isByProxy ? `${endpoint} through the proxy ${proxy.url}` : endpoint} was not trusted: its certificate is from an authority that is not trusted`,
    ) as unknown,
    hint: "If a proxy or a company's own authority is in the way, set AWS_CA_BUNDLE to a PEM file of its certificates.",
    exit: 1,
  });
  expect(stderr.split('\n').filter((line) => line.startsWith('✗'))).toEqual([`✗ ${error.message}`]);
  expect(calls).toBe(0);
  expect(proxy.asked.length > 0).toBe(isByProxy);
});

test('a proxy that wants another password ends a deploy, and nothing repeats the one that it got', async () => {
  proxy.refusal = 407;

  const { exit, stdout, stderr, calls, endpoint } = await deploy('refused', {
    HTTPS_PROXY: proxy.url.replace('http://', 'http://me:s3cret@'),
    AWS_CA_BUNDLE: authority.file,
  });

  expect(exit).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    error: {
      code: 'ProxyFailed',
      message: expect.stringContaining(
        `the proxy ${proxy.url} asks for a user and a password, and ${endpoint} was not reached`,
      ) as unknown,
    },
  });
  expect(stdout + stderr).not.toContain('s3cret');
  expect(calls).toBe(0);
});
