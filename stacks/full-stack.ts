import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { GithubProvider } from '@cdktf/provider-github/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { allowProviderVersions, ArtifactStore, CodelessLambda, LambdaCi, NotificationTopic } from '../modules';
import { useBackend } from './backend';
import type { StackConfig } from './config';
import { awsProvider } from './provider';

const REPOSITORY = 'acme/orders';

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
    });
    const artifacts = new ArtifactStore(this, 'artifacts', {
      bucketPrefix: 'orders-',
      kmsKeyArn: key.arn,
      accessLogs: { bucketName: 'acme-access-logs', prefix: 'orders/' },
    });
    const registry = new SecretsmanagerSecret(this, 'registry', { name: 'orders/registry', kmsKeyId: key.arn });
    const people = new NotificationTopic(this, 'people', { topicName: 'orders-approvals', kmsKeyArn: key.arn });

    const qa = this.orders('qa', artifacts);
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

    const production = this.orders('production', artifacts);
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
          PIP_INDEX_URL: { secretArn: registry.arn, jsonKey: 'index', kmsKeyArn: key.arn },
          LICENCE: { parameterName: '/orders/licence' },
        },
        vpc: { vpcId: 'vpc-0a1b2c3d', subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] },
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
      permissionsBoundary: 'arn:aws:iam::111122223333:policy/ci-boundary',
      tags: { team: 'orders' },
    });

    new TerraformOutput(this, 'qa_pipeline', { value: qaCi.outputs });
    new TerraformOutput(this, 'production_pipeline', { value: productionCi.outputs });
    allowProviderVersions(this);
  }

  private orders(stage: string, artifacts: ArtifactStore): CodelessLambda {
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
    return new CodelessLambda(this, stage, {
      functionName: `orders-${stage}`,
      runtime: 'python3.13',
      handler: 'app.main.handler',
      architecture: 'arm64',
      memorySize: 512,
      artifacts: { bucket: artifacts.bucketName, prefix: 'packages' },
      alarms: [alarm.alarmName],
      logRetentionInDays: 365,
    });
  }
}
