import type { CodelessLambdaProps } from '../../../modules';
import { SMALLEST_IMAGE, synthesizeLambda } from '../../helpers/lambda';
import type { Attributes } from '../../helpers/synth';

const VPC = { subnetIds: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] };
const FILE_SYSTEM = {
  accessPointArn: 'arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-1',
  fileSystemArn: 'arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1',
  localMountPath: '/mnt/models',
};
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:dead';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:dead';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const LOG_GROUP = '${aws_cloudwatch_log_group.api_LogGroup_89F0207F.name}';

interface Override {
  readonly props: Partial<CodelessLambdaProps>;
  readonly type: string;
  /** What the resource must have; undefined means that it must not have the attribute. */
  readonly expected: Attributes;
}

const onFunction = (props: Partial<CodelessLambdaProps>, expected: Attributes): Override => ({
  props,
  type: 'aws_lambda_function',
  expected,
});
const on = (type: string, props: Partial<CodelessLambdaProps>, expected: Attributes): Override => ({
  props,
  type,
  expected,
});

const OVERRIDES: readonly Override[] = [
  onFunction({ functionName: 'demo-api' }, { function_name: 'demo-api' }),
  on('aws_cloudwatch_log_group', { functionName: 'demo-api' }, { name: '/aws/lambda/demo-api' }),
  on('aws_iam_role', { functionName: 'demo-api' }, { name: 'demo-api-lambda' }),
  on('aws_ssm_parameter', { functionName: 'demo-api' }, { name: '/codeless/demo-api/contract' }),
  onFunction({ namePrefix: 'shop' }, { function_name: 'shop-api' }),
  onFunction({ namePrefix: '' }, { function_name: 'api' }),
  onFunction({ description: 'An API' }, { description: 'An API' }),
  onFunction({ description: '' }, { description: '' }),
  onFunction({ runtime: 'nodejs22.x', handler: 'index.handler' }, { runtime: 'nodejs22.x', handler: 'index.handler' }),
  onFunction({ runtime: 'provided.al2023', handler: undefined }, { handler: 'bootstrap' }),
  onFunction({ architecture: 'arm64' }, { architectures: ['arm64'] }),
  onFunction({ timeout: 29 }, { timeout: 29 }),
  onFunction({ memorySize: 1769 }, { memory_size: 1769 }),
  onFunction({ ephemeralStorageSize: 1024 }, { ephemeral_storage: { size: 1024 } }),
  onFunction({ environment: { STAGE: 'prod' } }, { environment: { variables: { STAGE: 'prod' } } }),
  onFunction({ environment: {} }, { environment: undefined }),
  onFunction({ layers: ['arn:layer:1'] }, { layers: ['arn:layer:1'] }),
  onFunction({ layers: [] }, { layers: undefined }),
  onFunction({ tracing: 'Active' }, { tracing_config: { mode: 'Active' } }),
  onFunction({ deadLetter: { queueArn: QUEUE } }, { dead_letter_config: { target_arn: QUEUE } }),
  onFunction({ deadLetter: { topicArn: TOPIC } }, { dead_letter_config: { target_arn: TOPIC } }),
  onFunction({ kmsKeyArn: KEY }, { kms_key_arn: KEY }),
  on('aws_cloudwatch_log_group', { logKmsKeyArn: KEY }, { kms_key_id: KEY }),
  on('aws_cloudwatch_log_group', { logRetentionInDays: 7 }, { retention_in_days: 7 }),
  on('aws_cloudwatch_log_group', { logRetentionInDays: 0 }, { retention_in_days: 0 }),
  onFunction({ reservedConcurrentExecutions: 0 }, { reserved_concurrent_executions: 0 }),
  onFunction({ reservedConcurrentExecutions: -1 }, { reserved_concurrent_executions: -1 }),
  onFunction({ vpc: VPC }, { vpc_config: { subnet_ids: VPC.subnetIds, security_group_ids: VPC.securityGroupIds } }),
  onFunction(
    { vpc: { ...VPC, ipv6AllowedForDualStack: true } },
    {
      vpc_config: {
        subnet_ids: VPC.subnetIds,
        security_group_ids: VPC.securityGroupIds,
        ipv6_allowed_for_dual_stack: true,
      },
    },
  ),
  onFunction(
    { vpc: VPC, fileSystem: FILE_SYSTEM },
    { file_system_config: { arn: FILE_SYSTEM.accessPointArn, local_mount_path: '/mnt/models' } },
  ),
  onFunction(
    { jsonLogs: {} },
    {
      logging_config: {
        log_format: 'JSON',
        log_group: LOG_GROUP,
        application_log_level: 'INFO',
        system_log_level: 'INFO',
      },
    },
  ),
  onFunction(
    { jsonLogs: { applicationLogLevel: 'DEBUG', systemLogLevel: 'WARN' } },
    {
      logging_config: {
        log_format: 'JSON',
        log_group: LOG_GROUP,
        application_log_level: 'DEBUG',
        system_log_level: 'WARN',
      },
    },
  ),
  onFunction(
    {
      ...SMALLEST_IMAGE,
      image: { ...SMALLEST_IMAGE.image, command: ['app'], entryPoint: ['/init'], workingDirectory: '/srv' },
    },
    { image_config: { command: ['app'], entry_point: ['/init'], working_directory: '/srv' } },
  ),
  on('aws_iam_role', { roleName: 'api@shop' }, { name: 'api@shop' }),
  on('aws_iam_role', { rolePath: '/ci/' }, { path: '/ci/' }),
  on(
    'aws_iam_role',
    { permissionsBoundary: 'arn:aws:iam::1:policy/b' },
    { permissions_boundary: 'arn:aws:iam::1:policy/b' },
  ),
  on('aws_lambda_alias', { aliasName: 'prod' }, { name: 'prod' }),
  ...['aws_lambda_function', 'aws_iam_role', 'aws_cloudwatch_log_group', 'aws_ssm_parameter'].map((type) =>
    on(type, { tags: { team: 'shop' } }, { tags: { team: 'shop' } }),
  ),
];

test.each(OVERRIDES.map((row) => [JSON.stringify(row.props).slice(0, 90), row.type, row] as const))(
  '%s sets %s',
  (_, type, { props, expected }) => {
    const resource = synthesizeLambda(props).only(type);
    for (const [name, value] of Object.entries(expected)) {
      expect({ [name]: resource[name] }).toStrictEqual({ [name]: value });
    }
  },
);

test('a name that would be too long is cut and ends in a hash', () => {
  const lambda = synthesizeLambda({ namePrefix: 'p'.repeat(70) }).only('aws_lambda_function');
  expect(lambda.function_name).toMatch(/^p{57}-[0-9a-f]{6}$/);
});

test('a role’s name keeps to 64 characters under the longest function name', () => {
  const stack = synthesizeLambda({ functionName: 'f'.repeat(64) });
  expect(stack.only('aws_iam_role').name).toMatch(/^f{57}-[0-9a-f]{6}$/);
  expect(stack.only('aws_lambda_function').function_name).toBe('f'.repeat(64));
});
