import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { App } from 'cdktf';
import type { LocalAws } from '../../local-aws';
import { startLocalAws } from '../../local-aws';
import {
  allowProviderVersions,
  ArtifactStore,
  NotificationTopic,
  PipelineNotifications,
  SlackChannel,
} from '../../modules';
import type { Deployable } from '../../modules';
import type { BuildOptions } from '../../modules/lambda-ci/build-props';
import { CodelessProgram } from '../../modules/lambda-ci/codeless-program';
import { LambdaBuild } from '../../modules/lambda-ci/lambda-build';
import { clientConfig } from './support/client-config';
import { remainingResources } from './support/inventory';
import { LocalStack } from './support/local-stack';
import { Terraform, terraformEnvironment } from './support/terraform';

const PIPELINE = 'arn:aws:codepipeline:us-east-1:000000000000:orders';
const LAMBDA: Deployable = {
  deployTarget: {
    functionName: 'orders',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders',
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    layerName: 'orders-dependencies',
    layers: ['arn:aws:lambda:us-east-1:111122223333:layer:tools:3'],
    artifacts: { bucket: 'parts', prefix: 'packages' },
    codeDeploy: { application: 'orders', deploymentGroup: 'live' },
    alarms: ['orders-errors'],
    kmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/variables',
    contractParameterName: '/codeless/orders/contract',
  },
};

/** Every option of a build that others do not exclude. */
const EVERY_OPTION: BuildOptions = {
  computeType: 'BUILD_GENERAL1_MEDIUM',
  timeoutMinutes: 30,
  queuedTimeoutMinutes: 10,
  concurrentBuildLimit: 2,
  cache: { type: 's3' },
  vpc: { vpcId: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] },
  privileged: true,
  environment: {
    CODELESS_SMOKE_TEST: '{"path":"${stage}"}',
    TOKEN: { parameterName: '/orders/token', kmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/a' },
    PASSWORD: {
      secretArn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:orders-AbCdEf',
      jsonKey: 'password',
      kmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/b',
    },
  },
  runtimeVersions: { python: '3.13' },
  testCommands: ['npm test', 'npm run lint |\n  tee "${HOME}/lint.log"'],
  reports: {
    unit: { files: ['junit.xml'], baseDirectory: 'reports' },
    coverage: { files: ['**/*.xml'], fileFormat: 'COBERTURAXML' },
  },
  commands: { install: ['pip install uv'], preBuild: ['npm ci'], postBuild: ['echo done'] },
};

describe('what pipelines keep things in, and tell people by', () => {
  const root = mkdtempSync(join(tmpdir(), 'codeless-parts-'));
  let aws: LocalAws;
  let terraform: Terraform;

  beforeAll(async () => {
    aws = await startLocalAws();
    const app = new App({ outdir: join(root, 'cdktf.out') });
    const stack = new LocalStack(app, 'parts', join(root, 'terraform.tfstate'));
    const store = new ArtifactStore(stack, 'store', { bucketName: 'parts', forceDestroy: true, tags: { team: 'a' } });
    store.expire({ prefix: 'orders/', days: 30 });
    const topic = new NotificationTopic(stack, 'alerts');
    const channel = new SlackChannel(stack, 'deploys', {
      slackTeamId: 'T07EA123LEP',
      slackChannelId: 'C07EZ1ABC23',
      topicArns: [topic.topicArn],
    });
    new PipelineNotifications(stack, 'notifications', {
      pipelineArn: PIPELINE,
      namePrefix: 'orders',
      info: { targets: [{ slackConfigurationArn: channel.configurationArn }] },
      alert: { targets: [{ topicArn: topic.topicArn }], events: ['failed', 'approval-needed'] },
    });
    const file = join(root, 'codeless.js');
    writeFileSync(file, 'the program');
    const common = {
      lambda: LAMBDA,
      artifacts: store,
      artifactPrefix: 'orders/',
      program: new CodelessProgram(stack, 'program', { artifacts: store, file, tags: { team: 'a' } }),
    };
    new LambdaBuild(stack, 'build', {
      ...common,
      ...EVERY_OPTION,
      sourcePath: 'services/orders',
      packagesDescriptor: 'services/orders/package-lock.json',
      connectionArn: 'arn:aws:codeconnections:us-east-1:000000000000:connection/1',
      repositoryUrl: 'https://github.com/acme/orders',
      tagPattern: 'orders/v*',
      difference: true,
      deployTopicArn: topic.topicArn,
      variables: ['STAGE'],
      rolePath: '/ci/',
      logRetentionInDays: 7,
      tags: { team: 'a' },
    });
    const small = { computeType: 'BUILD_LAMBDA_2GB', buildspec: 'ci/buildspec.yml' } as const;
    new LambdaBuild(stack, 'small', { ...common, ...small, namePrefix: 'orders-small' });
    allowProviderVersions(stack);
    app.synth();
    terraform = new Terraform(join(root, 'cdktf.out/stacks/parts'), { ...aws.environment, ...terraformEnvironment() });
    await terraform.init();
  });

  afterAll(async () => {
    await aws.stop();
    rmSync(root, { recursive: true, force: true });
  });

  test('is applied as declared, and the next plan is empty', async () => {
    await terraform.apply();
    expect(await terraform.pendingChanges()).toBeUndefined();
  });

  test('keeps what is overwritten, and goes with all of it', async () => {
    const s3 = new S3Client({ ...clientConfig(aws.environment), forcePathStyle: true });
    const object = { Bucket: 'parts', Key: 'orders/ledger.json' };
    for (const Body of ['one', 'two']) await s3.send(new PutObjectCommand({ ...object, Body }));
    expect(
      (await s3.send(new ListObjectVersionsCommand({ Bucket: 'parts', Prefix: object.Key }))).Versions,
    ).toHaveLength(2);

    await terraform.destroy();
    expect(await remainingResources(aws.environment)).toEqual([]);
  });
});
