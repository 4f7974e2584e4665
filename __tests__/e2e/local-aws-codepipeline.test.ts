import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { CodeBuildClient, CreateProjectCommand } from '@aws-sdk/client-codebuild';
import * as pipelines from '@aws-sdk/client-codepipeline';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  type PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

import { zipped } from '../helpers/zips';
import { findPython, startLocalAws, type LocalAws } from '../../local-aws';
import { virtualEnvironment } from '../../local-aws/emulator/virtual-environment';
import { shapeProblems } from '../../local-aws/front/check-shape';
import { readBody } from '../../local-aws/front/message';
import { ServiceModels, type ServiceModel } from '../../local-aws/front/service-models';
import { clientConfig } from './support/client-config';
import { Terraform, terraformEnvironment } from './support/terraform';

const ROLE = 'arn:aws:iam::000000000000:role/pipeline';
const ARN = 'arn:aws:codepipeline:us-east-1:000000000000:demo';
const BUILDSPEC = `version: 0.2
env:
  exported-variables: [WORD]
phases:
  build:
    commands: ['export WORD=$(cat word.txt)-$WHO']
`;

let aws: LocalAws;
let client: pipelines.CodePipelineClient;
let model: ServiceModel;
/** What answers differ in from the service's own model. */
const problems: string[] = [];
const answered = new Set<string>();

beforeAll(async () => {
  aws = await startLocalAws();
  const python = findPython(process.env) ?? '';
  const interpreter = await virtualEnvironment({ python, env: process.env, onProgress: () => undefined });
  const [known] = ServiceModels.of(dirname(dirname(interpreter))).signedAs('codepipeline');
  if (known === undefined) throw new Error('botocore has no model of CodePipeline');
  model = known;
  client = new pipelines.CodePipelineClient({ ...clientConfig(aws.environment), maxAttempts: 1 });
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const response = result.response as { statusCode: number; body: Parameters<typeof readBody>[0] };
      const body = await readBody(response.body);
      const action = String(context.commandName).replace(/Command$/, '');
      answered.add(action);
      const output = model.operations[action]?.output?.shape;
      if (response.statusCode === 200 && output !== undefined) {
        problems.push(...shapeProblems(model, output, JSON.parse(body.toString())));
      }
      return { ...result, response: { ...response, body } };
    },
    { step: 'deserialize', name: 'answers', priority: 'low' },
  );
  const config = clientConfig(aws.environment);
  await new IAMClient(config).send(new CreateRoleCommand({ RoleName: 'pipeline', AssumeRolePolicyDocument: '{}' }));
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  for (const Bucket of ['sources', 'artifacts']) await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'sources', VersioningConfiguration }));
  await upload('one');
  await new CodeBuildClient(config).send(
    new CreateProjectCommand({
      name: 'unit',
      source: { type: 'CODEPIPELINE' },
      artifacts: { type: 'CODEPIPELINE' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
      },
      serviceRole: ROLE,
    }),
  );
});

afterAll(() => aws.stop());

function upload(word: string): Promise<PutObjectCommandOutput> {
  const Body = zipped({ 'buildspec.yml': BUILDSPEC, 'word.txt': word });
  const s3 = new S3Client({ ...clientConfig(aws.environment), forcePathStyle: true });
  return s3.send(new PutObjectCommand({ Bucket: 'sources', Key: 'app.zip', Body }));
}

function action(name: string, category: pipelines.ActionCategory, provider: string) {
  return { name, actionTypeId: { category, owner: 'AWS' as const, provider, version: '1' } };
}

const declaration: pipelines.PipelineDeclaration = {
  name: 'demo',
  roleArn: ROLE,
  pipelineType: 'V2',
  artifactStore: { type: 'S3', location: 'artifacts' },
  variables: [{ name: 'WHO', defaultValue: 'all' }],
  stages: [
    {
      name: 'Source',
      actions: [
        {
          ...action('Source', 'Source', 'S3'),
          configuration: { S3Bucket: 'sources', S3ObjectKey: 'app.zip', PollForSourceChanges: 'false' },
          outputArtifacts: [{ name: 'source' }],
          namespace: 'Code',
        },
      ],
    },
    {
      name: 'Build',
      actions: [
        {
          ...action('Unit', 'Build', 'CodeBuild'),
          configuration: {
            ProjectName: 'unit',
            EnvironmentVariables: JSON.stringify([{ name: 'WHO', value: '#{variables.WHO}' }]),
          },
          inputArtifacts: [{ name: 'source' }],
          namespace: 'Unit',
        },
      ],
    },
    {
      name: 'Gate',
      actions: [{ ...action('Ask', 'Approval', 'Manual'), configuration: { CustomData: 'Ship #{Unit.WORD}?' } }],
    },
  ],
};

const pipelineName = 'demo';

async function stateOf(stageName: string): Promise<pipelines.StageState | undefined> {
  const { stageStates = [] } = await client.send(new pipelines.GetPipelineStateCommand({ name: pipelineName }));
  return stageStates.find((state) => state.stageName === stageName);
}

/** Looks, as programs do, until an execution of the pipeline waits for approval. */
async function waiting(id: string): Promise<pipelines.ActionExecution> {
  while (await isUnderWay(id)) {
    const state = await stateOf('Gate');
    const { latestExecution } = state?.actionStates?.[0] ?? {};
    if (state?.latestExecution?.pipelineExecutionId === id && latestExecution?.token) return latestExecution;
  }
  throw new Error(`the execution ended: ${JSON.stringify(await details(id))}`);
}

async function isUnderWay(id: string): Promise<boolean> {
  return ['InProgress', 'Stopping'].includes(String((await execution(id))?.status));
}

async function execution(pipelineExecutionId: string): Promise<pipelines.PipelineExecution | undefined> {
  const command = new pipelines.GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId });
  return (await client.send(command)).pipelineExecution;
}

async function ended(id: string): Promise<string | undefined> {
  while (await isUnderWay(id)) continue;
  return (await execution(id))?.status;
}

async function details(pipelineExecutionId: string): Promise<pipelines.ActionExecutionDetail[]> {
  const filter = { pipelineExecutionId };
  const command = new pipelines.ListActionExecutionsCommand({ pipelineName, filter });
  return (await client.send(command)).actionExecutionDetails ?? [];
}

async function review(id: string, status: pipelines.ApprovalStatus): Promise<void> {
  const { token = '' } = await waiting(id);
  const names = { pipelineName, stageName: 'Gate', actionName: 'Ask' };
  await client.send(new pipelines.PutApprovalResultCommand({ ...names, token, result: { status, summary: 'seen' } }));
}

async function start(others: Partial<pipelines.StartPipelineExecutionInput> = {}): Promise<string> {
  const command = new pipelines.StartPipelineExecutionCommand({ name: pipelineName, ...others });
  return (await client.send(command)).pipelineExecutionId ?? '';
}

async function newest(): Promise<pipelines.PipelineExecutionSummary | undefined> {
  const command = new pipelines.ListPipelineExecutionsCommand({ pipelineName });
  return (await client.send(command)).pipelineExecutionSummaries?.[0];
}

describe('a pipeline', () => {
  test('runs real builds from its creation on, and asks', async () => {
    const tags = [{ key: 'team', value: 'a' }];
    await client.send(new pipelines.CreatePipelineCommand({ pipeline: declaration, tags }));
    const created = await newest();
    const id = created?.pipelineExecutionId ?? '';
    expect(created?.trigger?.triggerType).toBe('CreatePipeline');
    expect(await waiting(id)).toMatchObject({ summary: 'Ship one-all?', lastStatusChange: expect.any(Date) as Date });
    await review(id, 'Approved');
    expect(await ended(id)).toBe('Succeeded');
    const calls = aws.calls.filter(({ caller }) => caller === ROLE).map((call) => `${call.service}:${call.action}`);
    expect(calls).toEqual(expect.arrayContaining(['s3:GetObject', 's3:PutObject', 'codebuild:StartBuild']));
  });

  test('runs with variables and on a revision that are given, and can be stopped and retried', async () => {
    const { VersionId = '' } = await upload('two');
    await upload('three');
    const override = { actionName: 'Source', revisionType: 'S3_OBJECT_VERSION_ID' as const, revisionValue: VersionId };
    const id = await start({ variables: [{ name: 'WHO', value: 'me' }], sourceRevisions: [override] });
    expect(await waiting(id)).toMatchObject({ summary: 'Ship two-me?' });
    const stop = { pipelineName, pipelineExecutionId: id, reason: 'enough' };
    await client.send(new pipelines.StopPipelineExecutionCommand({ ...stop, abandon: true }));
    expect(await ended(id)).toBe('Stopped');
    const retry = { pipelineName, stageName: 'Gate', pipelineExecutionId: id, retryMode: 'FAILED_ACTIONS' as const };
    await client.send(new pipelines.RetryStageExecutionCommand(retry));
    await review(id, 'Rejected');
    expect(await ended(id)).toBe('Failed');
    expect((await execution(id))?.variables).toEqual([{ name: 'WHO', resolvedValue: 'me' }]);
    const [asked, , built] = await details(id);
    expect(asked).toMatchObject({ actionName: 'Ask', status: 'Failed' });
    expect(built?.output?.outputVariables).toEqual({ WORD: 'two-me' });
  });

  test('is started by a rule of EventBridge', async () => {
    const events = new EventBridgeClient(clientConfig(aws.environment));
    const EventPattern = JSON.stringify({ source: ['aws.ssm'], detail: { name: ['/demo/contract'] } });
    await events.send(new PutRuleCommand({ Name: 'contract', EventPattern }));
    await events.send(new PutTargetsCommand({ Rule: 'contract', Targets: [{ Id: '1', Arn: ARN, RoleArn: ROLE }] }));
    const ssm = new SSMClient(clientConfig(aws.environment));
    await ssm.send(new PutParameterCommand({ Name: '/demo/contract', Value: '{}', Type: 'String' }));
    const execution = await newest();
    expect(execution?.trigger).toEqual({
      triggerType: 'CloudWatchEvent',
      triggerDetail: 'arn:aws:events:us-east-1:000000000000:rule/contract',
    });
    const id = execution?.pipelineExecutionId ?? '';
    await review(id, 'Approved');
    expect(await ended(id)).toBe('Succeeded');
  });

  test('is started by a webhook, over HTTP', async () => {
    const webhook: pipelines.WebhookDefinition = {
      name: 'hook',
      targetPipeline: pipelineName,
      targetAction: 'Source',
      filters: [{ jsonPath: '$.action', matchEquals: 'published' }],
      authentication: 'GITHUB_HMAC',
      authenticationConfiguration: { SecretToken: 'geheim' },
    };
    const { webhook: put } = await client.send(new pipelines.PutWebhookCommand({ webhook }));
    const { webhooks } = await client.send(new pipelines.ListWebhooksCommand({}));
    expect(webhooks).toEqual([put]);
    expect(put?.definition?.authenticationConfiguration).toEqual({ SecretToken: '****' });
    const body = JSON.stringify({ action: 'published' });
    const deliver = async (secret: string): Promise<number> => {
      const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
      const headers = { 'x-hub-signature-256': signature, 'x-github-event': 'release', 'x-github-delivery': 'one' };
      return (await fetch(put?.url ?? '', { method: 'POST', body, headers })).status;
    };
    const before = await newest();
    expect(await deliver('wrong')).toBe(403);
    expect((await newest())?.pipelineExecutionId).toBe(before?.pipelineExecutionId);
    expect(await deliver('geheim')).toBe(200);
    const id = (await newest())?.pipelineExecutionId ?? '';
    expect((await newest())?.trigger).toEqual({ triggerType: 'Webhook', triggerDetail: put?.arn });
    await review(id, 'Approved');
    expect(await ended(id)).toBe('Succeeded');
    const register = new pipelines.RegisterWebhookWithThirdPartyCommand({ webhookName: 'none' });
    await expect(client.send(register)).rejects.toThrow(pipelines.WebhookNotFoundException);
    const deregister = new pipelines.DeregisterWebhookWithThirdPartyCommand({ webhookName: 'none' });
    await expect(client.send(deregister)).rejects.toThrow(pipelines.WebhookNotFoundException);
    await client.send(new pipelines.DeleteWebhookCommand({ name: 'hook' }));
  });

  test('has tags and versions, and is gone once it is deleted', async () => {
    await client.send(new pipelines.TagResourceCommand({ resourceArn: ARN, tags: [{ key: 'b', value: '2' }] }));
    await client.send(new pipelines.UntagResourceCommand({ resourceArn: ARN, tagKeys: ['team'] }));
    const { tags } = await client.send(new pipelines.ListTagsForResourceCommand({ resourceArn: ARN }));
    expect(tags).toEqual([{ key: 'b', value: '2' }]);
    const pipeline = { ...declaration, executionMode: 'QUEUED' as const };
    await client.send(new pipelines.UpdatePipelineCommand({ pipeline }));
    const read = await client.send(new pipelines.GetPipelineCommand({ name: pipelineName }));
    expect(read).toMatchObject({
      pipeline: { version: 2, executionMode: 'QUEUED' },
      metadata: { pipelineArn: ARN, created: expect.any(Date) as Date },
    });
    const list = await client.send(new pipelines.ListPipelinesCommand({}));
    expect(list.pipelines).toMatchObject([{ name: 'demo', version: 2, pipelineType: 'V2' }]);
    await client.send(new pipelines.DeletePipelineCommand({ name: pipelineName }));
    await expect(client.send(new pipelines.GetPipelineCommand({ name: pipelineName }))).rejects.toThrow(
      pipelines.PipelineNotFoundException,
    );
  });

  test('fails with the SDK’s class for an input that the model does not allow', async () => {
    await expect(client.send(new pipelines.GetPipelineCommand({ name: 'a b' }))).rejects.toThrow(
      pipelines.ValidationException,
    );
  });
});

test('every answer is as AWS’s own model has it', () => {
  expect([...answered].sort()).toEqual(
    Object.keys(model.operations).filter(
      (name) =>
        !/Job|CustomAction|ActionType|PutActionRevision|Rule|Override|ListDeploy|Transition|RollbackStage/.test(name),
    ),
  );
  expect(problems).toEqual([]);
});

describe('Terraform', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codepipeline-'));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('finds nothing to change after it made pipelines and a webhook, nor after it changed them', async () => {
    const write = (isChanged: boolean): void => {
      writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration(isChanged)));
    };
    const seen = aws.calls.length;
    await new Terraform(folder, { ...aws.environment, ...terraformEnvironment() }).applyUpdateDestroy(write);
    expect((await client.send(new pipelines.ListPipelinesCommand({}))).pipelines).toEqual([]);
    expect((await client.send(new pipelines.ListWebhooksCommand({}))).webhooks).toEqual([]);
    const changes = aws.calls
      .slice(seen)
      .filter(({ service, write: isWrite, errorCode }) => service === 'codepipeline' && isWrite && !errorCode);
    expect(changes.filter(({ action: name }) => name === 'UpdatePipeline')).toHaveLength(3);
  });
});

/** Pipelines with every argument between them, and a webhook. */
function configuration(isChanged: boolean): object {
  const one = <Value>(before: Value, after: Value): Value => (isChanged ? after : before);
  const aws = { owner: 'AWS', version: '1' };
  const source = {
    ...aws,
    name: 'Source',
    category: 'Source',
    provider: 'CodeStarSourceConnection',
    namespace: 'SourceVariables',
    output_artifacts: ['source'],
    configuration: {
      ConnectionArn: 'arn:aws:codeconnections:us-east-1:000000000000:connection/1',
      FullRepositoryId: 'acme/app',
      BranchName: one('main', 'release'),
      OutputArtifactFormat: 'CODEBUILD_CLONE_REF',
      DetectChanges: 'false',
    },
  };
  const build = {
    ...aws,
    name: 'Build',
    category: 'Build',
    provider: 'CodeBuild',
    namespace: 'Build',
    input_artifacts: ['source'],
    output_artifacts: ['package'],
    run_order: one(1, 2),
    role_arn: ROLE,
    region: 'us-east-1',
    configuration: { ProjectName: 'unit', PrimarySource: 'source', EnvironmentVariables: one('[]', '[{}]') },
  };
  const approval = {
    ...aws,
    name: 'Ask',
    category: 'Approval',
    provider: 'Manual',
    timeout_in_minutes: one(60, 90),
    configuration: { CustomData: one('Ship?', 'Really?'), ExternalEntityLink: 'https://example.com' },
  };
  const retry = { result: 'RETRY', retry_configuration: { retry_mode: one('ALL_ACTIONS', 'FAILED_ACTIONS') } };
  const stages = [
    { name: 'Source', action: [source] },
    { name: 'Build', action: [build], on_failure: one<object>(retry, { result: 'ROLLBACK' }) },
    { name: 'Gate', action: [approval] },
  ];
  const key = { id: 'arn:aws:kms:us-east-1:000000000000:key/1', type: 'KMS' };
  const common = { role_arn: ROLE, artifact_store: { location: 'artifacts', type: 'S3' }, stage: stages };
  const triggered = (push: object): object => ({
    provider_type: 'CodeStarSourceConnection',
    git_configuration: { source_action_name: 'Source', push },
  });
  const branches = {
    branches: { includes: one(['main'], ['main', 'release/**']), excludes: ['wip/*'] },
    file_paths: { includes: ['api/**'], excludes: ['**/*.md'] },
  };
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: {
      aws: {
        region: 'us-east-1',
        skip_credentials_validation: true,
        skip_metadata_api_check: 'true',
        skip_region_validation: true,
        s3_use_path_style: true,
      },
    },
    resource: {
      aws_codepipeline: {
        push: {
          ...common,
          name: 'tf-push',
          pipeline_type: 'V2',
          execution_mode: one('SUPERSEDED', 'QUEUED'),
          artifact_store: { location: 'artifacts', type: 'S3', encryption_key: key },
          variable: [
            { name: 'WHO', default_value: one('all', 'none'), description: 'who' },
            { name: 'TAG', default_value: 'v1' },
          ],
          trigger: triggered(branches),
          tags: { team: one('a', 'b') },
        },
        tag: {
          ...common,
          name: 'tf-tag',
          pipeline_type: 'V2',
          trigger: triggered({ tags: { includes: ['v*'], excludes: one(['v0*'], ['v1*']) } }),
        },
        first: { ...common, name: 'tf-first' },
      },
      aws_codepipeline_webhook: {
        release: {
          name: 'tf-release',
          target_pipeline: '${aws_codepipeline.push.name}',
          target_action: 'Source',
          authentication: 'GITHUB_HMAC',
          authentication_configuration: { secret_token: 'geheim' },
          filter: [
            { json_path: '$.action', match_equals: 'published' },
            { json_path: '$.release.prerelease', match_equals: one('false', 'true') },
          ],
          tags: { team: one('a', 'b') },
          lifecycle: { ignore_changes: ['authentication_configuration'] },
        },
      },
    },
  };
}
