import { mkdtempSync, rmSync } from 'node:fs';
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
import { clientConfig } from './support/client-config';
import { remainingResources } from './support/inventory';
import { LocalStack } from './support/local-stack';
import { Terraform, terraformEnvironment } from './support/terraform';

const PIPELINE = 'arn:aws:codepipeline:us-east-1:000000000000:orders';

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
    expect((await s3.send(new ListObjectVersionsCommand({ Bucket: 'parts' }))).Versions).toHaveLength(2);

    await terraform.destroy();
    expect(await remainingResources(aws.environment)).toEqual([]);
  });
});
