import { synthesizeLambda } from '../../helpers/lambda';

const stack = synthesizeLambda();

test('the function is published, small, and waits for its role', () => {
  expect(stack.only('aws_lambda_function')).toEqual({
    architectures: ['x86_64'],
    depends_on: ['aws_iam_role_policy.api_ExecutionPolicy_8017D5EB'],
    ephemeral_storage: { size: 512 },
    filename: '${data.archive_file.api_Placeholder_Archive_C45E6BE3.output_path}',
    function_name: 'api',
    handler: 'app.main.handler',
    lifecycle: {
      ignore_changes: [
        'filename',
        'source_code_hash',
        's3_bucket',
        's3_key',
        's3_object_version',
        'image_uri',
        'layers',
      ],
    },
    logging_config: { log_format: 'Text', log_group: '${aws_cloudwatch_log_group.api_LogGroup_89F0207F.name}' },
    memory_size: 128,
    package_type: 'Zip',
    publish: true,
    role: '${aws_iam_role.api_Role_61B66F73.arn}',
    runtime: 'python3.13',
    timeout: 3,
    tracing_config: { mode: 'PassThrough' },
  });
});

test('the alias is made on what Terraform has published, and is CI’s from then on', () => {
  expect(stack.only('aws_lambda_alias')).toEqual({
    function_name: '${aws_lambda_function.api_C8550315.function_name}',
    function_version: '${aws_lambda_function.api_C8550315.version}',
    lifecycle: { ignore_changes: ['function_version', 'routing_config', 'description'] },
    name: 'live',
  });
});

test('the log group keeps 30 days', () => {
  expect(stack.only('aws_cloudwatch_log_group')).toEqual({ name: '/aws/lambda/api', retention_in_days: 30 });
});

test('the role is assumed by Lambda alone', () => {
  const role = stack.only('aws_iam_role');
  expect({ ...role, assume_role_policy: JSON.parse(role.assume_role_policy as string) as unknown }).toEqual({
    name: 'api-lambda',
    assume_role_policy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
    },
  });
});

test('the contract is a plain parameter under the function’s name', () => {
  const { name } = stack.local('Document');
  expect(stack.only('aws_ssm_parameter')).toEqual({
    description: 'What a deploy of api needs to know; written by Terraform',
    insecure_value: `\${jsonencode(local.${name})}`,
    name: '/codeless/api/contract',
    type: 'String',
  });
});
