import { spawnSync } from 'node:child_process';

import { lookAround } from '../../demo/look-around';

const OUTPUTS = {
  lambda: { name: 'demo-api', alias: 'live', aliasArn: 'arn:aws:lambda:us-east-1:000000000000:function:demo-api:live' },
  api_url: 'http://abc.execute-api.localhost:4566',
  pipeline: { pipelineName: 'demo-api', projectName: 'demo-api-build' },
};

const text = lookAround({
  endpoint: 'http://127.0.0.1:4566',
  environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', TF_CLI_CONFIG_FILE: "/tmp/a b/it's.tfrc" },
  outputs: OUTPUTS,
  folder: '/tmp/a b/stacks/demo',
  terraform: 'terraform',
});

test('the commands name the function, the alias, the contract and the pipeline', () => {
  expect(text).toContain('aws lambda get-alias --function-name demo-api --name live');
  expect(text).toContain('aws ssm get-parameter --name /codeless/demo-api/contract');
  expect(text).toContain('aws codepipeline list-pipeline-executions --pipeline-name demo-api');
  expect(text).toContain('curl -s -H ');
  expect(text).toContain("terraform -chdir='/tmp/a b/stacks/demo' plan");
});

test('a shell reads the text as it is meant, whatever is in the values', () => {
  const script = text.slice(text.indexOf('export')).replaceAll(/^(curl|aws|terraform) .*$/gm, '');
  const { stdout, stderr } = spawnSync('sh', ['-c', `${script}\nprintf %s "$TF_CLI_CONFIG_FILE"`]);
  expect(stderr.toString()).toBe('');
  expect(stdout.toString()).toBe("/tmp/a b/it's.tfrc");
});
