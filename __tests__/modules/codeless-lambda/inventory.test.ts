import { TerraformOutput } from 'cdktf';
import { CodelessLambda } from '../../../modules';
import { SMALLEST, SMALLEST_IMAGE, synthesizeLambda, testLambda } from '../../helpers/lambda';
import { synthesize, testApp, testStack } from '../../helpers/synth';

/** Addresses are API: who finds one changed here would have users' resources replaced. */
const INVENTORY = [
  'aws_cloudwatch_log_group.api_LogGroup_89F0207F',
  'aws_iam_role.api_Role_61B66F73',
  'aws_iam_role_policy.api_ExecutionPolicy_8017D5EB',
  'aws_lambda_alias.api_Alias_B990DB54',
  'aws_lambda_function.api_C8550315',
  'aws_ssm_parameter.api_Contract_6AE31DF9',
  'data.archive_file.api_Placeholder_Archive_C45E6BE3',
];

test('the smallest props make exactly these addresses', () => {
  expect(synthesizeLambda().addresses).toEqual(INVENTORY);
});

test('everything asked for makes exactly these addresses', () => {
  const stack = synthesizeLambda(
    {
      policy: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/*'] }],
      functionUrl: { authorizationType: 'AWS_IAM' },
      asyncInvoke: { onFailure: { queueArn: 'arn:aws:sqs:eu-west-1:111122223333:failures' } },
      provisionedConcurrentExecutions: 1,
    },
    (lambda) => {
      lambda.addAlias('beta');
      lambda.addPermission('sns', { principal: 'sns.amazonaws.com' });
      lambda.grantInvoke('caller', { name: 'caller' });
      lambda.addEventSource('orders', { queueArn: 'arn:aws:sqs:eu-west-1:111122223333:orders' });
    },
  );
  expect(stack.addresses).toEqual(
    [
      ...INVENTORY,
      'aws_iam_role_policy.api_Alias_DestinationPolicy_28405613',
      'aws_iam_role_policy.api_Alias_Grant-caller_D99B270B',
      'aws_iam_role_policy.api_Alias_EventSource-orders_Policy_E78B8D0F',
      'aws_iam_role_policy.api_Policy_E3B6BF19',
      'aws_lambda_alias.api_Alias-beta_5AE7D485',
      'aws_lambda_event_source_mapping.api_Alias_EventSource-orders_EC88DF8D',
      'aws_lambda_function_event_invoke_config.api_Alias_EventInvokeConfig_17E796C0',
      'aws_lambda_function_url.api_Alias_FunctionUrl_4F2D4FC0',
      'aws_lambda_permission.api_Alias_Permission-sns_9737CCEC',
      'aws_lambda_provisioned_concurrency_config.api_Alias_ProvisionedConcurrency_A4A00CE3',
    ].sort(),
  );
});

test('a given role leaves no IAM resource', () => {
  const stack = synthesizeLambda(
    {
      role: { name: 'given', arn: 'arn:aws:iam::111122223333:role/given' },
      vpc: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
      tracing: 'Active',
      deadLetter: { queueArn: 'arn:aws:sqs:eu-west-1:111122223333:dead' },
      asyncInvoke: { onSuccess: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:done' } },
    },
    (lambda) => lambda.addEventSource('orders', { queueArn: 'arn:aws:sqs:eu-west-1:111122223333:orders' }),
  );
  expect(stack.addresses.filter((address) => address.startsWith('aws_iam'))).toEqual([]);
  const lambda = stack.only('aws_lambda_function');
  expect(lambda.role).toBe('arn:aws:iam::111122223333:role/given');
  expect(lambda.depends_on).toBeUndefined();
  expect(stack.only('aws_lambda_event_source_mapping').depends_on).toBeUndefined();
  expect(stack.only('aws_lambda_function_event_invoke_config').depends_on).toBeUndefined();
});

test('an image has no placeholder, and no archive provider', () => {
  const stack = synthesizeLambda(SMALLEST_IMAGE);
  expect(stack.addresses).toEqual(INVENTORY.filter((address) => !address.startsWith('data.')));
  expect(Object.keys(stack.section('provider'))).toEqual(['aws']);
  expect(stack.only('aws_lambda_function')).toEqual(
    expect.objectContaining({ package_type: 'Image', image_uri: SMALLEST_IMAGE.image.uri }),
  );
  for (const name of ['runtime', 'handler', 'filename']) {
    expect(stack.only('aws_lambda_function')).not.toHaveProperty(name);
  }
});

test('two functions in one stack share nothing but the providers', () => {
  const stack = testStack();
  new CodelessLambda(stack, 'api', SMALLEST);
  new CodelessLambda(stack, 'worker', SMALLEST);
  const synthesized = synthesize(stack);
  expect(synthesized.addresses).toHaveLength(2 * INVENTORY.length);
  expect(synthesized.addresses).toEqual(expect.arrayContaining(INVENTORY));
  expect(synthesized.section('provider')).toEqual({ archive: [{}], aws: [{ region: 'eu-west-1' }] });
  expect(synthesized.all('aws_lambda_function').map((lambda) => lambda.function_name)).toEqual(['api', 'worker']);
  const paths = Object.values(synthesized.section('data').archive_file as Record<string, { output_path: string }>);
  expect(new Set(paths.map((archive) => archive.output_path)).size).toBe(2);
});

test('the same function in two stacks has the same addresses in both', () => {
  const app = testApp();
  const stacks = ['one', 'two'].map((id) => testStack(app, id));
  stacks.forEach((stack) => testLambda({}, stack));
  for (const stack of stacks) {
    expect(synthesize(stack).addresses).toEqual(INVENTORY);
  }
});

test('the outputs name the alias and the role that was made', () => {
  const stack = testStack();
  const lambda = testLambda({}, stack);
  new TerraformOutput(stack, 'lambda', { value: lambda.lambda });
  new TerraformOutput(stack, 'role', { value: lambda.role });
  expect(synthesize(stack).section('output')).toEqual({
    lambda: {
      value: {
        name: '${aws_lambda_function.api_C8550315.function_name}',
        arn: '${aws_lambda_function.api_C8550315.arn}',
        runtime: 'python3.13',
        alias: '${aws_lambda_alias.api_Alias_B990DB54.name}',
        aliasArn: '${aws_lambda_alias.api_Alias_B990DB54.arn}',
        invokeArn: '${aws_lambda_alias.api_Alias_B990DB54.invoke_arn}',
      },
    },
    role: {
      value: { name: '${aws_iam_role.api_Role_61B66F73.name}', arn: '${aws_iam_role.api_Role_61B66F73.arn}' },
    },
  });
  expect(testLambda(SMALLEST_IMAGE).lambda.runtime).toBe('');
});
