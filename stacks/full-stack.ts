import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { GithubProvider } from '@cdktf/provider-github/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { allowProviderVersions, ArtifactStore, CodelessLambda, LambdaCi, NotificationTopic } from '../modules';
import { useBackend } from './backend';
import type { StackConfig } from './config';
import { awsProvider } from './provider';

const REPOSITORY = 'acme/orders';
const ACCOUNT = '111122223333';
const NETWORK = { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] };
/** A secret that exists, with the key that encrypts it. */
const REGISTRY = {
  secretArn: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:registry-a1b2c3`,
  kmsKeyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000000`,
};

/**
 * A function with QA by every push and production by releases: nearly every option of the modules, to copy from. It is
 * planned and scanned by `npm run scan`, and deployed by nobody.
 */
export class FullStack extends TerraformStack {
  constructor(scope: Construct, id: string, config: StackConfig) {
    super(scope, id);
    useBackend(this, config.backend);
    awsProvider(this, config);
    new GithubProvider(this, 'github', { owner: 'acme' });

    const key = new KmsKey(this, 'key', {
      description: 'Packages, artifacts and logs of the orders API',
      enableKeyRotation: true,
      policy: keyPolicy(config.region),
    });
    const artifacts = new ArtifactStore(this, 'artifacts', {
      bucketPrefix: 'orders-',
      kmsKeyArn: key.arn,
      accessLogs: { bucketName: 'acme-access-logs', prefix: 'orders/' },
    });
    const people = new NotificationTopic(this, 'people', { topicName: 'orders-approvals', kmsKeyArn: key.arn });

    const qa = this.orders('qa', artifacts, key.arn);
    const qaCi = new LambdaCi(this, 'qa-ci', {
      lambda: qa,
      artifacts,
      source: { type: 'connection', repository: REPOSITORY },
      sourcePath: 'services/orders',
      trigger: { type: 'push', branches: { includes: ['main', 'feature/**'] } },
      build: { computeType: 'BUILD_GENERAL1_MEDIUM', cache: { type: 's3' }, testCommands: ['python -m unittest'] },
      executionMode: 'QUEUED',
      onFailure: 'RETRY',
      logKmsKeyArn: key.arn,
      logRetentionInDays: 365,
    });

    const production = this.orders('production', artifacts, key.arn);
    const productionCi = new LambdaCi(this, 'production-ci', {
      lambda: production,
      artifacts,
      source: { type: 'connection', repository: REPOSITORY, connectionArn: qaCi.outputs.connectionArn },
      sourcePath: 'services/orders',
      packagesDescriptor: 'services/orders/requirements.txt',
      trigger: { type: 'release', action: 'released', tagPattern: 'orders/v*', secretRotation: '2026-01' },
      build: {
        timeoutMinutes: 30,
        concurrentBuildLimit: 1,
        environment: {
          CODELESS_SMOKE_TEST: '{"path":"/health"}',
          PIP_INDEX_URL: { ...REGISTRY, jsonKey: 'index' },
          LICENCE: { parameterName: '/orders/licence' },
        },
        vpc: { vpcId: 'vpc-0a1b2c3d', ...NETWORK },
        testCommands: ['python -m xmlrunner discover --output reports'],
        reports: { 'orders-unit': { files: ['*.xml'], baseDirectory: 'services/orders/reports' } },
        commands: { install: ['pip install unittest-xml-reporting'] },
      },
      approval: { topicArn: people.topicArn, timeoutMinutes: 1440 },
      onFailure: 'ROLLBACK',
      notifications: {
        slackChannel: { slackTeamId: 'T07EA123LEP', slackChannelId: 'C07EZ1ABC23' },
        alert: { events: ['failed', 'canceled', 'approval-needed'] },
      },
      logKmsKeyArn: key.arn,
      logRetentionInDays: 365,
      rolePath: '/ci/',
      permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/ci-boundary`,
      tags: { team: 'orders' },
    });

    new TerraformOutput(this, 'qa_pipeline', { value: qaCi.outputs });
    new TerraformOutput(this, 'production_pipeline', { value: productionCi.outputs });
    allowProviderVersions(this);
  }

  private orders(stage: string, artifacts: ArtifactStore, kmsKeyArn: string): CodelessLambda {
    const alarm = new CloudwatchMetricAlarm(this, `${stage}-errors`, {
      alarmName: `orders-${stage}-errors`,
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      metricName: 'Errors',
      namespace: 'AWS/Lambda',
      dimensions: { FunctionName: `orders-${stage}` },
      period: 60,
      statistic: 'Sum',
      threshold: 0,
    });
    const failures = new SqsQueue(this, `${stage}-failures`, {
      name: `orders-${stage}-failures`,
      sqsManagedSseEnabled: true,
    });
    return new CodelessLambda(this, stage, {
      functionName: `orders-${stage}`,
      runtime: 'python3.13',
      handler: 'app.main.handler',
      architecture: 'arm64',
      memorySize: 512,
      artifacts: { bucket: artifacts.bucketName, prefix: 'packages' },
      alarms: [alarm.alarmName],
      vpc: NETWORK,
      tracing: 'Active',
      deadLetter: { queueArn: failures.arn },
      kmsKeyArn,
      logKmsKeyArn: kmsKeyArn,
      logRetentionInDays: 365,
    });
  }
}

/**
 * Who may use the key: the account by its policies, CloudWatch Logs for its log groups, and the notifications for the topic.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function keyPolicy(region: string): string {
  const allow = (principal: object, actions: readonly string[], condition?: object): object => ({
    Effect: 'Allow',
    Principal: principal,
    Action: actions,
    Resource: '*',
    ...(condition && { Condition: condition }),
  });
  const use = ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, ['kms:*']),
      allow({ Service: `logs.${region}.amazonaws.com` }, use, {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${ACCOUNT}:*` },
      }),
      allow({ Service: 'codestar-notifications.amazonaws.com' }, ['kms:GenerateDataKey*', 'kms:Decrypt'], {
        StringEquals: { 'kms:ViaService': `sns.${region}.amazonaws.com` },
      }),
    ],
  });
}
