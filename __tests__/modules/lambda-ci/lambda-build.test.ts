import { TerraformOutput } from 'cdktf';
import type { LambdaBuildProps } from '../../../modules/lambda-ci/lambda-build-props';
import type { Attributes } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';
import { PROGRAM, synthesizeBuild, testBuild } from './build-room';

const PROJECT = 'aws_codebuild_project';
const URI = new RegExp(
  `^s3://\\$\\{aws_s3_bucket\\.store_\\w+\\.id\\}/codeless/${PROGRAM.sha256}/[0-9a-f]{8}/codeless\\.js$`,
);

function projectOf(props: Partial<LambdaBuildProps> = {}): Attributes {
  return synthesizeBuild(props).only(PROJECT);
}

/** The variables of a project by their names, beyond those of every project. */
function variablesOf(props: Partial<LambdaBuildProps>): Record<string, unknown> {
  const { environment_variable } = projectOf(props).environment as {
    environment_variable: { name: string; type: string; value: string }[];
  };
  const entries = environment_variable.map(({ name, type, value }) => [
    name,
    type === 'PLAINTEXT' ? value : { type, value },
  ]);
  const { LAMBDA_CI_STEP, LAMBDA_CI_PROGRAM_URI, LAMBDA_CI_PROGRAM_SHA256, CODELESS_FUNCTION_NAME, ...rest } =
    Object.fromEntries(entries) as Record<string, unknown>;
  expect({ LAMBDA_CI_STEP, LAMBDA_CI_PROGRAM_URI, LAMBDA_CI_PROGRAM_SHA256, CODELESS_FUNCTION_NAME }).toEqual({
    LAMBDA_CI_STEP: 'deploy',
    LAMBDA_CI_PROGRAM_URI: expect.stringMatching(URI) as string,
    LAMBDA_CI_PROGRAM_SHA256: PROGRAM.sha256,
    CODELESS_FUNCTION_NAME: 'api',
  });
  return rest;
}

test('a build is a project, its role with one policy, and its log group', () => {
  const mine = synthesizeBuild().addresses.filter((address) => address.includes('.build_'));
  expect(mine.map((address) => address.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
    'aws_cloudwatch_log_group.build_LogGroup',
    'aws_codebuild_project.build',
    'aws_iam_role.build_Role',
    'aws_iam_role_policy.build_Policy',
    'data.aws_caller_identity.build_Account',
    'data.aws_partition.build_Partition',
    'data.aws_region.build_Region',
  ]);
});

test('every default of the project is as documented', () => {
  const { source, environment, ...rest } = projectOf();
  expect(rest).toEqual({
    name: 'api-build',
    description: 'Tests and deploys the code of api',
    service_role: expect.stringMatching(/^\$\{aws_iam_role\.build_Role_\w+\.arn\}$/) as string,
    artifacts: { type: 'CODEPIPELINE' },
    build_timeout: 15,
    queued_timeout: 60,
    logs_config: {
      cloudwatch_logs: {
        status: 'ENABLED',
        group_name: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.build_LogGroup_\w+\.name\}$/) as string,
      },
    },
    depends_on: [expect.stringMatching(/^aws_iam_role_policy\.build_Policy_\w+$/) as string],
  });
  expect(source).toMatchObject({ type: 'CODEPIPELINE' });
  expect(environment).toMatchObject({ compute_type: 'BUILD_GENERAL1_SMALL', privileged_mode: false });
  expect(variablesOf({})).toEqual({});
});

test('role and log group have their defaults', () => {
  const stack = synthesizeBuild();
  const role = stack.all('aws_iam_role').find(({ name }) => name === 'api-build');
  expect(Object.keys(role ?? {}).sort()).toEqual(['assume_role_policy', 'name']);
  const logGroup = stack.all('aws_cloudwatch_log_group').find(({ name }) => name === '/aws/codebuild/api-build');
  expect(logGroup).toEqual({ name: '/aws/codebuild/api-build', retention_in_days: 30 });
});

test('every default of the project can be overridden', () => {
  const project = projectOf({
    namePrefix: 'shop-api',
    computeType: 'BUILD_GENERAL1_2XLARGE',
    timeoutMinutes: 5,
    queuedTimeoutMinutes: 480,
    concurrentBuildLimit: 1,
    privileged: true,
    vpc: { vpcId: 'vpc', subnetIds: ['a'], securityGroupIds: ['b'] },
    cache: { type: 'local', modes: ['LOCAL_DOCKER_LAYER_CACHE', 'LOCAL_SOURCE_CACHE'] },
    tags: { team: '${a}' },
  });
  expect(project).toMatchObject({
    name: 'shop-api-build',
    build_timeout: 5,
    queued_timeout: 480,
    concurrent_build_limit: 1,
    environment: { compute_type: 'BUILD_GENERAL1_2XLARGE', privileged_mode: true },
    vpc_config: { vpc_id: 'vpc', subnets: ['a'], security_group_ids: ['b'] },
    cache: { type: 'LOCAL', modes: ['LOCAL_DOCKER_LAYER_CACHE', 'LOCAL_SOURCE_CACHE'] },
    tags: { team: '$${a}' },
  });
});

test('role and log group take what is given', () => {
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/logs';
  const stack = synthesizeBuild({
    rolePath: '/ci/',
    permissionsBoundary: 'arn:aws:iam::111122223333:policy/bound',
    logRetentionInDays: 0,
    logKmsKeyArn: key,
    tags: { team: 'a' },
  });
  expect(stack.all('aws_iam_role').find(({ name }) => name === 'api-build')).toMatchObject({
    path: '/ci/',
    permissions_boundary: 'arn:aws:iam::111122223333:policy/bound',
    tags: { team: 'a' },
  });
  expect(stack.all('aws_cloudwatch_log_group')).toContainEqual({
    name: '/aws/codebuild/api-build',
    retention_in_days: 0,
    kms_key_id: key,
    tags: { team: 'a' },
  });
});

test('a cache in S3 is in the bucket of the artifacts, and what is downloaded is kept there', () => {
  const stack = testStack();
  const build = testBuild({ cache: { type: 's3' } }, {}, stack);
  expect(build.buildspec).toContain('\ncache:\n');
  const { cache } = synthesize(stack).only(PROJECT);
  const location = expect.stringMatching(/^\$\{aws_s3_bucket\.store_\w+\.id\}\/cache\/api-build$/) as string;
  expect(cache).toEqual({ type: 'S3', location });
});

test.each([
  ['LOCAL_CUSTOM_CACHE', true],
  ['LOCAL_SOURCE_CACHE', false],
] as const)('with %s what is downloaded is kept: %s', (mode, isKept) => {
  const { buildspec } = testBuild({ cache: { type: 'local', modes: [mode] } });
  expect(buildspec.includes('\ncache:\n')).toBe(isKept);
});

test('the key of the bucket encrypts what the build leaves', () => {
  const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/a';
  expect(synthesizeBuild({}, { artifacts: { kmsKeyArn } }).only(PROJECT).encryption_key).toBe(kmsKeyArn);
});

test('on Lambda a project has the limits of a function, and says nothing of them', () => {
  const room = { lambda: { runtime: 'nodejs22.x', handler: 'app.handler' } };
  const project = synthesizeBuild({ computeType: 'BUILD_LAMBDA_10GB' }, room).only(PROJECT);
  expect(project).not.toHaveProperty('build_timeout');
  expect(project).not.toHaveProperty('queued_timeout');
});

test('what props say is a variable of the program', () => {
  expect(
    variablesOf({
      sourcePath: 'services/api',
      packagesDescriptor: 'services/api/uv.lock',
      tagPattern: 'api/v*',
      deployTopicArn: 'arn:aws:sns:eu-west-1:111122223333:deploys',
      repositoryUrl: 'https://github.com/acme/shop',
    }),
  ).toEqual({
    CODELESS_APP_SRC_PATH: 'services/api',
    CODELESS_APP_PACKAGES_DESCRIPTOR_PATH: 'services/api/uv.lock',
    CODELESS_TAG_PATTERN: 'api/v*',
    CODELESS_NOTIFY_TOPIC: 'arn:aws:sns:eu-west-1:111122223333:deploys',
    CODELESS_REPOSITORY_URL: 'https://github.com/acme/shop',
  });
});

test('links lead where the environment says, before they lead to the source', () => {
  const environment = { CODELESS_REPOSITORY_URL: 'https://mirror.example.com/shop' };
  expect(variablesOf({ environment, repositoryUrl: 'https://github.com/acme/shop' })).toEqual(environment);
});

test('variables of one’s own are texts, parameters and secrets, each as it is written', () => {
  const secretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:api-AbCdEf';
  const environment = {
    EMPTY: '',
    TEXT: '${a}',
    PARAMETER: { parameterName: '/api/token' },
    SECRET: { secretArn },
    KEY: { secretArn, jsonKey: 'password' },
  };
  expect(variablesOf({ environment })).toEqual({
    EMPTY: '',
    TEXT: '$${a}',
    PARAMETER: { type: 'PARAMETER_STORE', value: '/api/token' },
    SECRET: { type: 'SECRETS_MANAGER', value: secretArn },
    KEY: { type: 'SECRETS_MANAGER', value: `${secretArn}:password` },
  });
});

test('long names are cut for each service by its own limit, and stay apart', () => {
  const namePrefix = 'x'.repeat(200);
  const stack = synthesizeBuild({ namePrefix });
  expect(stack.only(PROJECT).name).toMatch(/^x{143}-[0-9a-f]{6}$/);
  expect(stack.all('aws_iam_role').map(({ name }) => name)).toContainEqual(
    expect.stringMatching(/^x{57}-[0-9a-f]{6}$/),
  );
});

test('name and ARN of the project are the project’s, so that who uses them waits for it', () => {
  const stack = testStack();
  const { projectName, projectArn } = testBuild({}, {}, stack);
  new TerraformOutput(stack, 'project', { value: [projectName, projectArn] });
  expect(synthesize(stack).section('output').project).toEqual({
    value: [
      expect.stringMatching(/^\$\{aws_codebuild_project\.build_\w+\.name\}$/),
      expect.stringMatching(/^\$\{aws_codebuild_project\.build_\w+\.arn\}$/),
    ],
  });
});
