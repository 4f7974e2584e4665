import type { CodelessLambdaProps } from '../../../modules';
import {
  CodelessLambda,
  CONTRACT_SCHEMA_VERSION,
  contractParameterName,
  DeployContractParameter,
} from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import { SMALLEST_IMAGE, synthesizeLambda } from '../../helpers/lambda';
import { synthesize, testStack } from '../../helpers/synth';

type Props = Partial<CodelessLambdaProps>;

const BASE: Props = {
  vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
  fileSystem: { accessPointArn: 'arn:ap:1', fileSystemArn: 'arn:fs', localMountPath: '/mnt/a' },
  jsonLogs: {},
};
const NAMED = {
  functionName: '${aws_lambda_function.api_C8550315.function_name}',
  aliasName: '${aws_lambda_alias.api_Alias_B990DB54.name}',
};

function hashOf(stack: ReturnType<typeof synthesizeLambda>): string {
  return `\${sha256(jsonencode(local.${stack.local('Configuration').name}))}`;
}

test('the smallest contract holds exactly this', () => {
  const stack = synthesizeLambda();
  expect(stack.local('Document').value).toEqual({
    ...NAMED,
    schemaVersion: 1,
    aliasOwner: 'ci',
    runtime: 'python3.13',
    architectures: ['x86_64'],
    packageType: 'Zip',
    layerName: 'api-dependencies',
    layers: [],
    alarms: [],
    placeholderSha256: '${data.archive_file.api_Placeholder_Archive_C45E6BE3.output_base64sha256}',
    configurationSha256: hashOf(stack),
  });
});

test('the fullest contract holds exactly this', () => {
  const stack = synthesizeLambda({
    aliasOwner: 'terraform',
    architecture: 'arm64',
    layerName: 'deps',
    layers: ['arn:layer:1', 'arn:layer:2'],
    artifacts: { bucket: 'packages', prefix: 'shop/api' },
    codeDeploy: { application: 'shop', deploymentGroup: 'api' },
    alarms: ['errors', 'latency'],
  });
  expect(stack.local('Document').value).toEqual({
    ...NAMED,
    schemaVersion: 1,
    aliasOwner: 'terraform',
    runtime: 'python3.13',
    architectures: ['arm64'],
    packageType: 'Zip',
    layerName: 'deps',
    layers: ['arn:layer:1', 'arn:layer:2'],
    artifactBucket: 'packages',
    artifactPrefix: 'shop/api',
    codeDeployApplication: 'shop',
    codeDeployDeploymentGroup: 'api',
    alarms: ['errors', 'latency'],
    placeholderSha256: '${data.archive_file.api_Placeholder_Archive_C45E6BE3.output_base64sha256}',
    configurationSha256: hashOf(stack),
  });
});

test('the contract of an image has neither runtime nor placeholder', () => {
  const stack = synthesizeLambda(SMALLEST_IMAGE);
  expect(stack.local('Document').value).toEqual({
    ...NAMED,
    schemaVersion: 1,
    aliasOwner: 'ci',
    architectures: ['x86_64'],
    packageType: 'Image',
    placeholderImageUri: SMALLEST_IMAGE.image.uri,
    layerName: 'api-dependencies',
    layers: [],
    alarms: [],
    configurationSha256: hashOf(stack),
  });
});

test('packages lie under a prefix of their own, away from what pipelines let expire, unless another is given', () => {
  const stack = synthesizeLambda({ functionName: 'demo-api', artifacts: { bucket: 'packages' } });
  expect(stack.local('Document').value).toMatchObject({ artifactBucket: 'packages', artifactPrefix: 'packages' });
});

test('a layer’s name keeps to 140 characters', () => {
  const { value } = synthesizeLambda({ functionName: 'f'.repeat(64) }).local('Document');
  expect(value.layerName).toBe(`${'f'.repeat(64)}-dependencies`);
});

test('the names that a reader goes by do not change by themselves', () => {
  expect(contractParameterName('demo-api')).toBe('/codeless/demo-api/contract');
  expect(CONTRACT_SCHEMA_VERSION).toBe(1);
});

test('the hash is taken over the log group, by its name when Terraform knows it', () => {
  expect(synthesizeLambda().local('Configuration').value.loggingConfig).toEqual({
    logGroup: '${aws_cloudwatch_log_group.api_LogGroup_89F0207F.name}',
    logFormat: 'Text',
  });
});

/** Each is frozen into a version by Lambda, so that only a new version brings its change to the callers. */
test.each<[string, Props]>([
  ['description', { description: 'new' }],
  ['runtime', { runtime: 'python3.14' }],
  ['handler', { handler: 'other.handler' }],
  ['architecture', { architecture: 'arm64' }],
  ['timeout', { timeout: 4 }],
  ['memorySize', { memorySize: 129 }],
  ['ephemeralStorageSize', { ephemeralStorageSize: 513 }],
  ['environment', { environment: { STAGE: 'prod' } }],
  ['kmsKeyArn', { kmsKeyArn: 'arn:key' }],
  ['subnetIds', { vpc: { subnetIds: ['subnet-2'], securityGroupIds: ['sg-1'] } }],
  ['securityGroupIds', { vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-2'] } }],
  [
    'ipv6AllowedForDualStack',
    { vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'], ipv6AllowedForDualStack: true } },
  ],
  ['accessPointArn', { fileSystem: { accessPointArn: 'arn:ap:2', fileSystemArn: 'arn:fs', localMountPath: '/mnt/a' } }],
  ['localMountPath', { fileSystem: { accessPointArn: 'arn:ap:1', fileSystemArn: 'arn:fs', localMountPath: '/mnt/b' } }],
  ['tracing', { tracing: 'Active' }],
  ['deadLetter', { deadLetter: { queueArn: 'arn:queue' } }],
  ['the format of the logs', { jsonLogs: undefined }],
  ['applicationLogLevel', { jsonLogs: { applicationLogLevel: 'WARN' } }],
  ['systemLogLevel', { jsonLogs: { systemLogLevel: 'WARN' } }],
  ['layers', { layers: ['arn:layer:1'] }],
  ['the role', { role: { name: 'given', arn: 'arn:role' } }],
])('the hash is taken over %s', (_, change) => {
  const before = synthesizeLambda(BASE).local('Configuration').value;
  const after = synthesizeLambda({ ...BASE, ...change }).local('Configuration').value;
  expect(after).not.toEqual(before);
});

test.each<[string, Props]>([
  ['image.command', { image: { ...SMALLEST_IMAGE.image, command: ['new'] } }],
  ['image.entryPoint', { image: { ...SMALLEST_IMAGE.image, entryPoint: ['new'] } }],
  ['image.workingDirectory', { image: { ...SMALLEST_IMAGE.image, workingDirectory: '/new' } }],
])('the hash is taken over %s', (_, change) => {
  const before = synthesizeLambda(SMALLEST_IMAGE).local('Configuration').value;
  expect(synthesizeLambda({ ...SMALLEST_IMAGE, ...change }).local('Configuration').value).not.toEqual(before);
});

test.each<[string, Props]>([
  ['tags', { tags: { team: 'shop' } }],
  ['reservedConcurrentExecutions', { reservedConcurrentExecutions: 5 }],
  ['provisionedConcurrentExecutions', { provisionedConcurrentExecutions: 5 }],
  ['logRetentionInDays', { logRetentionInDays: 1 }],
  ['logKmsKeyArn', { logKmsKeyArn: 'arn:key' }],
  ['policy', { policy: [{ actions: ['a:B'], resources: ['*'] }] }],
  ['aliasName', { aliasName: 'prod' }],
  ['aliasOwner', { aliasOwner: 'terraform' }],
  ['layerName', { layerName: 'deps' }],
  ['artifacts', { artifacts: { bucket: 'packages' } }],
  ['alarms', { alarms: ['errors'] }],
  ['codeDeploy', { codeDeploy: { application: 'a', deploymentGroup: 'g' } }],
  ['placeholder', { placeholder: 'prebuilt' }],
  ['functionUrl', { functionUrl: { authorizationType: 'AWS_IAM' } }],
  ['asyncInvoke', { asyncInvoke: { maximumRetryAttempts: 0 } }],
  [
    'fileSystemArn',
    { fileSystem: { accessPointArn: 'arn:ap:1', fileSystemArn: 'arn:fs:2', localMountPath: '/mnt/a' } },
  ],
])('the hash is not taken over %s, which no version holds', (_, change) => {
  const before = synthesizeLambda(BASE).local('Configuration').value;
  expect(synthesizeLambda({ ...BASE, ...change }).local('Configuration').value).toEqual(before);
});

test('the hash is not taken over the image, which is CI’s', () => {
  const before = synthesizeLambda(SMALLEST_IMAGE).local('Configuration').value;
  const other = { ...SMALLEST_IMAGE, image: { uri: 'other' } };
  expect(synthesizeLambda(other).local('Configuration').value).toEqual(before);
});

test('fails where the contract is larger than a standard parameter, and not a byte before', () => {
  const parameter = (alarm: string): DeployContractParameter => {
    const contract = {
      functionName: 'api',
      aliasName: 'live',
      aliasOwner: 'ci' as const,
      architectures: ['arm64'],
      packageType: 'Zip' as const,
      layerName: 'layer',
      layers: [],
      alarms: [alarm],
    };
    return new DeployContractParameter(testStack(), 'contract', { functionName: 'api', contract, configuration: {} });
  };
  const empty =
    '{"functionName":"api","aliasName":"live","aliasOwner":"ci","architectures":["arm64"],"packageType":"Zip",' +
    `"layerName":"layer","layers":[],"alarms":[""],"schemaVersion":1,"configurationSha256":"${'0'.repeat(64)}"}`;
  expect(parameter('x'.repeat(4096 - empty.length)).parameterName).toContain('TfToken');
  const error = validationErrorOf(() => parameter('x'.repeat(4097 - empty.length)));
  expect(error.message).toBe(
    "the deploy contract must have at most 4096 bytes, got 4097; name fewer 'alarms', or combine them in a composite alarm " +
      '[ContractTooLarge] (at stack/contract)',
  );
});

test('the name and the ARN of the parameter are told', () => {
  const stack = testStack();
  const { contract } = new CodelessLambda(stack, 'api', { runtime: 'python3.13', handler: 'a.b' });
  stack.addOverride('output.name.value', contract.parameterName);
  stack.addOverride('output.arn.value', contract.parameterArn);
  expect(synthesize(stack).section('output')).toEqual({
    name: { value: '${aws_ssm_parameter.api_Contract_6AE31DF9.name}' },
    arn: { value: '${aws_ssm_parameter.api_Contract_6AE31DF9.arn}' },
  });
});
