import { Fn, Token } from 'cdktf';
import type { TerraformVariable } from 'cdktf';
import type { CodelessLambdaProps } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import { SMALLEST_IMAGE, synthesizeWithToken } from '../../helpers/lambda';
import type { Attributes } from '../../helpers/synth';

type PropsOf = (late: TerraformVariable) => Partial<CodelessLambdaProps>;
const FUNCTION = 'aws_lambda_function';
const LATE = '${var.late}';

/** What Terraform alone knows must reach the attribute as a reference, past all validation. */
const LET_THROUGH: readonly (readonly [what: string, props: PropsOf, type: string, expected: Attributes])[] = [
  ['functionName', (late) => ({ functionName: late.stringValue }), FUNCTION, { function_name: LATE }],
  [
    'functionName',
    (late) => ({ functionName: late.stringValue }),
    'aws_cloudwatch_log_group',
    { name: `/aws/lambda/${LATE}` },
  ],
  ['functionName', (late) => ({ functionName: late.stringValue }), 'aws_iam_role', { name: `${LATE}-lambda` }],
  [
    'functionName',
    (late) => ({ functionName: late.stringValue }),
    'aws_ssm_parameter',
    { name: `/codeless/${LATE}/contract` },
  ],
  ['description', (late) => ({ description: late.stringValue }), FUNCTION, { description: LATE }],
  ['timeout', (late) => ({ timeout: late.numberValue }), FUNCTION, { timeout: LATE }],
  ['memorySize', (late) => ({ memorySize: late.numberValue }), FUNCTION, { memory_size: LATE }],
  [
    'ephemeralStorageSize',
    (late) => ({ ephemeralStorageSize: late.numberValue }),
    FUNCTION,
    { ephemeral_storage: { size: LATE } },
  ],
  [
    'reservedConcurrentExecutions',
    (late) => ({ reservedConcurrentExecutions: late.numberValue, provisionedConcurrentExecutions: 5 }),
    FUNCTION,
    { reserved_concurrent_executions: LATE },
  ],
  [
    'provisionedConcurrentExecutions',
    (late) => ({ provisionedConcurrentExecutions: late.numberValue, reservedConcurrentExecutions: 1 }),
    'aws_lambda_provisioned_concurrency_config',
    { provisioned_concurrent_executions: LATE },
  ],
  [
    'a value of environment',
    (late) => ({ environment: { TABLE: late.stringValue } }),
    FUNCTION,
    { environment: { variables: { TABLE: LATE } } },
  ],
  [
    'the whole environment as a map',
    (late) => ({ environment: Token.asStringMap(late.value) }),
    FUNCTION,
    { environment: { variables: LATE } },
  ],
  [
    'the whole environment by a function',
    (late) => ({ environment: Fn.merge([{ STAGE: 'prod' }, late.value]) as Record<string, string> }),
    FUNCTION,
    { environment: { variables: '${merge({"STAGE" = "prod"}, var.late)}' } },
  ],
  ['layers', (late) => ({ layers: late.listValue }), FUNCTION, { layers: LATE }],
  ['one layer', (late) => ({ layers: [late.stringValue] }), FUNCTION, { layers: [LATE] }],
  [
    'subnetIds and securityGroupIds',
    (late) => ({ vpc: { subnetIds: late.listValue, securityGroupIds: late.listValue } }),
    FUNCTION,
    { vpc_config: { subnet_ids: LATE, security_group_ids: LATE } },
  ],
  [
    'fileSystem',
    (late) => ({
      vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
      fileSystem: {
        accessPointArn: late.stringValue,
        fileSystemArn: late.stringValue,
        localMountPath: late.stringValue,
      },
    }),
    FUNCTION,
    { file_system_config: { arn: LATE, local_mount_path: LATE } },
  ],
  ['architecture', (late) => ({ architecture: late.stringValue as 'arm64' }), FUNCTION, { architectures: [LATE] }],
  ['tracing', (late) => ({ tracing: late.stringValue as 'Active' }), FUNCTION, { tracing_config: { mode: LATE } }],
  [
    'deadLetter',
    (late) => ({ deadLetter: { queueArn: late.stringValue } }),
    FUNCTION,
    { dead_letter_config: { target_arn: LATE } },
  ],
  ['kmsKeyArn', (late) => ({ kmsKeyArn: late.stringValue }), FUNCTION, { kms_key_arn: LATE }],
  ['logKmsKeyArn', (late) => ({ logKmsKeyArn: late.stringValue }), 'aws_cloudwatch_log_group', { kms_key_id: LATE }],
  [
    'logRetentionInDays',
    (late) => ({ logRetentionInDays: late.numberValue }),
    'aws_cloudwatch_log_group',
    { retention_in_days: LATE },
  ],
  ['roleName', (late) => ({ roleName: late.stringValue }), 'aws_iam_role', { name: LATE }],
  ['rolePath', (late) => ({ rolePath: late.stringValue }), 'aws_iam_role', { path: LATE }],
  [
    'permissionsBoundary',
    (late) => ({ permissionsBoundary: late.stringValue }),
    'aws_iam_role',
    { permissions_boundary: LATE },
  ],
  ['role', (late) => ({ role: { name: late.stringValue, arn: late.stringValue } }), FUNCTION, { role: LATE }],
  ['aliasName', (late) => ({ aliasName: late.stringValue }), 'aws_lambda_alias', { name: LATE }],
  [
    'image',
    (late) => ({
      ...SMALLEST_IMAGE,
      image: { uri: late.stringValue, command: late.listValue, workingDirectory: late.stringValue },
    }),
    FUNCTION,
    { image_uri: LATE, image_config: { command: LATE, working_directory: LATE } },
  ],
  ...[FUNCTION, 'aws_iam_role', 'aws_cloudwatch_log_group', 'aws_ssm_parameter'].map(
    (type) =>
      [
        'a value of tags',
        (late: TerraformVariable) => ({ tags: { team: late.stringValue } }),
        type,
        { tags: { team: LATE } },
      ] as const,
  ),
  ['all tags as a map', (late) => ({ tags: Token.asStringMap(late.value) }), FUNCTION, { tags: LATE }],
  [
    'all tags by a function',
    (late) => ({ tags: Fn.merge([{ a: 'b' }, late.value]) as Record<string, string> }),
    'aws_iam_role',
    { tags: '${merge({"a" = "b"}, var.late)}' },
  ],
  [
    'functionUrl',
    (late) => ({
      functionUrl: {
        authorizationType: late.stringValue as 'NONE',
        cors: { allowCredentials: true, allowOrigins: late.listValue, maxAge: late.numberValue },
      },
    }),
    'aws_lambda_function_url',
    { authorization_type: LATE, cors: { allow_credentials: true, allow_origins: LATE, max_age: LATE } },
  ],
  [
    'asyncInvoke',
    (late) => ({
      asyncInvoke: {
        maximumEventAgeInSeconds: late.numberValue,
        maximumRetryAttempts: late.numberValue,
        onFailure: { queueArn: late.stringValue },
      },
    }),
    'aws_lambda_function_event_invoke_config',
    {
      maximum_event_age_in_seconds: LATE,
      maximum_retry_attempts: LATE,
      destination_config: { on_failure: { destination: LATE } },
    },
  ],
];

test.each(LET_THROUGH)('lets a token through in %s (%#)', (_, props, type, expected) => {
  expect(synthesizeWithToken(props).only(type)).toMatchObject(expected);
});

test('lets tokens through in what the contract alone carries', () => {
  const stack = synthesizeWithToken((late) => ({
    layerName: late.stringValue,
    artifacts: { bucket: late.stringValue, prefix: late.stringValue },
    codeDeploy: { application: late.stringValue, deploymentGroup: late.stringValue },
    alarms: late.listValue,
  }));
  expect(stack.local('Document').value).toMatchObject({
    layerName: LATE,
    artifactBucket: LATE,
    artifactPrefix: LATE,
    codeDeployApplication: LATE,
    codeDeployDeploymentGroup: LATE,
    alarms: LATE,
  });
});

test('lets tokens through in an event source', () => {
  const stack = synthesizeWithToken(
    () => ({}),
    (lambda, late) =>
      lambda.addEventSource('orders', {
        tableStreamArn: late.stringValue,
        startingPosition: late.stringValue as 'LATEST',
        batchSize: late.numberValue,
        maximumBatchingWindowInSeconds: late.numberValue,
        maximumRetryAttempts: late.numberValue,
        maximumRecordAgeInSeconds: late.numberValue,
        parallelizationFactor: late.numberValue,
        filterPatterns: [late.stringValue],
        onFailure: { topicArn: late.stringValue },
      }),
  );
  expect(stack.only('aws_lambda_event_source_mapping')).toMatchObject({
    event_source_arn: LATE,
    starting_position: LATE,
    batch_size: LATE,
    maximum_batching_window_in_seconds: LATE,
    maximum_retry_attempts: LATE,
    maximum_record_age_in_seconds: LATE,
    parallelization_factor: LATE,
    filter_criteria: { filter: [{ pattern: LATE }] },
    destination_config: { on_failure: { destination_arn: LATE } },
  });
});

test('lets tokens through in a batch of a queue', () => {
  const stack = synthesizeWithToken(
    () => ({}),
    (lambda, late) =>
      lambda.addEventSource('orders', {
        queueArn: late.stringValue,
        batchSize: 100,
        maximumBatchingWindowInSeconds: late.numberValue,
        maximumConcurrency: late.numberValue,
      }),
  );
  expect(stack.only('aws_lambda_event_source_mapping')).toMatchObject({
    batch_size: 100,
    maximum_batching_window_in_seconds: LATE,
    scaling_config: { maximum_concurrency: LATE },
  });
});

test('lets tokens through in a permission', () => {
  const stack = synthesizeWithToken(
    () => ({}),
    (lambda, late) =>
      lambda.addPermission('bucket', {
        principal: late.stringValue,
        sourceArn: `${late.stringValue}/*`,
        sourceAccount: late.stringValue,
        principalOrgId: late.stringValue,
      }),
  );
  expect(stack.only('aws_lambda_permission')).toMatchObject({
    principal: LATE,
    source_arn: `${LATE}/*`,
    source_account: LATE,
    principal_org_id: LATE,
  });
});

test.each<[string, PropsOf, string]>([
  ['namePrefix', (late) => ({ namePrefix: late.stringValue }), 'NamePrefixToken'],
  ['runtime', (late) => ({ runtime: late.stringValue }), 'RuntimeToken'],
  ['handler', (late) => ({ handler: late.stringValue }), 'RuntimeToken'],
  ['actions', (late) => ({ policy: [{ actions: late.listValue, resources: ['*'] }] }), 'PolicyListToken'],
  ['resources', (late) => ({ policy: [{ actions: ['a:B'], resources: late.listValue }] }), 'PolicyListToken'],
])('fails for a token in %s, which decides what is synthesized', (_, props, code) => {
  const error = validationErrorOf(() => synthesizeWithToken(props));
  expect(error.code).toBe(code);
  expect(error.message).toContain('must be');
  expect(error.message).toContain('(at stack/api)');
});
