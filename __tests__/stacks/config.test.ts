import { ConfigError, readConfig } from '../../stacks/config';
import { DEFAULT_CONFIG } from '../helpers/stack-config';

const CONNECTION = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/11111111-2222-3333-4444-555555555555';

test('an empty environment gives the defaults', () => {
  expect(readConfig({})).toEqual(DEFAULT_CONFIG);
});

test('variables of others are not read', () => {
  expect(readConfig({ HOME: '/home/me', DEMO_UNKNOWN: 'x', TF_WORKSPACE: 'w' })).toEqual(DEFAULT_CONFIG);
});

test('every variable of the demo has its place', () => {
  const config = readConfig({
    AWS_REGION: 'eu-central-2',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    DEMO_FUNCTION_NAME: 'api',
    DEMO_RUNTIME: 'nodejs22.x',
    DEMO_HANDLER: 'index.handler',
    DEMO_MEMORY_SIZE: '512',
    DEMO_PLACEHOLDER: 'prebuilt',
    DEMO_REPOSITORY: 'shop/api.py',
    DEMO_BRANCH: 'release/1',
    DEMO_SOURCE_PATH: 'services/api',
    DEMO_CONNECTION_ARN: CONNECTION,
    DEMO_RELEASE_TRIGGER: 'tag',
    DEMO_TAG_PATTERN: 'api/v*',
    DEMO_SLACK_TEAM_ID: 'T07EA123LEP',
    DEMO_SLACK_CHANNEL_ID: 'C07EZ1ABC23',
    DEMO_PROGRAM_FILE: 'codeless.js',
    DEMO_STATE_DIRECTORY: 'state',
  });
  expect(config).toEqual({
    region: 'eu-central-2',
    endpointUrl: 'http://127.0.0.1:4566',
    backend: { type: 'local', directory: 'state' },
    demo: {
      functionName: 'api',
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      memorySize: 512,
      placeholder: 'prebuilt',
    },
    delivery: {
      repository: 'shop/api.py',
      branch: 'release/1',
      sourcePath: 'services/api',
      connectionArn: CONNECTION,
      releaseTrigger: 'tag',
      tagPattern: 'api/v*',
      slack: { teamId: 'T07EA123LEP', channelId: 'C07EZ1ABC23' },
      programFile: 'codeless.js',
    },
  });
});

test.each([
  CONNECTION,
  'arn:aws-us-gov:codestar-connections:us-gov-west-1:111122223333:connection/11111111-2222-3333-4444-555555555555',
])('accepts the connection %s', (DEMO_CONNECTION_ARN) => {
  expect(readConfig({ DEMO_CONNECTION_ARN }).delivery.connectionArn).toBe(DEMO_CONNECTION_ARN);
});

test('accepts a function name with room for that of QA', () => {
  const name = 'x'.repeat(61);
  expect(readConfig({ DEMO_FUNCTION_NAME: name }).demo.functionName).toBe(name);
});

test.each([
  [{ TERRAFORM_BACKEND: 'local' }, { type: 'local', directory: undefined }],
  [
    { TERRAFORM_BACKEND: 's3', TERRAFORM_BACKEND_BUCKET: 'states' },
    { type: 's3', bucket: 'states', key: 'cdktf-codeless/demo.tfstate', region: 'us-east-1' },
  ],
  [
    { TERRAFORM_BACKEND: 's3', TERRAFORM_BACKEND_BUCKET: 'states', AWS_REGION: 'eu-west-1' },
    { type: 's3', bucket: 'states', key: 'cdktf-codeless/demo.tfstate', region: 'eu-west-1' },
  ],
  [
    {
      TERRAFORM_BACKEND: 's3',
      TERRAFORM_BACKEND_BUCKET: 'states',
      TERRAFORM_BACKEND_KEY: 'k',
      TERRAFORM_BACKEND_REGION: 'eu-west-3',
    },
    { type: 's3', bucket: 'states', key: 'k', region: 'eu-west-3' },
  ],
  [
    { TERRAFORM_BACKEND: 'cloud', TF_CLOUD_ORGANIZATION: 'shop', TF_WORKSPACE: 'demo' },
    { type: 'cloud', organization: 'shop', workspace: 'demo', hostname: undefined },
  ],
  [
    {
      TERRAFORM_BACKEND: 'cloud',
      TF_CLOUD_ORGANIZATION: 'shop',
      TF_WORKSPACE: 'demo',
      TF_CLOUD_HOSTNAME: 'tfe.shop.example',
    },
    { type: 'cloud', organization: 'shop', workspace: 'demo', hostname: 'tfe.shop.example' },
  ],
])('%j names the backend', (variables, backend) => {
  expect(readConfig(variables).backend).toEqual(backend);
});

test.each(['us-east-1', 'us-gov-west-1', 'ap-southeast-7', 'us-iso-east-1', 'eusc-de-east-1'])(
  'accepts the region %s',
  (AWS_REGION) => {
    expect(readConfig({ AWS_REGION }).region).toBe(AWS_REGION);
  },
);

test.each(['128', '10240'])('accepts %s MB', (DEMO_MEMORY_SIZE) => {
  expect(readConfig({ DEMO_MEMORY_SIZE }).demo.memorySize).toBe(Number(DEMO_MEMORY_SIZE));
});

const REPOSITORY = 'must be a repository at GitHub with its owner, such as acme/demo-api';
const MEMORY_SIZE = 'must be a whole number of MB from 128 to 10240';
test.each([
  ['AWS_DEFAULT_REGION', 'Ireland', 'must be a region, such as eu-west-1'],
  ['AWS_REGION', '', 'must be a region, such as eu-west-1'],
  ['AWS_REGION', 'Ireland', 'must be a region, such as eu-west-1'],
  ['AWS_ENDPOINT_URL', 'localhost', 'must be an http or https URL'],
  ['AWS_ENDPOINT_URL', 'ftp://localhost', 'must be an http or https URL'],
  ['DEMO_FUNCTION_NAME', 'a b', "must be 1 to 61 letters, digits, '-' and '_'"],
  ['DEMO_FUNCTION_NAME', 'x'.repeat(62), "must be 1 to 61 letters, digits, '-' and '_'"],
  ['DEMO_RUNTIME', '', 'must not be empty'],
  ['DEMO_HANDLER', '', 'must not be empty'],
  ['DEMO_MEMORY_SIZE', '', MEMORY_SIZE],
  ['DEMO_MEMORY_SIZE', '1e3', MEMORY_SIZE],
  ['DEMO_MEMORY_SIZE', '127', MEMORY_SIZE],
  ['DEMO_MEMORY_SIZE', '10241', MEMORY_SIZE],
  ['DEMO_PLACEHOLDER', 'zip', 'must be archive or prebuilt'],
  ['DEMO_REPOSITORY', '', REPOSITORY],
  ['DEMO_REPOSITORY', 'demo-api', REPOSITORY],
  ['DEMO_REPOSITORY', 'https://github.com/acme/demo-api', REPOSITORY],
  ['DEMO_BRANCH', '', 'must not be empty'],
  ['DEMO_SOURCE_PATH', '', 'must not be empty'],
  ['DEMO_CONNECTION_ARN', 'acme', 'must be the ARN of a connection'],
  ['DEMO_CONNECTION_ARN', CONNECTION.replace('connection/', 'host/'), 'must be the ARN of a connection'],
  ['DEMO_RELEASE_TRIGGER', 'push', 'must be release or tag'],
  ['DEMO_TAG_PATTERN', '', 'must not be empty'],
  ['DEMO_PROGRAM_FILE', '', 'must not be empty'],
  ['DEMO_STATE_DIRECTORY', '', 'must not be empty'],
  ['TERRAFORM_BACKEND', 'gcs', 'must be local, s3 or cloud'],
  ['TERRAFORM_BACKEND', 'toString', 'must be local, s3 or cloud'],
  ['TERRAFORM_BACKEND_KEY', '', 'must not be empty'],
])('fails for %s=%s and says what it must be', (name, value, wanted) => {
  expect(messageOf({ [name]: value })).toBe(`the environment has wrong values:\n  ${name} ${wanted}, got '${value}'`);
});

test('fails with every wrong variable in one message, those that are missing too', () => {
  const message = messageOf({
    AWS_REGION: 'x',
    AWS_ENDPOINT_URL: 'x',
    DEMO_FUNCTION_NAME: '',
    DEMO_MEMORY_SIZE: 'x',
    DEMO_PLACEHOLDER: 'x',
    TERRAFORM_BACKEND: 'cloud',
  });
  expect(message.split('\n')).toEqual([
    'the environment has wrong values:',
    "  AWS_REGION must be a region, such as eu-west-1, got 'x'",
    "  AWS_ENDPOINT_URL must be an http or https URL, got 'x'",
    "  DEMO_FUNCTION_NAME must be 1 to 61 letters, digits, '-' and '_', got ''",
    `  DEMO_MEMORY_SIZE ${MEMORY_SIZE}, got 'x'`,
    "  DEMO_PLACEHOLDER must be archive or prebuilt, got 'x'",
    '  TF_CLOUD_ORGANIZATION must be set where TERRAFORM_BACKEND is cloud',
    '  TF_WORKSPACE must be set where TERRAFORM_BACKEND is cloud',
  ]);
});

test('fails for a bucket that is missing', () => {
  expect(messageOf({ TERRAFORM_BACKEND: 's3' })).toBe(
    'the environment has wrong values:\n  TERRAFORM_BACKEND_BUCKET must be set where TERRAFORM_BACKEND is s3',
  );
});

const TEAM = 'must be the id of a workspace, such as T07EA123LEP';
const CHANNEL = 'must be the id of a channel, such as C07EZ1ABC23';
test.each([
  [{ DEMO_SLACK_TEAM_ID: 'T1' }, '  DEMO_SLACK_CHANNEL_ID must be set where DEMO_SLACK_TEAM_ID is'],
  [{ DEMO_SLACK_CHANNEL_ID: 'C1' }, '  DEMO_SLACK_TEAM_ID must be set where DEMO_SLACK_CHANNEL_ID is'],
  [{ DEMO_SLACK_TEAM_ID: 'acme', DEMO_SLACK_CHANNEL_ID: 'C1' }, `  DEMO_SLACK_TEAM_ID ${TEAM}, got 'acme'`],
  [{ DEMO_SLACK_TEAM_ID: 'T1', DEMO_SLACK_CHANNEL_ID: '#d' }, `  DEMO_SLACK_CHANNEL_ID ${CHANNEL}, got '#d'`],
])('fails for a channel in %j', (environment, line) => {
  expect(messageOf(environment)).toBe(`the environment has wrong values:\n${line}`);
});

function messageOf(variables: Record<string, string>): string {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message;
    }
    throw error;
  }
  throw new Error('expected a ConfigError, but nothing was thrown');
}

test('without AWS_REGION the region is AWS_DEFAULT_REGION', () => {
  expect(readConfig({ AWS_DEFAULT_REGION: 'eu-west-3' }).region).toBe('eu-west-3');
  expect(readConfig({ AWS_DEFAULT_REGION: 'eu-west-3', AWS_REGION: 'eu-west-1' }).region).toBe('eu-west-1');
});
