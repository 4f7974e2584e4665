import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import {
  GetAliasCommand,
  LambdaClient,
  ResourceConflictException,
  ServiceException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetParameterCommand, ParameterNotFound, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { startLocalAws, type FaultKind, type LocalAws } from '../../local-aws';
import { clientConfig } from './support/client-config';

let aws: LocalAws;
let ssm: SSMClient;
let s3: S3Client;

beforeAll(async () => {
  aws = await startLocalAws();
  const config = { ...clientConfig(aws.environment), maxAttempts: 1 };
  ssm = new SSMClient(config);
  s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'faults' }));
});

afterEach(() => {
  aws.faults.clear();
});

afterAll(() => aws.stop());

/** What an SDK makes of a fault: the error's name and status. */
async function seen(fault: FaultKind, call: () => Promise<unknown>): Promise<[string, number | undefined]> {
  const order = aws.faults.order({ fault });
  const error = await call().then(
    () => new Error('nothing went wrong'),
    (reason: unknown) => reason as Error & { $metadata?: { httpStatusCode?: number } },
  );
  expect(order.hits).toBe(1);
  return [error.name, '$metadata' in error ? error.$metadata?.httpStatusCode : undefined];
}

describe('the SDK takes a fault for what the service would answer', () => {
  test.each([
    ['throttle', TooManyRequestsException],
    ['conflict', ResourceConflictException],
    ['error500', ServiceException],
  ] as const)('Lambda: %s', async (fault, expected) => {
    const lambda = new LambdaClient({ ...clientConfig(aws.environment), maxAttempts: 1 });
    aws.faults.order({ fault });
    const call = lambda.send(new GetAliasCommand({ FunctionName: 'demo', Name: 'live' }));
    await expect(call).rejects.toThrow(expected);
  });

  test.each<[FaultKind, string, number]>([
    ['throttle', 'ThrottlingException', 400],
    ['conflict', 'TooManyUpdates', 400],
    ['error500', 'InternalServerError', 500],
  ])('Parameter Store: %p', async (fault, name, status) => {
    expect(await seen(fault, () => ssm.send(new GetParameterCommand({ Name: '/x' })))).toEqual([name, status]);
  });

  test.each<[FaultKind, object, string, number]>([
    ['throttle', {}, 'SlowDown', 503],
    ['conflict', {}, 'OperationAborted', 409],
    ['conflict', { IfNoneMatch: '*' }, 'ConditionalRequestConflict', 409],
    ['error500', {}, 'InternalError', 500],
  ])('S3: %p', async (fault, condition, name, status) => {
    const put = new PutObjectCommand({ Bucket: 'faults', Key: 'k', Body: 'x', ...condition });
    expect(await seen(fault, () => s3.send(put))).toEqual([name, status]);
  });

  test('S3 on HEAD, where the status alone tells', async () => {
    const head = new HeadObjectCommand({ Bucket: 'faults', Key: 'k' });
    expect((await seen('throttle', () => s3.send(head)))[1]).toBe(503);
  });

  test.each<[FaultKind, string]>([
    ['throttle', 'ThrottlingException'],
    ['error500', 'InternalServiceFault'],
  ])('CloudWatch, in the protocol of its client: %p', async (fault, name) => {
    const cloudwatch = new CloudWatchClient({ ...clientConfig(aws.environment), maxAttempts: 1 });
    expect((await seen(fault, () => cloudwatch.send(new DescribeAlarmsCommand({}))))[0]).toBe(name);
  });

  test('CodeDeploy, which is no emulator’s', async () => {
    const client = new CodeDeployClient({ ...clientConfig(aws.environment), maxAttempts: 1 });
    const list = new ListDeploymentsCommand({});
    expect(await seen('throttle', () => client.send(list))).toEqual(['ThrottlingException', 400]);
    expect(await client.send(list)).toMatchObject({ deployments: [] });
  });

  test('a dropped connection', async () => {
    aws.faults.order({ fault: 'drop' });
    await expect(ssm.send(new GetParameterCommand({ Name: '/x' }))).rejects.toThrow('socket hang up');
  });
});

test.each<['before' | 'after', FaultKind, boolean]>([
  ['before', 'error500', false],
  ['after', 'error500', true],
  ['before', 'drop', false],
  ['after', 'drop', true],
])('a write that fails %s it took effect: %p', async (moment, fault, isThere) => {
  const Key = `${moment}-${JSON.stringify(fault)}`;
  aws.faults.order({ service: 's3', action: 'PutObject', moment, fault });
  await expect(s3.send(new PutObjectCommand({ Bucket: 'faults', Key, Body: 'x' }))).rejects.toThrow();
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'faults', Prefix: Key }));
  expect(Contents.length > 0).toBe(isThere);
  const call = aws.calls.find(({ resource }) => resource === `faults/${Key}`);
  expect(call).toMatchObject({
    action: 'PutObject',
    status: fault === 'drop' ? 0 : 500,
    fault: { kind: fault, moment },
  });
});

test('an SDK with its own retries gets through a throttle, a 500 and a dropped connection', async () => {
  for (const [index, fault] of (['throttle', 'error500', 'drop'] as const).entries()) {
    aws.faults.order({ nth: index + 1, fault });
  }
  const retrying = new SSMClient({ ...clientConfig(aws.environment), maxAttempts: 5 });
  const before = aws.calls.length;
  await retrying.send(new PutParameterCommand({ Name: '/retried', Value: 'x', Type: 'String' }));
  expect(aws.calls.slice(before).map(({ status }) => status)).toEqual([400, 500, 0, 200]);
});

test('a program that is killed before a call leaves nothing of it, and after it all of it', async () => {
  for (const [moment, Name] of [
    ['before', '/killed/before'],
    ['after', '/killed/after'],
  ] as const) {
    const script = `const { SSMClient, PutParameterCommand } = require('@aws-sdk/client-ssm');
      new SSMClient({}).send(new PutParameterCommand({ Name: '${Name}', Value: 'x', Type: 'String' }));`;
    const env = { ...process.env, ...aws.environment };
    const child = spawn(process.execPath, ['-e', script], { env, stdio: 'ignore' });
    const exited = once(child, 'exit');
    aws.faults.order({
      action: 'PutParameter',
      moment,
      fault: async () => {
        child.kill('SIGKILL');
        await exited;
        return undefined;
      },
    });
    expect(await exited).toEqual([null, 'SIGKILL']);
    const found = ssm.send(new GetParameterCommand({ Name }));
    if (moment === 'after') expect(await found).toMatchObject({ Parameter: { Value: 'x' } });
    else await expect(found).rejects.toThrow(ParameterNotFound);
    expect(aws.calls.find(({ resource }) => resource === Name)).toMatchObject({ status: 0, fault: { moment } });
  }
});

describe('npm run local-aws', () => {
  const program = join(__dirname, '..', '..', 'dist', 'local-aws', 'main.js');

  beforeAll(() => {
    if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first`);
  });

  test('takes faults on its command line', async () => {
    const args = [program, '--fault', 'ssm:GetParameter=throttle,times=2'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'exit');
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(output.toString())?.[1] ?? '';
    const client = new SSMClient({ ...clientConfig(aws.environment), endpoint, maxAttempts: 1 });
    const names: unknown[] = [];
    for (let call = 0; call < 3; call += 1) {
      await client.send(new GetParameterCommand({ Name: '/x' })).catch((error: unknown) => {
        names.push((error as Error).name);
      });
    }
    expect(names).toEqual(['ThrottlingException', 'ThrottlingException', 'ParameterNotFound']);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  test.each([
    [['--fault', 'ssm=throttle'], "'--fault ssm=throttle': it is not of the form"],
    [['--faults'], "Unknown option '--faults'"],
  ])('fails at once when %p makes no sense, in one sentence', async (args, message) => {
    const run = promisify(execFile)(process.execPath, [program, ...args]);
    await expect(run).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(message) as string,
    });
  });

  test('tells in its help how a fault is written', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, '--help']);
    expect(stdout).toContain('SERVICE:ACTION=throttle|conflict|error500|drop|delay:MS');
  });
});
