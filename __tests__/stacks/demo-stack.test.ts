import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { StackConfig } from '../../stacks/config';
import { DemoStack } from '../../stacks/demo-stack';
import { TEST_CONFIG } from '../helpers/stack-config';
import type { Attributes, SynthesizedStack } from '../helpers/synth';
import { synthesize, temporaryPath, testApp } from '../helpers/synth';
import { inDirectory } from '../helpers/working-directory';

const ROOT = resolve(__dirname, '../..');
const GOLDEN = join(__dirname, '../fixtures/demo-stack.json');

const synthesizeDemo = (config: StackConfig = TEST_CONFIG, outdir?: string): SynthesizedStack =>
  synthesize(new DemoStack(testApp(outdir), 'demo', config));

const prebuilt: StackConfig = { ...TEST_CONFIG, demo: { ...TEST_CONFIG.demo, placeholder: 'prebuilt' } };

test('the demo is two environments with one bucket and one connection', () => {
  const addresses = synthesizeDemo().addresses.filter((address) => !address.startsWith('data.'));
  const of = (environment: string): string[] =>
    addresses
      .filter((address) => address.includes(`.${environment}_`))
      .map((address) => address.replace(`.${environment}_`, '.').replace(/_[0-9A-F]{8}$/, ''));
  expect(of('qa')).toEqual([
    'aws_apigatewayv2_api.http-api',
    'aws_apigatewayv2_integration.http-api_Integration',
    'aws_apigatewayv2_route.http-api_Route',
    'aws_apigatewayv2_stage.http-api_Stage',
    'aws_cloudwatch_event_rule.pipeline_Starter_Contract',
    'aws_cloudwatch_event_target.pipeline_Starter_ContractTarget',
    'aws_cloudwatch_log_group.api_LogGroup',
    'aws_cloudwatch_log_group.pipeline_Build_LogGroup',
    'aws_codebuild_project.pipeline_Build',
    'aws_codepipeline.pipeline_Pipeline',
    'aws_iam_role.api_Role',
    'aws_iam_role.pipeline_Build_Role',
    'aws_iam_role.pipeline_Pipeline_Role',
    'aws_iam_role.pipeline_Starter_Role',
    'aws_iam_role_policy.api_ExecutionPolicy',
    'aws_iam_role_policy.pipeline_Build_Policy',
    'aws_iam_role_policy.pipeline_Pipeline_Policy',
    'aws_iam_role_policy.pipeline_Starter_Policy',
    'aws_lambda_alias.api_Alias',
    'aws_lambda_function.api',
    'aws_lambda_permission.api_Alias_Permission-http-api',
    'aws_s3_object.pipeline_Program',
    'aws_ssm_parameter.api_Contract',
  ]);
  expect(of('production').filter((address) => !of('qa').includes(address))).toEqual([
    'aws_codepipeline_webhook.pipeline_Webhook',
    'github_repository_webhook.pipeline_Webhook_RepositoryWebhook',
    'terraform_data.pipeline_Webhook_Secret',
    'terraform_data.pipeline_Webhook_Secret_Rotation',
  ]);
  const shared = addresses.filter((address) => !/\.(qa|production)_/.test(address));
  expect(shared.map((address) => address.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
    'aws_codestarconnections_connection.connection',
    'aws_s3_bucket.artifacts',
    'aws_s3_bucket_lifecycle_configuration.artifacts_Lifecycle',
    'aws_s3_bucket_ownership_controls.artifacts_OwnershipControls',
    'aws_s3_bucket_policy.artifacts_Policy',
    'aws_s3_bucket_public_access_block.artifacts_PublicAccessBlock',
    'aws_s3_bucket_server_side_encryption_configuration.artifacts_Encryption',
    'aws_s3_bucket_versioning.artifacts_Versioning',
  ]);
});

test('the whole demo is as in its golden file', () => {
  const cleaned = inDirectory(temporaryPath(), () => clean(synthesizeDemo(TEST_CONFIG, 'cdktf.out')));
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(GOLDEN, `${JSON.stringify(cleaned, undefined, 2)}\n`);
  }
  expect(cleaned).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
});

/** Without what has tests of its own: the placeholder's text, the hash in its name, and the build specification. */
function clean(stack: SynthesizedStack): unknown {
  const text = JSON.stringify(stack.json)
    .replace(/placeholder-[0-9a-f]{42}\.zip/g, 'placeholder.zip')
    .replace(/"content":"(?:[^"\\]|\\.)*"/g, '"content":"…"')
    .replace(/"buildspec":"(?:[^"\\]|\\.)*"/g, '"buildspec":"…"');
  return JSON.parse(text);
}

test('the API calls the alias, and only its own routes may', () => {
  const stack = synthesizeDemo();
  const [integration] = stack.all('aws_apigatewayv2_integration');
  expect(integration?.integration_uri).toMatch(/^\$\{aws_lambda_alias\.production_api_Alias_\w+\.invoke_arn}$/);
  expect(stack.all('aws_lambda_permission')[0]).toMatchObject({
    principal: 'apigateway.amazonaws.com',
    qualifier: expect.stringMatching(/^\$\{aws_lambda_alias\.production_api_Alias_\w+\.name}$/) as string,
    source_arn: expect.stringMatching(/^\$\{aws_apigatewayv2_api\.production_\S+\.execution_arn}\/\*\/\*$/) as string,
  });
});

test('the configuration decides name, runtime, handler, memory and region', () => {
  const stack = synthesizeDemo({
    ...prebuilt,
    region: 'eu-west-3',
    demo: {
      functionName: 'shop-api',
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      memorySize: 512,
      placeholder: 'prebuilt',
    },
  });
  const common = { runtime: 'nodejs22.x', handler: 'index.handler', memory_size: 512 };
  const names = [{ function_name: 'shop-api' }, { function_name: 'shop-api-qa' }];
  expect(byName(stack.all('aws_lambda_function'))).toMatchObject(names.map((name) => ({ ...common, ...name })));
  expect(stack.section('provider').aws).toEqual([
    { region: 'eu-west-3', default_tags: [{ tags: { 'managed-by': 'terraform', stack: 'demo' } }] },
  ]);
});

function byName(functions: readonly Attributes[]): Attributes[] {
  return [...functions].sort((a, b) => String(a.function_name).localeCompare(String(b.function_name)));
}

function withDelivery(delivery: Partial<StackConfig['delivery']>): SynthesizedStack {
  return synthesizeDemo({ ...TEST_CONFIG, delivery: { ...TEST_CONFIG.delivery, ...delivery } });
}

interface Stage {
  readonly action: readonly [{ readonly configuration: Readonly<Record<string, string>> }];
}

const pipelineOf = (stack: SynthesizedStack, name: string): Attributes =>
  stack.all('aws_codepipeline').find((pipeline) => pipeline.name === name) ?? {};

test('pushes to the branch ship to QA, releases to production', () => {
  const stack = withDelivery({ repository: 'shop/api', branch: 'trunk', sourcePath: 'services/api' });
  for (const name of ['demo-api-qa', 'demo-api']) {
    const [source] = pipelineOf(stack, name).stage as Stage[];
    expect(source?.action[0].configuration).toMatchObject({ FullRepositoryId: 'shop/api', BranchName: 'trunk' });
  }
  expect(pipelineOf(stack, 'demo-api-qa').trigger).toMatchObject([
    {
      git_configuration: {
        push: [{ branches: { includes: ['trunk'] }, file_paths: { includes: ['services/api/**'] } }],
      },
    },
  ]);
  expect(pipelineOf(stack, 'demo-api').trigger).toBeUndefined();
  expect(stack.only('github_repository_webhook')).toMatchObject({ repository: 'api', events: ['release'] });
  expect(stack.section('provider').github).toEqual([{ owner: 'shop' }]);
});

test('without a GitHub provider a pushed tag ships to production', () => {
  const stack = withDelivery({ releaseTrigger: 'tag', tagPattern: 'api/v*' });
  expect(pipelineOf(stack, 'demo-api').trigger).toMatchObject([
    { git_configuration: { push: [{ tags: { includes: ['api/v*'] } }] } },
  ]);
  expect(Object.keys(stack.section('provider')).sort()).toEqual(['archive', 'aws']);
  expect(stack.all('github_repository_webhook')).toEqual([]);
});

test('a connection that exists is taken as it is', () => {
  const connectionArn = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1';
  const stack = withDelivery({ connectionArn });
  const [source] = pipelineOf(stack, 'demo-api').stage as Stage[];
  expect(source?.action[0].configuration.ConnectionArn).toBe(connectionArn);
  expect(stack.all('aws_codestarconnections_connection')).toEqual([]);
  expect(stack.section('output').connection_arn).toEqual({ value: connectionArn });
});

test('a channel is told of both pipelines, and of each deploy', () => {
  const stack = withDelivery({ slack: { teamId: 'T07EA123LEP', channelId: 'C07EZ1ABC23' } });
  const topic = '${aws_sns_topic.deploys.arn}';
  expect(stack.only('aws_chatbot_slack_channel_configuration')).toMatchObject({
    slack_team_id: 'T07EA123LEP',
    slack_channel_id: 'C07EZ1ABC23',
    sns_topic_arns: [topic],
  });
  const rules = stack.all('aws_codestarnotifications_notification_rule').map(({ name }) => name);
  expect(rules.sort()).toEqual(['demo-api-alert', 'demo-api-info', 'demo-api-qa-alert', 'demo-api-qa-info']);
  for (const project of stack.all('aws_codebuild_project')) {
    expect(JSON.stringify(project.environment)).toContain(JSON.stringify(topic));
  }
});

test('an AWS of one’s own is not asked for what only the real one answers', () => {
  const stack = synthesizeDemo({ ...TEST_CONFIG, endpointUrl: 'http://127.0.0.1:4566' });
  expect(stack.section('provider').aws).toEqual([
    {
      region: 'us-east-1',
      default_tags: [{ tags: { 'managed-by': 'terraform', stack: 'demo' } }],
      skip_credentials_validation: true,
      skip_metadata_api_check: 'true',
      skip_region_validation: true,
      s3_use_path_style: true,
    },
  ]);
});

test('Terraform Cloud ships the prebuilt placeholder without being told', () => {
  const stack = synthesizeDemo({
    ...TEST_CONFIG,
    backend: { type: 'cloud', organization: 'shop', workspace: 'demo', hostname: undefined },
  });
  for (const { filename } of stack.all('aws_lambda_function'))
    expect(filename).toMatch(/^\$\{path\.module\}\/assets\//);
  expect(stack.section('data').archive_file).toBeUndefined();
});

test('the outputs are what a pipeline and a person ask for', () => {
  expect(Object.keys(synthesizeDemo().section('output')).sort()).toEqual([
    'connection_arn',
    'production_environment',
    'qa_environment',
  ]);
});

test.each([
  ['an archive', TEST_CONFIG],
  ['a prebuilt zip', prebuilt],
])('the output with %s names no path of this machine, and is the same from everywhere', (_, config) => {
  const texts = ['cdktf.out', 'generated'].map((outdir) => {
    const directory = temporaryPath();
    const { text } = inDirectory(directory, () => synthesizeDemo(config, outdir));
    for (const path of [directory, ROOT, process.cwd(), __dirname, 'cdktf.out', 'generated']) {
      expect(text).not.toContain(path);
    }
    return text;
  });
  expect(texts[0]).toBe(texts[1]);
});
