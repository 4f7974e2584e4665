import type { IConstruct } from 'constructs';
import { checkInteger, checkLength, checkOneOf, checkPattern, isKnown } from '../shared/checks';
import { ValidationError } from '../shared/validation-error';
import type { AliasOptions, FunctionUrlOptions, PermissionOptions } from './alias-props';
import { checkDestination } from './destination-checks';

const MAX_ALIAS_NAME = 128;
const MAX_RETRIES = 2;
const MIN_EVENT_AGE_SECONDS = 60;
const MAX_EVENT_AGE_SECONDS = 21_600;
const MAX_CORS_AGE_SECONDS = 86_400;
const STATEMENT_ID = /^[A-Za-z0-9_-]{1,100}$/;

/**
 * Throws where Lambda would refuse the alias or what hangs on it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
 */
export function checkAlias(scope: IConstruct, name: string, options: AliasOptions): void {
  checkPattern(
    scope,
    'InvalidAliasName',
    'aliasName',
    name,
    /^(?!\d+$)[A-Za-z0-9_-]+$/,
    "letters, digits, '-' and '_', and not only digits",
  );
  checkLength(scope, 'InvalidAliasName', 'aliasName', name, 1, MAX_ALIAS_NAME);
  checkOneOf(scope, 'InvalidAliasOwner', 'aliasOwner', options.aliasOwner, ['ci', 'terraform']);
  checkInteger(
    scope,
    'ProvisionedConcurrencyOutOfRange',
    'provisionedConcurrentExecutions',
    options.provisionedConcurrentExecutions,
    1,
    Infinity,
  );
  const { asyncInvoke, functionUrl } = options;
  checkInteger(
    scope,
    'RetryAttemptsOutOfRange',
    'asyncInvoke.maximumRetryAttempts',
    asyncInvoke?.maximumRetryAttempts,
    0,
    MAX_RETRIES,
  );
  checkInteger(
    scope,
    'EventAgeOutOfRange',
    'asyncInvoke.maximumEventAgeInSeconds',
    asyncInvoke?.maximumEventAgeInSeconds,
    MIN_EVENT_AGE_SECONDS,
    MAX_EVENT_AGE_SECONDS,
    ' seconds',
  );
  checkDestination(scope, 'asyncInvoke.onSuccess', asyncInvoke?.onSuccess);
  checkDestination(scope, 'asyncInvoke.onFailure', asyncInvoke?.onFailure);
  if (functionUrl) {
    checkFunctionUrl(scope, functionUrl);
  }
}

/** Throws where the name of a further alias is a token: it is part of the construct's id, and so of Terraform addresses. */
export function checkSynthName(scope: IConstruct, name: string): void {
  if (!isKnown(name)) {
    throw new ValidationError(
      'AliasNameToken',
      scope,
      "'aliasName' of a further alias must be known at synth, got a token",
    );
  }
}

function checkFunctionUrl(scope: IConstruct, url: FunctionUrlOptions): void {
  const { authorizationType, invokeMode, cors } = url;
  checkOneOf(scope, 'InvalidAuthorizationType', 'functionUrl.authorizationType', authorizationType, [
    'AWS_IAM',
    'NONE',
  ]);
  checkOneOf(scope, 'InvalidInvokeMode', 'functionUrl.invokeMode', invokeMode, ['BUFFERED', 'RESPONSE_STREAM']);
  checkInteger(
    scope,
    'CorsMaxAgeOutOfRange',
    'functionUrl.cors.maxAge',
    cors?.maxAge,
    0,
    MAX_CORS_AGE_SECONDS,
    ' seconds',
  );
  if (cors?.allowCredentials === true && cors.allowOrigins?.includes('*') === true) {
    throw new ValidationError(
      'CorsCredentialsWithAnyOrigin',
      scope,
      "'functionUrl.cors.allowOrigins' must name the origins where 'allowCredentials' is true, got '*'",
    );
  }
}

/** Throws where Lambda would refuse the permission, or where two of its parts have no meaning together. */
export function checkPermission(scope: IConstruct, id: string, options: PermissionOptions): void {
  checkPattern(scope, 'InvalidStatementId', 'id', id, STATEMENT_ID, "1 to 100 letters, digits, '-' and '_'");
  const byUrl = options.action === 'lambda:InvokeFunctionUrl';
  if (options.functionUrlAuthType !== undefined && !byUrl) {
    throw new ValidationError(
      'FunctionUrlAuthTypeWithoutUrl',
      scope,
      `'functionUrlAuthType' must come with the action lambda:InvokeFunctionUrl, got ${options.functionUrlAuthType} without it`,
    );
  }
  if (options.invokedViaFunctionUrl === true && byUrl) {
    throw new ValidationError(
      'InvokedViaFunctionUrlWithUrlAction',
      scope,
      "'invokedViaFunctionUrl' must come with the action lambda:InvokeFunction, got lambda:InvokeFunctionUrl",
    );
  }
}
