import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateAliasCommand,
  CreateCodeSigningConfigCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  InvalidParameterValueException,
  LambdaClient,
  PreconditionFailedException,
  PublishVersionCommand,
  ResourceNotFoundException,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { zipped } from '../helpers/zips';
import { startLocalAws, type LocalAws } from '../../local-aws';

const ROLE = 'arn:aws:iam::000000000000:role/demo';

let aws: LocalAws;
let draw = 0;

beforeAll(async () => {
  aws = await startLocalAws({ random: () => draw });
});

afterAll(() => aws.stop());

function client<T>(Client: new (options: object) => T, { endpoint, environment }: LocalAws = aws): T {
  const credentials = {
    accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
  };
  return new Client({ endpoint, region: environment.AWS_REGION ?? '', credentials, maxAttempts: 1 });
}

/** A package whose handler answers with a word. */
function saying(word: string): Uint8Array {
  return zipped({ 'app.py': `def handler(event, context):\n    return ${JSON.stringify(word)}\n` });
}

/** A function with two versions that say which they are. */
async function twoVersions(FunctionName: string): Promise<LambdaClient> {
  const lambda = client(LambdaClient);
  const waiter = { client: lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  const common = { FunctionName, Runtime: 'python3.12' as const, Handler: 'app.handler', Role: ROLE };
  await lambda.send(new CreateFunctionCommand({ ...common, Code: { ZipFile: saying('one') }, Publish: true }));
  await waitUntilFunctionActiveV2(waiter, { FunctionName });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: saying('two'), Publish: true }));
  await waitUntilFunctionUpdatedV2(waiter, { FunctionName });
  return lambda;
}

async function invoke(lambda: LambdaClient, FunctionName: string, Qualifier?: string): Promise<unknown> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, ...(Qualifier && { Qualifier }) }));
  return [answer.ExecutedVersion, JSON.parse(Buffer.from(answer.Payload ?? []).toString())];
}

/** Looks until what is looked for is there. */
async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await pause(20);
  }
  throw new Error(`not within 20 seconds: ${look.toString()}`);
}

describe('the front', () => {
  test('answers health on the endpoint', async () => {
    const answer = await fetch(`${aws.endpoint}/_ministack/health`);
    expect(answer.status).toBe(200);
  });

  test('records service, action, resource, caller and error of every call', async () => {
    const ssm = client(SSMClient);
    const seen = aws.calls.length;
    await ssm.send(new PutParameterCommand({ Name: '/record/one', Value: 'x', Type: 'String' }));
    await ssm.send(new GetParameterCommand({ Name: '/record/none' })).catch(() => undefined);
    await client(LambdaClient)
      .send(new GetFunctionConfigurationCommand({ FunctionName: 'nobody' }))
      .catch(() => undefined);

    const caller = 'test';
    expect(aws.calls.slice(seen)).toEqual([
      { service: 'ssm', action: 'PutParameter', resource: '/record/one', caller, status: 200, write: true },
      {
        service: 'ssm',
        action: 'GetParameter',
        resource: '/record/none',
        caller,
        status: 400,
        errorCode: 'ParameterNotFound',
        write: false,
      },
      {
        service: 'lambda',
        action: 'GetFunctionConfiguration',
        resource: 'nobody',
        caller,
        status: 404,
        errorCode: 'ResourceNotFoundException',
        write: false,
      },
    ]);
  });

  test('records the calls of handlers, with the role whose key they took', async () => {
    const lambda = client(LambdaClient);
    const code = [
      'import boto3',
      'def handler(event, context):',
      '    key = boto3.client("sts").assume_role(RoleArn=event["role"], RoleSessionName="handler")["Credentials"]',
      '    s3 = boto3.client("s3", aws_access_key_id=key["AccessKeyId"],',
      '        aws_secret_access_key=key["SecretAccessKey"], aws_session_token=key["SessionToken"])',
      '    s3.create_bucket(Bucket="made-by-handler")',
      '    s3.put_object(Bucket="made-by-handler", Key="a/b c", Body=b"x")',
    ].join('\n');
    const FunctionName = 'caller';
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'python3.12',
        Handler: 'app.handler',
        Role: ROLE,
        Timeout: 30,
        Code: { ZipFile: zipped({ 'app.py': code }) },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30, minDelay: 1 }, { FunctionName });
    const seen = aws.calls.length;
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify({ role: ROLE })) }),
    );
    expect(answer.FunctionError).toBeUndefined();
    expect(
      aws.calls.slice(seen).map(({ service, action, resource, caller }) => [service, action, resource, caller]),
    ).toEqual([
      ['sts', 'AssumeRole', ROLE, '000000000000'],
      ['s3', 'CreateBucket', 'made-by-handler', ROLE],
      ['s3', 'PutObject', 'made-by-handler/a/b c', ROLE],
      ['lambda', 'Invoke', FunctionName, 'test'],
    ]);
  });

  test('passes on and records the traffic of function URLs', async () => {
    const lambda = await twoVersions('with-url');
    const url = await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: 'with-url', AuthType: 'NONE' }));
    const id = new URL(url.FunctionUrl ?? '').hostname.split('.')[0] ?? '';
    const answer = await fetch(`${aws.endpoint}/_aws/lambda-url/${id}/`);
    expect([answer.status, await answer.text()]).toEqual([200, 'two']);
    expect(aws.calls.at(-1)).toMatchObject({ service: 'lambda', action: 'InvokeFunctionUrl', resource: id });
  });

  test('refuses connections on every address but 127.0.0.1', async () => {
    const port = Number(new URL(aws.endpoint).port);
    const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const others = all.map(({ address }) => address).filter((address) => !/^(127\.0\.0\.1$|fe80:)/.test(address));
    const tries = others.map(async (address) => {
      const socket = connect(port, address);
      const refused = ({ code }: NodeJS.ErrnoException): string | undefined => code;
      return once(socket, 'connect').then(() => 'connected', refused);
    });
    await expect(Promise.all(tries)).resolves.toEqual(others.map(() => 'ECONNREFUSED'));
    expect(others).not.toEqual([]);
  });
});

describe('Lambda', () => {
  test('UpdateFunctionCode with DryRun answers the configuration as it would be and changes no code', async () => {
    const lambda = await twoVersions('dry');
    const before = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'dry' }));
    const dry = await lambda.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'dry', ZipFile: saying('three'), DryRun: true }),
    );
    expect(dry.CodeSha256).not.toBe(before.CodeSha256);
    expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'dry' }))).toMatchObject({
      CodeSha256: before.CodeSha256,
      RevisionId: before.RevisionId,
    });
    expect(await invoke(lambda, 'dry')).toEqual(['$LATEST', 'two']);
  });

  test('fails to publish a version when CodeSha256 or RevisionId is not that of $LATEST', async () => {
    const lambda = await twoVersions('publish');
    const { CodeSha256 = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'publish' }));
    const publish = (guard: object): Promise<{ Version?: string }> =>
      lambda.send(new PublishVersionCommand({ FunctionName: 'publish', ...guard }));
    await expect(publish({ CodeSha256: 'other' })).rejects.toThrow(InvalidParameterValueException);
    await expect(publish({ RevisionId: 'other' })).rejects.toThrow(PreconditionFailedException);
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'publish', ZipFile: saying('three') }));
    await expect(publish({ CodeSha256 })).rejects.toThrow(InvalidParameterValueException);
    expect(await publish({})).toMatchObject({ Version: '3' });
  });

  test('publishes no further version while nothing changed, also after one that an update published', async () => {
    const lambda = await twoVersions('unchanged');
    const publish = new PublishVersionCommand({ FunctionName: 'unchanged' });
    const again = await lambda.send(publish);
    expect([again.Version, again.FunctionArn]).toEqual(['2', expect.stringMatching(/:unchanged:2$/)]);
    expect((await lambda.send(publish)).Version).toBe('2');
  });

  test('fails to point an alias at a version that does not exist', async () => {
    const lambda = await twoVersions('alias');
    const alias = { FunctionName: 'alias', Name: 'live' };
    const routing = { RoutingConfig: { AdditionalVersionWeights: { 8: 0.1 } } };
    await expect(lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '9' }))).rejects.toThrow(
      ResourceNotFoundException,
    );
    await lambda.send(new CreateAliasCommand({ ...alias, FunctionVersion: '1' }));
    await expect(lambda.send(new UpdateAliasCommand({ ...alias, FunctionVersion: '9' }))).rejects.toThrow(
      ResourceNotFoundException,
    );
    await expect(lambda.send(new UpdateAliasCommand({ ...alias, ...routing }))).rejects.toThrow(
      ResourceNotFoundException,
    );
    expect(await invoke(lambda, 'alias', 'live')).toEqual(['1', 'one']);
  });

  test('Invoke sends an alias’s weight of calls to the additional version', async () => {
    const lambda = await twoVersions('weights');
    await lambda.send(
      new CreateAliasCommand({
        FunctionName: 'weights',
        Name: 'live',
        FunctionVersion: '1',
        RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } },
      }),
    );
    draw = 0.2;
    expect(await invoke(lambda, 'weights', 'live')).toEqual(['2', 'two']);
    expect(await invoke(lambda, 'weights:live')).toEqual(['2', 'two']);
    expect(await invoke(lambda, 'arn:aws:lambda:us-east-1:000000000000:function:weights:live')).toEqual(['2', 'two']);
    draw = 0.3;
    expect(await invoke(lambda, 'weights', 'live')).toEqual(['1', 'one']);
  });

  test('fails to create a code signing configuration rather than answering nothing', async () => {
    const arn = 'arn:aws:signer:us-east-1:000000000000:/signing-profiles/a/b';
    const create = new CreateCodeSigningConfigCommand({ AllowedPublishers: { SigningProfileVersionArns: [arn] } });
    await expect(client(LambdaClient).send(create)).rejects.toThrow(InvalidParameterValueException);
  });
});

describe('CloudWatch', () => {
  const ALARM = {
    AlarmName: 'errors',
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'demo' }],
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 2,
    Period: 300,
    Threshold: 1.5,
    ActionsEnabled: false,
    TreatMissingData: 'notBreaching',
  } satisfies PutMetricAlarmCommandInput;

  test('DescribeAlarms gives back in JSON what PutMetricAlarm set', async () => {
    const cloudwatch = client(CloudWatchClient);
    await cloudwatch.send(new PutMetricAlarmCommand({ ...ALARM, ExtendedStatistic: 'p99' }));
    const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: ['errors'] }));
    expect(MetricAlarms[0]).toMatchObject({ ...ALARM, ExtendedStatistic: 'p99' });
    expect(MetricAlarms[0]?.Statistic).toBeUndefined();
  });

  test('DescribeAlarms gives it back in the query protocol too', async () => {
    const answer = await fetch(aws.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/monitoring/aws4_request, Signature=x',
      },
      body: 'Action=DescribeAlarms&Version=2010-08-01&AlarmNames.member.1=errors',
    });
    const xml = await answer.text();
    expect(xml).toContain('<Period>300</Period>');
    expect(xml).toContain('<ActionsEnabled>false</ActionsEnabled>');
    expect(xml).toContain('<member><Name>FunctionName</Name><Value>demo</Value></member>');
    expect(xml).not.toContain('<Statistic>');
  });

  test('an alarm that Terraform applied needs no change in the next plan', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'local-aws-terraform-'));
    const resource = {
      alarm_name: 'planned',
      namespace: 'AWS/Lambda',
      metric_name: 'Errors',
      dimensions: { FunctionName: 'demo' },
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      evaluation_periods: 3,
      datapoints_to_alarm: 2,
      period: 120,
      threshold: 1,
      alarm_description: 'a < b & c',
      alarm_actions: ['arn:aws:sns:us-east-1:000000000000:alerts'],
      treat_missing_data: 'notBreaching',
    };
    const configuration = {
      terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
      provider: { aws: { skip_credentials_validation: true, skip_requesting_account_id: true } },
      resource: {
        aws_cloudwatch_metric_alarm: {
          sum: { ...resource, statistic: 'Sum', actions_enabled: false },
          percentile: { ...resource, alarm_name: 'percentile', extended_statistic: 'p99' },
        },
      },
    };
    writeFileSync(join(directory, 'main.tf.json'), JSON.stringify(configuration));
    const env = { ...process.env, ...aws.environment, CHECKPOINT_DISABLE: '1' };
    // It talks to this process, which therefore must not wait for it.
    const terraform = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)('terraform', [...args, '-no-color'], { cwd: directory, env })).stdout;
    try {
      await terraform('init');
      expect(await terraform('apply', '-auto-approve')).toContain('2 added');
      expect(await terraform('plan', '-detailed-exitcode')).toContain('No changes');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('Parameter Store', () => {
  test.each([
    ['000000000000', 'us-east-1'],
    ['111111111111', 'eu-west-1'],
  ])('of the account %s tells its bus in %s of what is created, updated and deleted', async (account, region) => {
    const environment = { ...aws.environment, AWS_ACCESS_KEY_ID: account, AWS_REGION: region };
    const own = { ...aws, environment };
    const [ssm, events, sqs] = [client(SSMClient, own), client(EventBridgeClient, own), client(SQSClient, own)];
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'changes' }));
    const pattern = { source: ['aws.ssm'], 'detail-type': ['Parameter Store Change'], detail: { name: ['/watched'] } };
    await events.send(new PutRuleCommand({ Name: 'changes', EventPattern: JSON.stringify(pattern) }));
    const queue = { Id: 'queue', Arn: `arn:aws:sqs:${region}:${account}:changes` };
    await events.send(new PutTargetsCommand({ Rule: 'changes', Targets: [queue] }));

    await ssm.send(new PutParameterCommand({ Name: '/watched', Value: '1', Type: 'String', Description: 'd' }));
    await ssm.send(new PutParameterCommand({ Name: '/other', Value: '1', Type: 'String' }));
    await ssm.send(new PutParameterCommand({ Name: '/watched', Value: '2', Overwrite: true }));
    await ssm.send(new DeleteParameterCommand({ Name: '/watched' }));

    const received: { account: string; region: string; resources: string[]; detail: object }[] = [];
    await until(async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      received.push(...Messages.map(({ Body = '' }) => JSON.parse(Body) as (typeof received)[number]));
      return received.length >= 3;
    });
    const detail = { name: '/watched', type: 'String' };
    expect(received.map((event) => event.detail)).toEqual([
      { ...detail, operation: 'Create', description: 'd' },
      { ...detail, operation: 'Update' },
      { ...detail, operation: 'Delete' },
    ]);
    const resources = [`arn:aws:ssm:${region}:${account}:parameter/watched`];
    expect(received[0]).toMatchObject({ account, region, resources });
  });

  test('fails to let a client speak for a service of AWS', async () => {
    const events = client(EventBridgeClient);
    events.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['x-local-aws-service'] = 'ssm';
        return next(args);
      },
      { step: 'build' },
    );
    const entry = { Source: 'aws.ssm', DetailType: 'Parameter Store Change', Detail: '{}' };
    const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
    expect(Entries[0]).toMatchObject({ ErrorCode: 'NotAuthorizedForSourceException' });
  });
});

describe('its end', () => {
  const program = join(__dirname, '..', '..', 'dist', 'local-aws', 'main.js');
  let temporary: string;
  let children: ChildProcess[];

  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'local-aws-end-'));
    children = [];
  });

  afterEach(() => {
    for (const { pid } of children) {
      try {
        process.kill(-(pid ?? NaN), 'SIGKILL');
      } catch {
        // It has ended, as it should.
      }
    }
    rmSync(temporary, { recursive: true, force: true });
  });

  /** Starts the program in a process group of its own, with a worker of a handler beside it. */
  async function start(): Promise<{ child: ChildProcess; endpoint: string }> {
    if (!existsSync(program)) throw new Error(`${program} is missing: run \`npm run build\` first`);
    const env = { ...process.env, TMPDIR: temporary };
    const child = spawn(process.execPath, [program], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const endpoint = await until(() => /AWS_ENDPOINT_URL=(\S+)/.exec(output)?.[1]);
    const lambda = client(LambdaClient, { ...aws, endpoint });
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'worker',
        Runtime: 'python3.12',
        Handler: 'app.handler',
        Role: ROLE,
        Code: { ZipFile: saying('here') },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30, minDelay: 1 }, { FunctionName: 'worker' });
    expect(await invoke(lambda, 'worker')).toEqual(['$LATEST', 'here']);
    return { child, endpoint };
  }

  /** What runs from the temporary directory, and what lies in it. */
  function remains(): string[] {
    const processes = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
    return [...processes.filter((line) => line.includes(temporary)), ...readdirSync(temporary)];
  }

  test.each([
    ['this process alone is killed', (pid: number) => process.kill(pid, 'SIGKILL')],
    ['its whole process group is killed', (pid: number) => process.kill(-pid, 'SIGKILL')],
    ['it is interrupted', (pid: number) => process.kill(-pid, 'SIGINT')],
    ['it is terminated', (pid: number) => process.kill(pid, 'SIGTERM')],
  ])('leaves no process and no directory when %s', async (_, end) => {
    const { child } = await start();
    expect(remains().length).toBeGreaterThanOrEqual(4);
    end(child.pid ?? NaN);
    await until(() => remains().length === 0);
  });

  test('two at once do not disturb each other', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.endpoint).not.toBe(other.endpoint);
    const exited = once(one.child, 'exit');
    one.child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(await invoke(client(LambdaClient, { ...aws, endpoint: other.endpoint }), 'worker')).toEqual([
      '$LATEST',
      'here',
    ]);
  });

  test('may be asked to stop twice', async () => {
    const started = await startLocalAws();
    await Promise.all([started.stop(), started.stop()]);
    await started.stop();
    await expect(fetch(started.endpoint)).rejects.toThrow('fetch failed');
  });
});
