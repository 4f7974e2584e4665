import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { App } from 'cdktf';
import { CodelessLambda, allowProviderVersions } from '../../../modules';
import { LocalStack } from './local-stack';

/** Everything that a codeless function can have, with what it is wired to. */
export class FeaturesStack extends LocalStack {
  constructor(app: App, id: string, stateFile: string) {
    super(app, id, stateFile);
    const work = new SqsQueue(this, 'work', { name: 'work' });
    const failures = new SqsQueue(this, 'failures', { name: 'failures' });
    const stream = new KinesisStream(this, 'stream', { name: 'clicks', shardCount: 1 });
    const table = new DynamodbTable(this, 'table', {
      name: 'orders',
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'id',
      attribute: [{ name: 'id', type: 'S' }],
      streamEnabled: true,
      streamViewType: 'NEW_IMAGE',
    });
    const key = new KmsKey(this, 'key', { description: 'environment variables' });
    const vpc = new Vpc(this, 'vpc', { cidrBlock: '10.0.0.0/16' });
    const subnet = new Subnet(this, 'subnet', { vpcId: vpc.id, cidrBlock: '10.0.1.0/24' });
    const group = new SecurityGroup(this, 'group', { name: 'lambda', vpcId: vpc.id });
    const alarm = new CloudwatchMetricAlarm(this, 'alarm', {
      alarmName: 'errors',
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      metricName: 'Errors',
      namespace: 'AWS/Lambda',
      period: 60,
      statistic: 'Sum',
      threshold: 0,
    });
    const caller = new IamRole(this, 'caller', {
      name: 'caller',
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }],
      }),
    });

    const everything = new CodelessLambda(this, 'everything', {
      namePrefix: 'features',
      description: 'one of each',
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      architecture: 'arm64',
      timeout: 30,
      memorySize: 512,
      ephemeralStorageSize: 1024,
      environment: { TABLE: table.name, TEMPLATE: '${not:terraform} %{nor} "this"' },
      kmsKeyArn: key.arn,
      policy: [{ actions: ['dynamodb:GetItem'], resources: [table.arn] }],
      logRetentionInDays: 14,
      jsonLogs: { applicationLogLevel: 'DEBUG', systemLogLevel: 'WARN' },
      vpc: { subnetIds: [subnet.id], securityGroupIds: [group.id] },
      tracing: 'Active',
      deadLetter: { queueArn: failures.arn },
      reservedConcurrentExecutions: 5,
      provisionedConcurrentExecutions: 1,
      functionUrl: { authorizationType: 'AWS_IAM', cors: { allowOrigins: ['https://example.com'], maxAge: 60 } },
      asyncInvoke: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60, onFailure: { queueArn: failures.arn } },
      alarms: [alarm.alarmName],
      artifacts: { bucket: 'packages' },
      tags: { team: 'features' },
    });
    everything.addEventSource('work', {
      queueArn: work.arn,
      batchSize: 5,
      reportBatchItemFailures: true,
      maximumConcurrency: 2,
      filterPatterns: [JSON.stringify({ body: { kind: ['order'] } })],
    });
    everything.addEventSource('clicks', { streamArn: stream.arn, startingPosition: 'LATEST' });
    everything.addEventSource('orders', {
      tableStreamArn: table.streamArn,
      startingPosition: 'TRIM_HORIZON',
      bisectBatchOnFunctionError: true,
      onFailure: { queueArn: failures.arn },
    });
    everything.addPermission('events', { principal: 'events.amazonaws.com', sourceAccount: '000000000000' });
    everything.grantInvoke('caller', caller);
    everything.addAlias('beta', { functionUrl: { authorizationType: 'NONE' } });

    new CodelessLambda(this, 'image', {
      functionName: 'features-image',
      image: { uri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/placeholder:1', command: ['app.handler'] },
    });
    new CodelessLambda(this, 'given-role', {
      functionName: 'features-given-role',
      runtime: 'provided.al2023',
      role: { name: caller.name, arn: caller.arn },
    });
    allowProviderVersions(this);
  }
}
