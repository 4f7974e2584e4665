import type { AsyncInvokeOptions } from '../../../modules';
import { synthesizeLambda } from '../../helpers/lambda';
import { inlinePolicies, policyOf } from '../../helpers/policies';

const LIVE = {
  function_name: '${aws_lambda_function.api_C8550315.function_name}',
  qualifier: '${aws_lambda_alias.api_Alias_B990DB54.name}',
};
const BETA = { ...LIVE, qualifier: '${aws_lambda_alias.api_Alias-beta_5AE7D485.name}' };
const BETA_ARN = '${aws_lambda_alias.api_Alias-beta_5AE7D485.arn}';
const ALIAS_ARN = '${aws_lambda_alias.api_Alias_B990DB54.arn}';
const ROLE = '${aws_iam_role.api_Role_61B66F73.name}';

test('a function URL is the alias’s', () => {
  const stack = synthesizeLambda({
    functionUrl: {
      authorizationType: 'NONE',
      invokeMode: 'RESPONSE_STREAM',
      cors: {
        allowOrigins: ['https://shop.example'],
        allowMethods: ['GET'],
        allowHeaders: ['x-a'],
        exposeHeaders: ['x-b'],
        allowCredentials: true,
        maxAge: 60,
      },
    },
  });
  expect(stack.only('aws_lambda_function_url')).toEqual({
    ...LIVE,
    authorization_type: 'NONE',
    invoke_mode: 'RESPONSE_STREAM',
    cors: {
      allow_origins: ['https://shop.example'],
      allow_methods: ['GET'],
      allow_headers: ['x-a'],
      expose_headers: ['x-b'],
      allow_credentials: true,
      max_age: 60,
    },
  });
});

test('a function URL grants nothing by itself', () => {
  const stack = synthesizeLambda({ functionUrl: { authorizationType: 'AWS_IAM' } });
  expect(stack.only('aws_lambda_function_url')).toEqual({ ...LIVE, authorization_type: 'AWS_IAM' });
  expect(stack.all('aws_lambda_permission')).toEqual([]);
});

test('warm environments are the alias’s', () => {
  const stack = synthesizeLambda({ provisionedConcurrentExecutions: 2 });
  expect(stack.only('aws_lambda_provisioned_concurrency_config')).toEqual({
    ...LIVE,
    provisioned_concurrent_executions: 2,
  });
});

test('asynchronous events without a destination need no right', () => {
  const stack = synthesizeLambda({ asyncInvoke: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } });
  expect(stack.only('aws_lambda_function_event_invoke_config')).toEqual({
    ...LIVE,
    maximum_retry_attempts: 0,
    maximum_event_age_in_seconds: 60,
  });
  expect(inlinePolicies(stack).map((policy) => policy.name)).toEqual(['execution']);
});

test.each<[string, NonNullable<AsyncInvokeOptions['onSuccess']>, string]>([
  ['queue', { queueArn: 'arn:to' }, 'sqs:SendMessage'],
  ['topic', { topicArn: 'arn:to' }, 'sns:Publish'],
  ['function', { functionArn: 'arn:to' }, 'lambda:InvokeFunction'],
  ['event bus', { eventBusArn: 'arn:to' }, 'events:PutEvents'],
])('a destination that is a %s gets a right of its own, before the configuration', (_, onSuccess, action) => {
  const stack = synthesizeLambda({ asyncInvoke: { onSuccess } });
  expect(stack.only('aws_lambda_function_event_invoke_config')).toEqual({
    ...LIVE,
    destination_config: { on_success: { destination: 'arn:to' } },
    depends_on: ['aws_iam_role_policy.api_Alias_DestinationPolicy_28405613'],
  });
  expect(inlinePolicies(stack)[0]).toEqual({
    role: ROLE,
    name: expect.stringMatching(/^destinations-[0-9a-f]{8}$/) as string,
    document: policyOf({ Effect: 'Allow', Action: [action], Resource: ['arn:to'] }),
  });
});

test('success and failure have their own destinations in one policy', () => {
  const stack = synthesizeLambda({
    asyncInvoke: { onSuccess: { topicArn: 'arn:done' }, onFailure: { queueArn: 'arn:failed' } },
  });
  expect(stack.only('aws_lambda_function_event_invoke_config').destination_config).toEqual({
    on_success: { destination: 'arn:done' },
    on_failure: { destination: 'arn:failed' },
  });
  expect(inlinePolicies(stack)[0]?.document).toEqual(
    policyOf(
      { Effect: 'Allow', Action: ['sns:Publish'], Resource: ['arn:done'] },
      { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['arn:failed'] },
    ),
  );
});

test('a permission is the alias’s, and invokes', () => {
  const stack = synthesizeLambda({}, (lambda) =>
    lambda.addPermission('bucket', {
      principal: 's3.amazonaws.com',
      sourceArn: 'arn:aws:s3:::uploads',
      sourceAccount: '111122223333',
      principalOrgId: 'o-a1b2c3d4e5',
    }),
  );
  expect(stack.only('aws_lambda_permission')).toEqual({
    ...LIVE,
    statement_id: 'bucket',
    action: 'lambda:InvokeFunction',
    principal: 's3.amazonaws.com',
    source_arn: 'arn:aws:s3:::uploads',
    source_account: '111122223333',
    principal_org_id: 'o-a1b2c3d4e5',
  });
});

test('a permission may be for the function URL only', () => {
  const stack = synthesizeLambda({}, (lambda) => {
    lambda.addPermission('url', {
      principal: '*',
      action: 'lambda:InvokeFunctionUrl',
      functionUrlAuthType: 'NONE',
    });
  });
  expect(stack.only('aws_lambda_permission')).toEqual({
    ...LIVE,
    statement_id: 'url',
    action: 'lambda:InvokeFunctionUrl',
    principal: '*',
    function_url_auth_type: 'NONE',
  });
});

test('a permission may be bound to calls by the function URL, which the generated provider does not know', () => {
  const stack = synthesizeLambda({}, (lambda) => {
    lambda.addPermission('via', { principal: '*', invokedViaFunctionUrl: true });
    lambda.addPermission('any', { principal: '*', invokedViaFunctionUrl: false });
  });
  expect(stack.all('aws_lambda_permission').map((permission) => permission.invoked_via_function_url)).toEqual([
    undefined,
    true,
  ]);
});

test('who is granted to invoke may invoke the alias alone', () => {
  const stack = synthesizeLambda({}, (lambda) => {
    lambda.grantInvoke('scheduler', { name: 'scheduler-role' });
  });
  expect(inlinePolicies(stack)[1]).toEqual({
    role: 'scheduler-role',
    name: expect.stringMatching(/^invoke-[0-9a-f]{8}-scheduler$/) as string,
    document: policyOf({ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [ALIAS_ARN] }),
  });
});

test('two functions that one role may invoke have two policies on it', () => {
  const names = ['one', 'two'].map((functionName) => {
    const stack = synthesizeLambda({ functionName }, (lambda) => {
      lambda.grantInvoke('caller', { name: 'caller' });
      lambda.addAlias('beta').grantInvoke('caller', { name: 'caller' });
    });
    return inlinePolicies(stack).flatMap((policy) => (policy.role === 'caller' ? [policy.name] : []));
  });
  expect(new Set(names[0]).size).toBe(2);
});

test('a further alias has its own URL, permissions, grants and sources', () => {
  const stack = synthesizeLambda({ functionUrl: { authorizationType: 'AWS_IAM' } }, (lambda) => {
    const beta = lambda.addAlias('beta', {
      functionUrl: { authorizationType: 'AWS_IAM' },
      asyncInvoke: { maximumRetryAttempts: 1 },
      provisionedConcurrentExecutions: 3,
    });
    lambda.addPermission('sns', { principal: 'sns.amazonaws.com' });
    beta.addPermission('sns', { principal: 'sns.amazonaws.com' });
    beta.grantInvoke('caller', { name: 'caller' });
    beta.addEventSource('orders', { queueArn: 'arn:orders' });
  });
  expect(stack.all('aws_lambda_function_url')).toEqual([
    { ...BETA, authorization_type: 'AWS_IAM' },
    { ...LIVE, authorization_type: 'AWS_IAM' },
  ]);
  expect(stack.all('aws_lambda_permission').map((permission) => permission.qualifier)).toEqual([
    BETA.qualifier,
    LIVE.qualifier,
  ]);
  expect(stack.only('aws_lambda_function_event_invoke_config')).toEqual({ ...BETA, maximum_retry_attempts: 1 });
  expect(stack.only('aws_lambda_provisioned_concurrency_config')).toMatchObject(BETA);
  expect(stack.only('aws_lambda_event_source_mapping').function_name).toBe(BETA_ARN);
  expect(inlinePolicies(stack).find((policy) => policy.role === 'caller')?.document).toEqual(
    policyOf({ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [BETA_ARN] }),
  );
});
