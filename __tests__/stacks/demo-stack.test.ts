import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { StackConfig } from '../../stacks/config';
import { DemoStack } from '../../stacks/demo-stack';
import { DEFAULT_CONFIG } from '../helpers/stack-config';
import type { SynthesizedStack } from '../helpers/synth';
import { synthesize, temporaryPath, testApp } from '../helpers/synth';
import { inDirectory } from '../helpers/working-directory';

const ROOT = resolve(__dirname, '../..');
const GOLDEN = join(__dirname, '../fixtures/demo-stack.json');

const synthesizeDemo = (config: StackConfig = DEFAULT_CONFIG, outdir?: string): SynthesizedStack =>
  synthesize(new DemoStack(testApp(outdir), 'demo', config));

const prebuilt: StackConfig = { ...DEFAULT_CONFIG, demo: { ...DEFAULT_CONFIG.demo, placeholder: 'prebuilt' } };

test('the demo makes exactly these addresses', () => {
  expect(synthesizeDemo().addresses).toEqual([
    'aws_apigatewayv2_api.http-api',
    'aws_apigatewayv2_integration.http-api-integration',
    'aws_apigatewayv2_route.http-api-route',
    'aws_apigatewayv2_stage.http-api-stage',
    'aws_cloudwatch_log_group.api_LogGroup_89F0207F',
    'aws_iam_role.api_Role_61B66F73',
    'aws_iam_role_policy.api_ExecutionPolicy_8017D5EB',
    'aws_lambda_alias.api_Alias_B990DB54',
    'aws_lambda_function.api_C8550315',
    'aws_lambda_permission.api_Alias_Permission-http-api_C7F11E37',
    'aws_ssm_parameter.api_Contract_6AE31DF9',
    'data.archive_file.api_Placeholder_Archive_C45E6BE3',
  ]);
});

test('the whole demo is as in its golden file', () => {
  const cleaned = inDirectory(temporaryPath(), () => clean(synthesizeDemo(DEFAULT_CONFIG, 'cdktf.out')));
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(GOLDEN, `${JSON.stringify(cleaned, undefined, 2)}\n`);
  }
  expect(cleaned).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
});

/** Without what has tests of its own: the placeholder's text, and the hash in its name. */
function clean(stack: SynthesizedStack): unknown {
  const text = JSON.stringify(stack.json)
    .replace(/placeholder-[0-9a-f]{42}\.zip/g, 'placeholder.zip')
    .replace(/"content":"(?:[^"\\]|\\.)*"/g, '"content":"…"');
  return JSON.parse(text);
}

test('the API calls the alias, and only its own routes may', () => {
  const stack = synthesizeDemo();
  expect(stack.only('aws_apigatewayv2_integration').integration_uri).toBe(
    '${aws_lambda_alias.api_Alias_B990DB54.invoke_arn}',
  );
  expect(stack.only('aws_lambda_permission')).toMatchObject({
    principal: 'apigateway.amazonaws.com',
    qualifier: '${aws_lambda_alias.api_Alias_B990DB54.name}',
    source_arn: '${aws_apigatewayv2_api.http-api.execution_arn}/*/*',
  });
});

test('the configuration decides name, runtime, handler, memory, region and placeholder', () => {
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
  expect(stack.only('aws_lambda_function')).toMatchObject({
    function_name: 'shop-api',
    runtime: 'nodejs22.x',
    handler: 'index.handler',
    memory_size: 512,
  });
  expect(stack.only('aws_apigatewayv2_api').name).toBe('shop-api');
  expect(stack.section('provider')).toEqual({
    aws: [{ region: 'eu-west-3', default_tags: [{ tags: { 'managed-by': 'terraform', stack: 'demo' } }] }],
  });
});

test('an AWS of one’s own is not asked for what only the real one answers', () => {
  const stack = synthesizeDemo({ ...DEFAULT_CONFIG, endpointUrl: 'http://127.0.0.1:4566' });
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
    ...DEFAULT_CONFIG,
    backend: { type: 'cloud', organization: 'shop', workspace: 'demo', hostname: undefined },
  });
  expect(String(stack.only('aws_lambda_function').filename)).toMatch(/^\$\{path\.module\}\/assets\//);
  expect(stack.section('data')).toEqual({});
});

test('the outputs are what a pipeline and a person ask for', () => {
  expect(Object.keys(synthesizeDemo().section('output')).sort()).toEqual(['api_url', 'lambda', 'role']);
});

test.each([
  ['an archive', DEFAULT_CONFIG],
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
