import { TerraformVariable } from 'cdktf';
import type { BuildOptions } from '../../../modules/lambda-ci/build-props';
import type { LambdaBuildProps } from '../../../modules/lambda-ci/lambda-build-props';
import { validationErrorOf } from '../../helpers/errors';
import { testStack } from '../../helpers/synth';
import { synthesizeBuild, testBuild } from './build-room';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:api-AbCdEf';
const VPC = { vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
const NODE = { lambda: { runtime: 'nodejs22.x', handler: 'app.handler' } };
const ON_LAMBDA = { computeType: 'BUILD_LAMBDA_1GB' } as const;
const OF_AWS = 'aws/codebuild/amazonlinux-x86_64-standard:5.0';
const OF_AWS_ON_LAMBDA = 'aws/codebuild/amazonlinux-x86_64-lambda-standard:nodejs22';
const OTHER = {
  functionName: 'other',
  functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:other',
  architecture: 'x86_64',
  layerName: 'other-dependencies',
  alarms: [],
  contractParameterName: '/codeless/other/contract',
} as const;
const LIST = (length: number): string[] => Array.from({ length }, (_, index) => `x-${index}`);
const variable = (name: string, value = 'x'): Partial<LambdaBuildProps> => ({ environment: { [name]: value } });
const command = (text: string): Partial<LambdaBuildProps> => ({ testCommands: [text] });
const report = (name: string, options: object = {}): Partial<LambdaBuildProps> => ({
  reports: { [name]: { files: ['a.xml'], ...options } },
});

test.each<Partial<LambdaBuildProps>>([
  { timeoutMinutes: 5 },
  { timeoutMinutes: 2160 },
  { queuedTimeoutMinutes: 5 },
  { queuedTimeoutMinutes: 480 },
  { concurrentBuildLimit: 1 },
  { concurrentBuildLimit: 1000 },
  { vpc: { ...VPC, subnetIds: LIST(16), securityGroupIds: LIST(5) } },
  { cache: { type: 'local', modes: ['LOCAL_SOURCE_CACHE', 'LOCAL_CUSTOM_CACHE'] } },
  { cache: { type: 'local', modes: ['LOCAL_DOCKER_LAYER_CACHE'] }, privileged: true },
  { image: OF_AWS, runtimeVersions: { nodejs: '20', golang: '1.25', java: 'corretto21' } },
  { runtimeVersions: { nodejs: 'latest' } },
  { runtimeVersions: { nodejs: '22.x' } },
  variable('_a1'),
  variable('A_B', ''),
  variable('MY_AWS_REGION'),
  variable('CODELESS_SMOKE_TEST', '{}'),
  { environment: { A: { parameterName: '/a/b-c_d.e' }, B: { parameterName: 'plain' } } },
  { environment: { A: { secretArn: SECRET }, B: { secretArn: SECRET, jsonKey: 'key with space' } } },
  { environment: { A: 'x' }, variables: ['B', 'my-stage@1'] },
  command('a\n\tb'),
  report('a-B_1'),
  // With `api-build-` these are 128 characters.
  report('r'.repeat(118)),
  report('a', { fileFormat: 'SIMPLECOV' }),
  { rolePath: '/' },
  { rolePath: '/ci/' },
  { logRetentionInDays: 0 },
  { artifactPrefix: 'a/b/' },
])('%j is accepted', (props) => {
  expect(() => synthesizeBuild(props)).not.toThrow();
});

test.each<BuildOptions>([
  {},
  { timeoutMinutes: 15 },
  { privileged: false },
  { image: OF_AWS_ON_LAMBDA },
  { concurrentBuildLimit: 1 },
  { testCommands: ['a'], environment: { A: 'b' } },
])('%j is accepted on Lambda', (options) => {
  expect(() => synthesizeBuild({ ...options, ...ON_LAMBDA }, NODE)).not.toThrow();
});

test.each<[code: string, props: Partial<LambdaBuildProps>]>([
  ['InvalidComputeType', { computeType: 'BUILD_GENERAL1_TINY' as 'BUILD_GENERAL1_SMALL' }],
  ['BuildTimeout', { timeoutMinutes: 4 }],
  ['BuildTimeout', { timeoutMinutes: 2161 }],
  ['BuildTimeout', { timeoutMinutes: 7.5 }],
  ['QueuedTimeout', { queuedTimeoutMinutes: 4 }],
  ['QueuedTimeout', { queuedTimeoutMinutes: 481 }],
  ['ConcurrentBuildLimit', { concurrentBuildLimit: 0 }],
  ['BuildSubnets', { vpc: { ...VPC, subnetIds: [] } }],
  ['BuildSubnets', { vpc: { ...VPC, subnetIds: LIST(17) } }],
  ['BuildSecurityGroups', { vpc: { ...VPC, securityGroupIds: [] } }],
  ['BuildSecurityGroups', { vpc: { ...VPC, securityGroupIds: LIST(6) } }],
  ['NoCacheModes', { cache: { type: 'local', modes: [] } }],
  ['InvalidCacheMode', { cache: { type: 'local', modes: ['LOCAL' as 'LOCAL_SOURCE_CACHE'] } }],
  ['EmptyImage', { image: '' }],
  ['ImageOfOtherCompute', { image: OF_AWS_ON_LAMBDA }],
  ['InvalidRuntime', { runtimeVersions: { 'Python 3': '13' } }],
  ['InvalidRuntimeVersion', { runtimeVersions: { python: '' } }],
  ['InvalidVariableName', variable('1A')],
  ['InvalidVariableName', variable('MY-VARIABLE')],
  ['InvalidVariableName', variable('')],
  ['ReservedVariable', variable('AWS_REGION')],
  ['ReservedVariable', variable('CODEBUILD_SRC_DIR')],
  ['ReservedVariable', variable('LAMBDA_CI_STEP')],
  ['ReservedVariable', { variables: ['LAMBDA_CI_STEP'] }],
  ['VariableOfProp', variable('CODELESS_DIFFERENCE')],
  ['VariableOfProp', { variables: ['CODELESS_TAG'] }],
  ['InvalidParameterName', { environment: { A: { parameterName: '' } } }],
  ['InvalidParameterName', { environment: { A: { parameterName: 'arn:aws:ssm:::parameter/a' } } }],
  ['InvalidSecretArn', { environment: { A: { secretArn: 'api' } } }],
  ['InvalidSecretArn', { environment: { A: { secretArn: `${SECRET}:key` } } }],
  ['InvalidSecretArn', { environment: { A: { secretArn: SECRET.replace('-AbCdEf', '-AbCdE') } } }],
  ['InvalidSecretKey', { environment: { A: { secretArn: SECRET, jsonKey: '' } } }],
  ['InvalidSecretKey', { environment: { A: { secretArn: SECRET, jsonKey: 'a:b' } } }],
  ['InvalidCommand', command('')],
  ['InvalidCommand', command(' \n')],
  ['InvalidCommand', command('a\rb')],
  ['InvalidCommand', command('a\u2028b')],
  ['InvalidCommand', { commands: { install: [''] } }],
  ['InvalidCommand', { commands: { preBuild: [''] } }],
  ['InvalidCommand', { commands: { postBuild: [''] } }],
  ['InvalidReportName', report('a b')],
  ['ReportGroupNameTooLong', report('r'.repeat(119))],
  ['NoReportFiles', report('a', { files: [] })],
  ['InvalidFileFormat', report('a', { fileFormat: 'TAP' })],
  ['EmptyBuildspec', { buildspec: '' }],
  ['InvalidRolePath', { rolePath: 'ci' }],
  ['InvalidLogRetention', { logRetentionInDays: 31 }],
  ['InvalidPrefix', { artifactPrefix: 'api' }],
  ['InvalidPrefix', { artifactPrefix: 'api//' }],
  ['InvalidPrefix', { artifactPrefix: '/' }],
  ['InvalidTags', { tags: { 'aws:a': 'b' } }],
])('fails with %s for %j', (code, props) => {
  expect(validationErrorOf(() => testBuild(props)).code).toBe(code);
});

test.each<[message: string, options: BuildOptions]>([
  [`'privileged' must not come with a 'computeType' on Lambda`, { privileged: true }],
  [`'cache' must not come with a 'computeType' on Lambda`, { cache: { type: 's3' } }],
  [`'vpc' must not come with a 'computeType' on Lambda`, { vpc: VPC }],
  [`'queuedTimeoutMinutes' must not come with a 'computeType' on Lambda`, { queuedTimeoutMinutes: 60 }],
  [`'runtimeVersions' must not come with a 'computeType' on Lambda`, { runtimeVersions: { nodejs: '22' } }],
])('fails on Lambda: %s', (message, options) => {
  const error = validationErrorOf(() => testBuild({ ...options, ...ON_LAMBDA }, NODE));
  expect(error.message).toBe(
    `${message}, which has no such thing; take one of BUILD_GENERAL1_… [NotOnLambda] (at stack/build)`,
  );
});

test.each([14, 16])('fails for a timeout of %i minutes on Lambda, which has one of its own', (timeoutMinutes) => {
  const error = validationErrorOf(() => testBuild({ timeoutMinutes, ...ON_LAMBDA }, NODE));
  expect(error.message).toBe(
    `'timeoutMinutes' must be 15 with a 'computeType' on Lambda, whose builds all have that, got ${timeoutMinutes} ` +
      '[TimeoutOnLambda] (at stack/build)',
  );
});

test('fails on Lambda for an image that is not for it', () => {
  const error = validationErrorOf(() => testBuild({ image: OF_AWS, ...ON_LAMBDA }, NODE));
  expect(error.message).toBe(
    `'image' must be one for builds on Lambda with 'computeType' BUILD_LAMBDA_1GB, got '${OF_AWS}' ` +
      '[ImageOfOtherCompute] (at stack/build)',
  );
});

test('fails for a cache of Docker’s layers where there is no Docker', () => {
  const props: BuildOptions = { cache: { type: 'local', modes: ['LOCAL_DOCKER_LAYER_CACHE'] } };
  expect(validationErrorOf(() => testBuild(props)).message).toBe(
    `'cache.modes' must not have LOCAL_DOCKER_LAYER_CACHE without 'privileged': only a privileged build runs Docker ` +
      '[DockerCacheWithoutDocker] (at stack/build)',
  );
});

test('fails for versions of languages in an image of one’s own', () => {
  const props = { image: 'registry.example.com/build:1', runtimeVersions: { python: '3.13' } };
  expect(validationErrorOf(() => testBuild(props)).message).toBe(
    `'runtimeVersions' must not come with an 'image' of one's own, got both: only AWS's images have versions to choose ` +
      'from [RuntimeVersionsWithImage] (at stack/build)',
  );
});

test('fails for a Node.js that can not run the program', () => {
  expect(validationErrorOf(() => testBuild({ runtimeVersions: { nodejs: '18' } })).message).toBe(
    `'runtimeVersions.nodejs' must be at least 20, which the program needs, got '18' [NodejsTooOld] (at stack/build)`,
  );
});

test.each<[name: string, options: BuildOptions]>([
  ['testCommands', { testCommands: ['npm test'] }],
  ['reports', { reports: { unit: { files: ['a'] } } }],
  ['commands', { commands: { install: ['a'] } }],
  ['runtimeVersions', { runtimeVersions: { python: '3.13' } }],
])('fails for %s beside a build specification of one’s own', (name, options) => {
  const error = validationErrorOf(() => testBuild({ ...options, buildspec: 'buildspec.yml' }));
  expect(error.message).toBe(
    `'${name}' must not come with 'buildspec', got both: write it into the build specification ` +
      '[StepsWithBuildspec] (at stack/build)',
  );
});

test('fails for a variable that a prop sets, and names the prop', () => {
  expect(validationErrorOf(() => testBuild(variable('CODELESS_FUNCTION_NAME'))).message).toBe(
    `'environment' must not have CODELESS_FUNCTION_NAME: 'lambda' sets it [VariableOfProp] (at stack/build)`,
  );
});

test('fails for a variable of the pipeline that the build has too', () => {
  const props = { ...variable('STAGE'), variables: ['STAGE'] };
  expect(validationErrorOf(() => testBuild(props)).message).toBe(
    `'environment' must not have STAGE, which is a variable of the pipeline; rename one of them ` +
      '[VariableSetTwice] (at stack/build)',
  );
});

test('what Terraform alone knows is accepted, but for lists of which the policy is made', () => {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', { type: 'any' });
  const text = late.stringValue;
  const props: Partial<LambdaBuildProps> = {
    image: text,
    timeoutMinutes: late.numberValue,
    vpc: { vpcId: text, subnetIds: [text], securityGroupIds: [text] },
    environment: { A: text, B: { parameterName: text }, C: { secretArn: text, jsonKey: text, kmsKeyArn: text } },
    testCommands: [`echo ${text}`],
  };
  expect(() => testBuild(props, {}, stack)).not.toThrow();

  for (const name of ['subnetIds', 'securityGroupIds'] as const) {
    const other = testStack();
    const list = new TerraformVariable(other, 'late', { type: 'list(string)' }).listValue;
    const error = validationErrorOf(() => testBuild({ vpc: { ...VPC, [name]: list } }, {}, other));
    expect(error.message).toBe(
      `'vpc.${name}' must be a list known at synth, got a list known to Terraform alone; its entries may be tokens ` +
        '[VpcListToken] (at stack/build)',
    );
  }
});

test('fails for layers of the function that Terraform alone knows as a list', () => {
  const stack = testStack();
  const layers = new TerraformVariable(stack, 'late', { type: 'list(string)' }).listValue;
  const lambda = { deployTarget: { ...OTHER, layers } };
  expect(validationErrorOf(() => testBuild({ lambda }, {}, stack)).code).toBe('TargetListToken');
});
