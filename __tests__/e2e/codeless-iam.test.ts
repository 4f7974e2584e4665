import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, CreateApplicationCommand, CreateDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { GetAliasCommand, LambdaClient, PublishLayerVersionCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';

import { zipped } from '../helpers/zips';
import type { Policy } from '../../cli/iam/policy';
import { FUNCTION_VERBS, type VerbName } from '../../cli/verb';
import { startLocalAws, type LocalAws, type RecordedCall } from '../../local-aws';
import { clientConfig } from './support/client-config';
import { ALIAS, BUCKET, CodelessFunction, LEASE, succeeded, type Sources } from './support/codeless-function';
import { newCaller, type ProgramEnd } from './support/codeless-program';
import { ImageStage } from './support/image-function';
import { iamRequests, isAllowed, singlePermissions, type CallSubject } from './support/iam-requests';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555';
const SMOKE_TEST = ['--smoke-test', '{}'];
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:deploys';
const NOTIFY = ['--notify-topic', TOPIC];

/** Verbs that compare the environment variables of two versions. */
const COMPARE: readonly VerbName[] = ['deploy', 'diff', 'status'];

let aws: LocalAws;

/** Callers of the runs of each verb. */
const callers = new Map<VerbName, string[]>();

/** Callers of deploys that went on with the log. */
const watchers: string[] = [];

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  await CodelessFunction.shared(aws);
  await new SNSClient(clientConfig(aws.environment)).send(new CreateTopicCommand({ Name: 'deploys' }));
});

afterAll(() => aws.stop());

/** Runs a verb to its end, however that is. */
async function run(target: CodelessFunction, verb: VerbName, args: readonly string[] = []): Promise<ProgramEnd> {
  return target.start([verb, ...args], callerFor(verb)).ended;
}

function callerFor(verb: VerbName): string {
  const caller = newCaller();
  callers.set(verb, [...(callers.get(verb) ?? []), caller]);
  return caller;
}

/** Runs a verb and kills it when it makes a call, so that its lease is left behind. */
async function killed(target: CodelessFunction, verb: VerbName, action: string, args: readonly string[]) {
  const caller = callerFor(verb);
  aws.faults.order({
    caller,
    action,
    async fault() {
      dead.child.kill('SIGKILL');
      await dead.ended;
      return 'drop' as const;
    },
  });
  const dead = target.start([verb, ...args], caller);
  expect((await dead.ended).exit).toBeUndefined();
}

/** Does something when a run makes a call for the first time, and lets the call go on. */
function when(caller: string, action: string, work: () => Promise<unknown>): void {
  const fault = async (): Promise<undefined> => {
    await work();
    return undefined;
  };
  aws.faults.order({ caller, action, fault });
}

/** Leaves weights on the alias, as a shift does that nobody finished: they may be Lambda's own, so that Lambda is asked. */
async function abandonShift({ lambda, name: FunctionName }: CodelessFunction): Promise<void> {
  const { FunctionVersion } = await lambda.send(new GetAliasCommand({ FunctionName, Name: ALIAS }));
  const other = FunctionVersion === '1' ? '2' : '1';
  const RoutingConfig = { AdditionalVersionWeights: { [other]: 0.1 } };
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: ALIAS, RoutingConfig }));
}

function callsOf(verbs: readonly VerbName[]): RecordedCall[] {
  const keys = verbs.flatMap((verb) => callers.get(verb) ?? []);
  return aws.calls.filter(({ caller }) => keys.includes(caller));
}

async function printed(target: CodelessFunction, args: readonly string[]): Promise<Policy> {
  const { stdout } = await succeeded(target.start(['explain-iam', '--json', ...args]));
  return JSON.parse(stdout) as Policy;
}

/**
 * What a printed policy lacks of what some runs asked for, and what it has that none of them did.
 *
 * @param everyWay whether the runs went in every way in which an action is asked for
 */
async function disagreements(
  policy: Policy,
  verbs: readonly VerbName[],
  subject: CallSubject,
  everyWay: (action: string) => boolean = () => true,
): Promise<string[]> {
  const requests = verbs.flatMap((verb) =>
    iamRequests(callsOf([verb]), COMPARE.includes(verb) ? subject : { ...subject, variablesKey: undefined }),
  );
  const wrong: string[] = [];
  for (const request of requests) {
    if (await isAllowed(policy, request)) continue;
    wrong.push(`not allowed: ${request.action} on ${request.resource} ${JSON.stringify(request.context)}`);
  }
  for (const single of singlePermissions(policy)) {
    const [statement] = single.Statement;
    const [action, resource] = [statement?.Action[0], statement?.Resource[0]];
    if (!everyWay(action ?? '')) continue;
    const uses = await Promise.all(
      requests.filter((request) => request.action === action).map((request) => isAllowed(single, request)),
    );
    if (!uses.includes(true)) wrong.push(`no run uses: ${action ?? ''} on ${resource ?? ''}`);
  }
  return [...new Set(wrong)];
}

async function publishLayer(LayerName: string): Promise<string> {
  const Content = { ZipFile: zipped({ [`${LayerName}.txt`]: LayerName }) };
  const lambda = new LambdaClient(clientConfig(aws.environment));
  const { LayerVersionArn = '' } = await lambda.send(new PublishLayerVersionCommand({ LayerName, Content }));
  return LayerVersionArn;
}

/** Has CodeDeploy shift a function's traffic, as a canary that an alarm stops. */
async function canary(name: string): Promise<void> {
  const config = clientConfig(aws.environment);
  await new CloudWatchClient(config).send(
    new PutMetricAlarmCommand({
      AlarmName: `${name}-errors`,
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: 'Sum',
      Threshold: 0,
    }),
  );
  const codedeploy = new CodeDeployClient(config);
  await codedeploy.send(new CreateApplicationCommand({ applicationName: name, computePlatform: 'Lambda' }));
  await codedeploy.send(
    new CreateDeploymentGroupCommand({
      applicationName: name,
      deploymentGroupName: ALIAS,
      serviceRoleArn: 'arn:aws:iam::000000000000:role/demo',
      deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
    }),
  );
}

const object = (target: CodelessFunction, name: string) =>
  new DeleteObjectCommand({ Bucket: BUCKET, Key: `lambda-ci/${target.name}/${name}` });

describe('a function with all that a contract can name', () => {
  const name = 'iam-full';
  let target: CodelessFunction;
  let subject: CallSubject;

  const release = (sources: Sources, version: string): string[] => [
    ...target.source(sources),
    ...['--source-version', version, '--no-prune'],
    ...SMOKE_TEST,
    ...NOTIFY,
    ...LEASE,
  ];

  beforeAll(async () => {
    const [declared, foreign] = [await publishLayer('declared'), await publishLayer('foreign')];
    await canary(name);
    target = await CodelessFunction.create(aws, name, {
      configuration: { Layers: [foreign], KMSKeyArn: KEY, Environment: { Variables: { A: 'b' } } },
      contract: {
        layers: [declared],
        codeDeployApplication: name,
        codeDeployDeploymentGroup: ALIAS,
        alarms: [`${name}-errors`],
      },
    });
    subject = {
      functionName: name,
      packageType: 'Zip',
      layerName: target.layerName,
      layers: [declared, foreign, `arn:aws:lambda:us-east-1:000000000000:layer:${target.layerName}:1`],
      bucket: BUCKET,
      root: `lambda-ci/${name}/`,
      deploymentGroup: `${name}/${ALIAS}`,
      variablesKey: KEY,
      topic: TOPIC,
    };
    await runEverything();
  });

  /** Deploys, while the clock is turned so that CodeDeploy's canary ends. */
  async function shifted(args: readonly string[]): Promise<void> {
    const caller = callerFor('deploy');
    when(caller, 'GetDeployment', () => aws.clock.advance(6 * 60_000));
    await succeeded(target.start(['deploy', ...args], caller));
  }

  /** Every verb, in every way that makes calls of its own. */
  async function runEverything(): Promise<void> {
    const [one, two, three] = [
      { code: 'one', layer: 'one' },
      { code: 'two', layer: 'two' },
      { code: 'three', layer: 'three' },
    ];
    expect(await run(target, 'deploy', release(one, 'v1'))).toMatchObject({ exit: 0 });

    await shifted(release(two, 'v2'));

    await killed(target, 'deploy', 'PublishVersion', release(three, 'v3'));
    const stopped = callerFor('deploy');
    when(stopped, 'GetDeployment', async () => {
      expect(await run(target, 'rollback', [...NOTIFY, ...LEASE])).toMatchObject({ exit: 0 });
    });
    expect((await target.start(['deploy', ...release(three, 'v3')], stopped).ended).exit).not.toBe(0);

    await abandonShift(target);
    await shifted([...release(two, 'v2'), '--redeploy']);

    // Nothing changed, and then the log: its calls are those of two verbs.
    const watching = newCaller();
    const follows = target.start(['deploy', '--watch-log-stream', ...release(two, 'v2')], watching);
    when(watching, 'FilterLogEvents', () => Promise.resolve(follows.child.kill('SIGINT')));
    expect(await follows.ended).toMatchObject({ exit: 0 });
    watchers.push(watching);

    for (const verb of ['status', 'verify', 'explain-iam'] as const) {
      expect(await run(target, verb)).toMatchObject({ exit: 0 });
    }
    expect(
      await run(target, 'build', [
        '--function-runtime',
        'python3.12',
        '--out',
        `${target.directory}/out`,
        ...target.source(two),
      ]),
    ).toMatchObject({ exit: 0 });
    expect(await run(target, 'invoke')).toMatchObject({ exit: 0 });
    expect(await run(target, 'logs')).toMatchObject({ exit: 0 });
    const other = target.source({ code: 'four', layer: 'four' });
    expect(await run(target, 'diff', other)).toMatchObject({ exit: 0 });
    await target.s3.send(object(target, 'v2/app.zip'));
    expect(await run(target, 'diff', other)).toMatchObject({ exit: 0 });

    await target.s3.send(object(target, `ledger.${ALIAS}.json`));
    for (const verb of ['status', 'versions'] as const) expect(await run(target, verb)).toMatchObject({ exit: 0 });
    for (const version of ['v1', 'v2']) {
      expect(await run(target, 'rollback', ['--to', version, ...NOTIFY, ...LEASE])).toMatchObject({ exit: 0 });
    }
    await killed(target, 'prune', 'DeleteFunction', ['--keep', '1', ...LEASE]);
    await target.s3.send(object(target, `ledger.${ALIAS}.json`));
    expect(await run(target, 'prune', ['--keep', '1', ...LEASE])).toMatchObject({ exit: 0 });
  }

  test.each(FUNCTION_VERBS)('%s asks for what explain-iam prints for it, and for all of it', async (verb) => {
    expect(callsOf([verb]).length).toBeGreaterThan(0);
    const policy = await printed(target, ['--for', verb, ...NOTIFY, ...(verb === 'deploy' ? SMOKE_TEST : [])]);
    expect(await disagreements(policy, [verb], subject)).toEqual([]);
  });

  test('a pipeline that deploys, rolls back and prunes asks for what explain-iam prints, and for all of it', async () => {
    const policy = await printed(target, [...SMOKE_TEST, ...NOTIFY]);
    expect(await disagreements(policy, ['deploy', 'rollback', 'prune'], subject)).toEqual([]);
  });

  test('a deploy that goes on with the log asks for what the two verbs ask for', async () => {
    const policy = await printed(target, ['--for', 'deploy,logs', ...SMOKE_TEST, ...NOTIFY]);
    const calls = aws.calls.filter(({ caller }) => watchers.includes(caller));
    expect(calls.map(({ action }) => action)).toContain('FilterLogEvents');
    const asked = iamRequests(calls, subject);
    expect(await Promise.all(asked.map((request) => isAllowed(policy, request)))).not.toContain(false);
  });

  test('no more resources are wild than those of actions that know no other, and of alarms', async () => {
    const { Statement } = await printed(target, ['--for', FUNCTION_VERBS.join(','), ...SMOKE_TEST, ...NOTIFY]);
    const wild = Statement.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(wild.sort()).toEqual([
      // DescribeAlarms shows composite alarms only to who may describe all alarms.
      'cloudwatch:DescribeAlarms',
      // The rest have no resource types in the service's own list of actions.
      'codedeploy:StopDeployment',
      'lambda:ListEventSourceMappings',
      'lambda:ListLayerVersions',
    ]);
  });
});

test('a function without contract and bucket asks for what explain-iam prints, and for all of it', async () => {
  callers.clear();
  const name = 'iam-plain';
  const target = await CodelessFunction.create(aws, name, { contract: 'none' });
  const flags = ['--function-alias-name', ALIAS];
  for (const version of ['v1', 'v2']) {
    const source = target.source({ code: version, layer: version });
    const args = [...flags, ...source, '--source-version', version, ...LEASE];
    expect(await run(target, 'deploy', args)).toMatchObject({ exit: 0 });
  }
  await abandonShift(target);
  const shifting = [...flags, ...target.source({ code: 'v3', layer: 'v3' }), '--source-version', 'v3', ...LEASE];
  expect(await run(target, 'deploy', shifting)).toMatchObject({ exit: 4 });
  expect(await run(target, 'rollback', [...flags, ...LEASE])).toMatchObject({ exit: 0 });
  const policy = await printed(target, flags);
  const subject: CallSubject = {
    functionName: name,
    packageType: 'Zip',
    layerName: target.layerName,
    layers: [`arn:aws:lambda:us-east-1:000000000000:layer:${target.layerName}:1`],
    bucket: undefined,
    root: '',
    deploymentGroup: '',
    variablesKey: undefined,
    topic: '',
  };
  expect(await disagreements(policy, ['deploy', 'rollback'], subject)).toEqual([]);
});

describe('an image function', () => {
  let target: CodelessFunction;
  let subject: CallSubject;

  beforeAll(async () => {
    callers.clear();
    const stage = await ImageStage.create(aws, 'iam-image');
    target = await stage.function({ KMSKeyArn: KEY, Environment: { Variables: { A: 'b' } } });
    subject = {
      functionName: target.name,
      packageType: 'Image',
      layerName: target.layerName,
      layers: [],
      bucket: BUCKET,
      root: `lambda-ci/${target.name}/`,
      deploymentGroup: '',
      variablesKey: KEY,
      topic: '',
    };
    const image = (tag: string): string[] => ['--image-uri', stage.tagged(tag)];
    const release = (tag: string): string[] => [...image(tag), '--source-version', tag, '--no-prune', ...LEASE];
    // As long as the placeholder is served Lambda is asked for its digest.
    expect(await run(target, 'status')).toMatchObject({ exit: 0 });
    expect(await run(target, 'diff', image('one'))).toMatchObject({ exit: 0 });
    expect(await run(target, 'rollback', LEASE)).toMatchObject({ exit: 3 });
    expect(await run(target, 'deploy', release('one'))).toMatchObject({ exit: 0 });
    await killed(target, 'deploy', 'PublishVersion', release('two'));
    for (const verb of ['diff', 'verify'] as const) await run(target, verb, image('two'));
    expect(await run(target, 'deploy', release('two'))).toMatchObject({ exit: 0 });
    for (const verb of ['status', 'verify', 'explain-iam', 'versions'] as const) {
      await succeeded(target.start([verb], callerFor(verb)));
    }
    expect(await run(target, 'rollback', LEASE)).toMatchObject({ exit: 0 });
    expect(await run(target, 'prune', ['--keep', '1', ...LEASE])).toMatchObject({ exit: 0 });
  });

  test.each(['deploy', 'diff', 'status', 'verify', 'explain-iam', 'versions', 'rollback', 'prune'] as const)(
    '%s asks for no more than explain-iam prints for it, and for all that is of images',
    async (verb) => {
      expect(callsOf([verb]).length).toBeGreaterThan(0);
      const ofImages = (action: string): boolean => /^ecr:|^lambda:(GetFunction|UpdateFunctionCode)$/.test(action);
      const policy = await printed(target, ['--for', verb]);
      expect(await disagreements(policy, [verb], subject, ofImages)).toEqual([]);
    },
  );

  test('ECR is asked by the verbs that look at an image, and by no others', () => {
    const asking = FUNCTION_VERBS.filter((verb) => callsOf([verb]).some(({ service }) => service === 'ecr'));
    expect([...asking].sort()).toEqual(['deploy', 'diff', 'verify']);
  });
});
