import type { IConstruct } from 'constructs';
import { isKnown } from '../shared/checks';
import { ValidationError } from '../shared/validation-error';

const MAX_BYTES = 4096;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** Throws where Lambda would refuse the environment variables. */
export function checkEnvironment(scope: IConstruct, environment: Readonly<Record<string, string>> | undefined): void {
  if (!isKnown(environment)) {
    return;
  }
  for (const key of Object.keys(environment)) {
    if (!/^[A-Za-z][A-Za-z0-9_]+$/.test(key)) {
      throw new ValidationError(
        'InvalidEnvironmentVariable',
        scope,
        `'environment' must have names of at least two letters, digits and '_' that begin with a letter, got '${key}'`,
      );
    }
    if (RESERVED.has(key)) {
      throw new ValidationError(
        'ReservedEnvironmentVariable',
        scope,
        `'environment' must not set what Lambda sets itself, got '${key}'`,
      );
    }
  }
  const bytes = Buffer.byteLength(
    JSON.stringify(Object.fromEntries(Object.entries(environment).filter(([, value]) => isKnown(value)))),
  );
  if (bytes > MAX_BYTES) {
    throw new ValidationError(
      'EnvironmentTooLarge',
      scope,
      `'environment' must have at most ${MAX_BYTES} bytes as JSON, got ${bytes}; keep large values in Parameter Store`,
    );
  }
}
