import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodePipelineClient, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { GithubProvider } from '@cdktf/provider-github/lib/provider';
import { App, TerraformVariable } from 'cdktf';
import type { LocalAws } from '../../local-aws';
import { startLocalAws } from '../../local-aws';
import { allowProviderVersions } from '../../modules';
import { DeliveryPipeline } from '../../modules/lambda-ci/delivery-pipeline';
import { artifactPrefix } from '../../modules/lambda-ci/names';
import { PipelineStarter } from '../../modules/lambda-ci/pipeline-starter';
import { ReleaseWebhook } from '../../modules/lambda-ci/release-webhook';
import { clientConfig } from './support/client-config';
import { remainingResources } from './support/inventory';
import { LocalStack } from './support/local-stack';
import { temporaryDirectory } from './support/temporary';
import { run, terraformEnvironment } from './support/terraform';

const NAME = 'orders';
const CONNECTION = 'arn:aws:codeconnections:us-east-1:000000000000:connection/1';
const PROJECT = { projectName: NAME, projectArn: `arn:aws:codebuild:us-east-1:000000000000:project/${NAME}` };

/** A resource as the state has it. */
interface StateResource {
  readonly type: string;
  readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
}

describe('the webhook of releases, applied', () => {
  const root = temporaryDirectory('webhook');
  const stateFile = join(root, 'terraform.tfstate');
  /** What Terraform printed, all of it. */
  let printed = '';
  let aws: LocalAws;

  async function terraform(command: string, ...args: string[]): Promise<number> {
    const folder = join(root, 'cdktf.out/stacks/webhook');
    const github = { GITHUB_BASE_URL: `${aws.github.url}/`, GITHUB_TOKEN: 'local' };
    const environment = { ...aws.environment, ...github, ...terraformEnvironment() };
    const result = await run('terraform', [command, '-input=false', '-no-color', ...args], folder, environment);
    printed += result.output;
    if (result.exitCode === 1) throw new Error(`terraform ${command} failed:\n${result.output}`);
    return result.exitCode;
  }

  function attributes(type: string): Readonly<Record<string, unknown>> {
    const { resources } = JSON.parse(readFileSync(stateFile, 'utf8')) as { resources: StateResource[] };
    const found = resources.find((resource) => resource.type === type)?.instances[0]?.attributes;
    if (found === undefined) throw new Error(`the state has no ${type}`);
    return found;
  }

  /** The secret that GitHub signs with. */
  function secret(): string {
    const [configuration] = attributes('github_repository_webhook').configuration as { secret: string }[];
    return configuration?.secret ?? '';
  }

  /** Delivers a release signed with a secret; returns the status. */
  async function deliver(signedWith: string, action: string): Promise<number> {
    const body = JSON.stringify({ action, release: { tag_name: 'v1' } });
    const signature = `sha256=${createHmac('sha256', signedWith).update(body).digest('hex')}`;
    const headers = { 'x-github-event': 'release', 'x-hub-signature-256': signature };
    const url = String(attributes('aws_codepipeline_webhook').url);
    return (await fetch(url, { method: 'POST', headers, body })).status;
  }

  /** How often the pipeline was started by its webhook. */
  async function starts(): Promise<number> {
    const client = new CodePipelineClient(clientConfig(aws.environment));
    const { pipelineExecutionSummaries = [] } = await client.send(
      new ListPipelineExecutionsCommand({ pipelineName: NAME }),
    );
    return pipelineExecutionSummaries.filter(({ trigger }) => trigger?.triggerType === 'Webhook').length;
  }

  /** Statuses that GitHub got for its own deliveries. */
  async function answersToGitHub(): Promise<unknown> {
    await aws.github.idle();
    const hooks = `${aws.github.url}/api/v3/repos/acme/app/hooks`;
    const [hook] = (await (await fetch(hooks)).json()) as { id: number }[];
    const deliveries = (await (await fetch(`${hooks}/${hook?.id ?? 0}/deliveries`)).json()) as object[];
    return deliveries;
  }

  beforeAll(async () => {
    aws = await startLocalAws();
    await aws.github.createRepository('acme/app');
    const app = new App({ outdir: join(root, 'cdktf.out') });
    const stack = new LocalStack(app, 'webhook', stateFile);
    new GithubProvider(stack, 'github', { owner: 'acme' });
    const secretRotation = new TerraformVariable(stack, 'rotation', { default: '1' }).stringValue;
    const pipeline = new DeliveryPipeline(stack, 'pipeline', {
      pipelineName: NAME,
      roleName: `${NAME}-pipeline`,
      source: { type: 'connection', repository: 'acme/app' },
      connectionArn: CONNECTION,
      trigger: { type: 'release' },
      artifacts: { bucketName: 'artifacts', bucketArn: 'arn:aws:s3:::artifacts' },
      artifactPrefix: artifactPrefix(NAME),
      fullClone: true,
      build: PROJECT,
      beforeDeploy: [{ name: 'Scan', ...PROJECT, environment: { LEVEL: 'high' }, runOrder: 2 }],
      approval: { timeoutMinutes: 60, reviewUrl: 'https://example.com/review' },
      onFailure: 'RETRY',
      executionMode: 'QUEUED',
      variables: [{ name: 'REGION', defaultValue: 'eu', description: 'where to' }],
      tags: { team: 'a' },
    });
    new ReleaseWebhook(stack, 'webhook', {
      webhookName: `${NAME}-release`,
      pipelineName: pipeline.pipelineName,
      targetAction: 'Source',
      repository: 'acme/app',
      secretRotation,
      tags: { team: 'a' },
    });
    new PipelineStarter(stack, 'starter', { roleName: `${NAME}-start`, pipelineArn: pipeline.pipelineArn }).on('Rule', {
      ruleName: `${NAME}-contract`,
      description: 'Ships again',
      eventPattern: { source: ['aws.ssm'], 'detail-type': ['Parameter Store Change'], detail: { name: ['/a'] } },
    });
    allowProviderVersions(stack);
    app.synth();
    await terraform('init');
  });

  afterAll(async () => {
    await aws.stop();
  });

  test('is at both ends, knows one secret, and lets no plan change it', async () => {
    await terraform('apply', '-auto-approve');

    expect(await answersToGitHub()).toMatchObject([{ event: 'ping', status_code: 200 }]);
    expect(secret()).toMatch(/^[0-9a-f]{64}$/);
    expect([await deliver(secret(), 'published'), await starts()]).toEqual([200, 1]);
    expect([await deliver(secret(), 'created'), await starts()]).toEqual([200, 1]);
    expect(await terraform('plan', '-detailed-exitcode')).toBe(0);
  });

  test('is replaced with a new secret when the rotation changes, and knows the old one no more', async () => {
    const old = secret();
    const rotated = ['-var', 'rotation=2'];
    await terraform('apply', '-auto-approve', ...rotated);

    expect(secret()).not.toBe(old);
    expect(await answersToGitHub()).toMatchObject([{ event: 'ping', status_code: 200 }]);
    expect([await deliver(old, 'published'), await starts()]).toEqual([403, 1]);
    expect([await deliver(secret(), 'published'), await starts()]).toEqual([200, 2]);
    expect(await terraform('plan', '-detailed-exitcode', ...rotated)).toBe(0);

    const last = secret();
    await terraform('destroy', '-auto-approve', ...rotated);
    expect(await remainingResources(aws.environment)).toEqual([]);
    for (const known of [old, last]) expect(printed).not.toContain(known);
  });
});
