import type { AliasOptions, PermissionOptions } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import { testLambda } from '../../helpers/lambda';
import { testStack } from '../../helpers/synth';
import { TerraformVariable } from 'cdktf';

type Refused<T> = readonly [value: T, code: string, message: string];
const untyped = (options: Record<string, unknown>): AliasOptions => options;
const url = (cors: object): AliasOptions => ({ functionUrl: { authorizationType: 'AWS_IAM', cors } });
const FIFO = 'arn:aws:sns:eu-west-1:111122223333:done.fifo';

test.each(['a', 'x'.repeat(128), '1a', '-', 'A_z'])('accepts the alias name %s', (aliasName) => {
  expect(testLambda({ aliasName }).alias.aliasName).toBe(aliasName);
});

test.each([
  ['', "letters, digits, '-' and '_', and not only digits, got ''"],
  ['1', "letters, digits, '-' and '_', and not only digits, got '1'"],
  ['$LATEST', "letters, digits, '-' and '_', and not only digits, got '$LATEST'"],
])('fails for the alias name "%s"', (aliasName, wanted) => {
  const error = validationErrorOf(() => testLambda({ aliasName }));
  expect(error.message).toBe(`'aliasName' must be ${wanted} [InvalidAliasName] (at stack/api/Alias)`);
});

test('fails for an alias name of 129 characters', () => {
  const error = validationErrorOf(() => testLambda().addAlias('x'.repeat(129)));
  expect(error.message).toContain("'aliasName' must have from 1 to 128 characters, got 129 [InvalidAliasName]");
});

test('fails for a further alias whose name only Terraform knows, since it names the construct', () => {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', { type: 'string' });
  const error = validationErrorOf(() => testLambda({}, stack).addAlias(late.stringValue));
  expect(error.message).toBe(
    "'aliasName' of a further alias must be known at synth, got a token [AliasNameToken] (at stack/api)",
  );
});

test.each<[AliasOptions]>([
  [{ provisionedConcurrentExecutions: 1 }],
  [{ asyncInvoke: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }],
  [{ asyncInvoke: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 21_600 } }],
  [url({ maxAge: 0 })],
  [url({ maxAge: 86_400, allowCredentials: true, allowOrigins: ['https://shop.example'] })],
  [url({ allowCredentials: false, allowOrigins: ['*'] })],
])('accepts %j', (options) => {
  expect(testLambda(options).alias.node.path).toBe('stack/api/Alias');
});

test.each<Refused<AliasOptions>>([
  [untyped({ aliasOwner: 'me' }), 'InvalidAliasOwner', "'aliasOwner' must be one of ci, terraform, got me"],
  [
    { provisionedConcurrentExecutions: 0 },
    'ProvisionedConcurrencyOutOfRange',
    "'provisionedConcurrentExecutions' must be a whole number of at least 1, got 0",
  ],
  ...[-1, 3].map((maximumRetryAttempts): Refused<AliasOptions> => [
    { asyncInvoke: { maximumRetryAttempts } },
    'RetryAttemptsOutOfRange',
    `'asyncInvoke.maximumRetryAttempts' must be a whole number from 0 to 2, got ${maximumRetryAttempts}`,
  ]),
  ...[59, 21_601].map((maximumEventAgeInSeconds): Refused<AliasOptions> => [
    { asyncInvoke: { maximumEventAgeInSeconds } },
    'EventAgeOutOfRange',
    `'asyncInvoke.maximumEventAgeInSeconds' must be a whole number from 60 to 21600 seconds, got ${maximumEventAgeInSeconds}`,
  ]),
  ...['onSuccess', 'onFailure'].map((name): Refused<AliasOptions> => [
    { asyncInvoke: { [name]: { topicArn: FIFO } } },
    'FifoDestination',
    `'asyncInvoke.${name}' must not be a FIFO queue or topic, got ${FIFO}`,
  ]),
  [
    untyped({ functionUrl: { authorizationType: 'PUBLIC' } }),
    'InvalidAuthorizationType',
    "'functionUrl.authorizationType' must be one of AWS_IAM, NONE, got PUBLIC",
  ],
  [
    untyped({ functionUrl: { authorizationType: 'NONE', invokeMode: 'STREAM' } }),
    'InvalidInvokeMode',
    "'functionUrl.invokeMode' must be one of BUFFERED, RESPONSE_STREAM, got STREAM",
  ],
  ...[-1, 86_401].map((maxAge): Refused<AliasOptions> => [
    url({ maxAge }),
    'CorsMaxAgeOutOfRange',
    `'functionUrl.cors.maxAge' must be a whole number from 0 to 86400 seconds, got ${maxAge}`,
  ]),
  [
    url({ allowCredentials: true, allowOrigins: ['*'] }),
    'CorsCredentialsWithAnyOrigin',
    "'functionUrl.cors.allowOrigins' must name the origins where 'allowCredentials' is true, got '*'",
  ],
])('fails for %j', (options, code, message) => {
  const error = validationErrorOf(() => testLambda(options));
  expect(error.message).toBe(`${message} [${code}] (at stack/api/Alias)`);
  expect(error.code).toBe(code);
});

test.each<[string, PermissionOptions]>([
  ['a', { principal: 'sns.amazonaws.com' }],
  ['x'.repeat(100), { principal: 'sns.amazonaws.com' }],
  ['url', { principal: '*', action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: 'NONE' }],
  ['via', { principal: '*', invokedViaFunctionUrl: true }],
])('accepts the permission %s', (id, options) => {
  expect(testLambda().addPermission(id, options).node.id).toBe(`Permission-${id}`);
});

test.each<[string, PermissionOptions, string, string]>([
  ...['x'.repeat(101), 'a.b', 'a b'].map((id): [string, PermissionOptions, string, string] => [
    id,
    { principal: 'sns.amazonaws.com' },
    'InvalidStatementId',
    `'id' must be 1 to 100 letters, digits, '-' and '_', got '${id}'`,
  ]),
  [
    'url',
    { principal: '*', functionUrlAuthType: 'NONE' },
    'FunctionUrlAuthTypeWithoutUrl',
    "'functionUrlAuthType' must come with the action lambda:InvokeFunctionUrl, got NONE without it",
  ],
  [
    'url',
    { principal: '*', action: 'lambda:InvokeFunctionUrl', invokedViaFunctionUrl: true },
    'InvokedViaFunctionUrlWithUrlAction',
    "'invokedViaFunctionUrl' must come with the action lambda:InvokeFunction, got lambda:InvokeFunctionUrl",
  ],
])('fails for the permission %s %j', (id, options, code, message) => {
  const error = validationErrorOf(() => testLambda().addPermission(id, options));
  expect(error.message).toBe(`${message} [${code}] (at stack/api/Alias)`);
  expect(error.code).toBe(code);
});
