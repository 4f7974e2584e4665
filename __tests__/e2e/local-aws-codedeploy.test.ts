import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  DeploymentDoesNotExistException,
  GetDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';

import { zipped } from '../helpers/zips';
import { startLocalAws, type LocalAws } from '../../local-aws';
import { clientConfig } from './support/client-config';

const MINUTE = 60_000;

let aws: LocalAws;
let lambda: LambdaClient;
let codedeploy: CodeDeployClient;

beforeAll(async () => {
  aws = await startLocalAws({ settling: 0 });
  lambda = new LambdaClient(clientConfig(aws.environment));
  codedeploy = new CodeDeployClient({ ...clientConfig(aws.environment), maxAttempts: 1 });
});

afterAll(() => aws.stop());

/** A function with two versions, and an alias on the first that a deployment group shifts as a canary. */
async function canary(FunctionName: string): Promise<string> {
  const ZipFile = (word: string): Uint8Array => zipped({ 'app.py': `WORD = ${JSON.stringify(word)}\n` });
  const role = 'arn:aws:iam::000000000000:role/demo';
  const common = { FunctionName, Runtime: 'python3.12' as const, Handler: 'app.handler', Role: role };
  await lambda.send(new CreateFunctionCommand({ ...common, Code: { ZipFile: ZipFile('one') }, Publish: true }));
  await lambda.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: ZipFile('two') }));
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  expect(Version).toBe('2');

  await new CloudWatchClient(clientConfig(aws.environment)).send(
    new PutMetricAlarmCommand({
      AlarmName: `${FunctionName}-errors`,
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: 'Sum',
      Threshold: 0,
    }),
  );
  const applicationName = FunctionName;
  await codedeploy.send(new CreateApplicationCommand({ applicationName, computePlatform: 'Lambda' }));
  await codedeploy.send(
    new CreateDeploymentGroupCommand({
      applicationName,
      deploymentGroupName: 'live',
      serviceRoleArn: role,
      deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      alarmConfiguration: { enabled: true, alarms: [{ name: `${FunctionName}-errors` }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_ALARM'] },
    }),
  );
  const Properties = { Name: FunctionName, Alias: 'live', CurrentVersion: '1', TargetVersion: '2' };
  const content = JSON.stringify({ version: 0, Resources: [{ f: { Type: 'AWS::Lambda::Function', Properties } }] });
  const { deploymentId = '' } = await codedeploy.send(
    new CreateDeploymentCommand({
      applicationName,
      deploymentGroupName: 'live',
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    }),
  );
  await aws.clock.advance(0);
  return deploymentId;
}

async function alias(FunctionName: string): Promise<unknown[]> {
  const { FunctionVersion, RoutingConfig } = await lambda.send(new GetAliasCommand({ FunctionName, Name: 'live' }));
  return [FunctionVersion, RoutingConfig?.AdditionalVersionWeights];
}

async function info(deploymentId: string) {
  return (await codedeploy.send(new GetDeploymentCommand({ deploymentId }))).deploymentInfo;
}

test('a canary shifts a tenth of an alias’s traffic, and all of it when the clock is turned', async () => {
  const id = await canary('good');
  expect(await alias('good')).toEqual(['1', { 2: 0.1 }]);
  expect(await info(id)).toMatchObject({ status: 'InProgress', createTime: expect.any(Date) as Date });
  await aws.clock.advance(6 * MINUTE);
  expect(await alias('good')).toEqual(['2', undefined]);
  expect(await info(id)).toMatchObject({ status: 'Succeeded', completeTime: expect.any(Date) as Date });
});

test('an alarm that rings puts the alias back', async () => {
  const id = await canary('bad');
  const ring = { AlarmName: 'bad-errors', StateValue: 'ALARM' as const, StateReason: 'test' };
  await new CloudWatchClient(clientConfig(aws.environment)).send(new SetAlarmStateCommand(ring));
  expect(await info(id)).toMatchObject({ status: 'Stopped', errorInformation: { code: 'ALARM_ACTIVE' } });
  expect(await alias('bad')).toEqual(['1', undefined]);
});

test('fails with the SDK’s class for a deployment that there is not', async () => {
  await expect(info('d-NOTTHERE')).rejects.toThrow(DeploymentDoesNotExistException);
});
