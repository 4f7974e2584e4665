import type { IConstruct } from 'constructs';
import {
  checkInteger,
  checkLength,
  checkLogRetention,
  checkOneOf,
  checkPattern,
  checkRolePath,
  isKnown,
} from '../shared/checks';
import { checkPolicyJson } from '../shared/iam';
import { MAX_ROLE_NAME } from '../shared/names';
import { checkTags } from '../shared/tags';
import { ValidationError } from '../shared/validation-error';
import type { CodelessLambdaProps } from './codeless-lambda-props';
import { checkDestination } from './destination-checks';
import { checkEnvironment } from './environment-checks';
import { checkPackage } from './package-checks';

const APPLICATION_LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
const SYSTEM_LOG_LEVELS = ['DEBUG', 'INFO', 'WARN'] as const;
const MAX_TIMEOUT_SECONDS = 900;
const MIN_MEMORY_MB = 128;
const MIN_STORAGE_MB = 512;
const MAX_SIZE_MB = 10_240;
const MAX_DESCRIPTION = 256;
const MAX_LAYERS = 5;

/**
 * Throws where AWS would refuse the function, as far as it can be known at synth.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
export function checkFunction(scope: IConstruct, props: CodelessLambdaProps): void {
  checkNames(scope, props);
  checkPackage(scope, props);
  checkSizes(scope, props);
  checkEnvironment(scope, props.environment);
  checkNetwork(scope, props);
  checkRole(scope, props);
  checkConcurrency(scope, props);
  if (typeof props.policy === 'string') {
    checkPolicyJson(scope, props.policy);
  }
  checkTags(scope, props.tags);
  checkLogRetention(scope, props.logRetentionInDays);
  const { applicationLogLevel, systemLogLevel } = props.jsonLogs ?? {};
  checkOneOf(scope, 'InvalidLogLevel', 'jsonLogs.applicationLogLevel', applicationLogLevel, APPLICATION_LOG_LEVELS);
  checkOneOf(scope, 'InvalidLogLevel', 'jsonLogs.systemLogLevel', systemLogLevel, SYSTEM_LOG_LEVELS);
  checkDestination(scope, 'deadLetter', props.deadLetter);
  checkOneOf(scope, 'InvalidTracing', 'tracing', props.tracing, ['Active', 'PassThrough']);
}

function checkNames(scope: IConstruct, { functionName, namePrefix, layerName, artifacts }: CodelessLambdaProps): void {
  if (functionName !== undefined && namePrefix !== undefined) {
    throw new ValidationError(
      'FunctionNameWithPrefix',
      scope,
      `'functionName' must not come with 'namePrefix', got both; leave one out`,
    );
  }
  const wanted = "1 to 64 letters, digits, '-' and '_'";
  checkPattern(scope, 'InvalidFunctionName', 'functionName', functionName, /^[A-Za-z0-9_-]{1,64}$/, wanted);
  if (namePrefix !== undefined && !isKnown(namePrefix)) {
    throw new ValidationError(
      'NamePrefixToken',
      scope,
      `'namePrefix' must be known at synth, got a token; give the whole 'functionName' instead`,
    );
  }
  const layer = "1 to 140 letters, digits, '-' and '_'";
  checkPattern(scope, 'InvalidLayerName', 'layerName', layerName, /^[A-Za-z0-9_-]{1,140}$/, layer);
  const prefix = "at least 1 character with no '/' at its end";
  checkPattern(scope, 'InvalidArtifactPrefix', 'artifacts.prefix', artifacts?.prefix, /[^/]$/, prefix);
}

function checkSizes(scope: IConstruct, props: CodelessLambdaProps): void {
  const { description, timeout, memorySize, ephemeralStorageSize, layers } = props;
  checkLength(scope, 'DescriptionTooLong', 'description', description, 0, MAX_DESCRIPTION);
  checkInteger(scope, 'TimeoutOutOfRange', 'timeout', timeout, 1, MAX_TIMEOUT_SECONDS, ' seconds');
  checkInteger(scope, 'MemorySizeOutOfRange', 'memorySize', memorySize, MIN_MEMORY_MB, MAX_SIZE_MB, ' MB');
  checkInteger(
    scope,
    'EphemeralStorageSizeOutOfRange',
    'ephemeralStorageSize',
    ephemeralStorageSize,
    MIN_STORAGE_MB,
    MAX_SIZE_MB,
    ' MB',
  );
  checkLength(scope, 'TooManyLayers', 'layers', layers, 0, MAX_LAYERS);
}

function checkNetwork(scope: IConstruct, { vpc, fileSystem }: CodelessLambdaProps): void {
  checkLength(scope, 'SubnetsRequired', 'vpc.subnetIds', vpc?.subnetIds, 1, Infinity);
  checkLength(scope, 'SecurityGroupsRequired', 'vpc.securityGroupIds', vpc?.securityGroupIds, 1, Infinity);
  if (!fileSystem) {
    return;
  }
  if (!vpc) {
    throw new ValidationError(
      'FileSystemWithoutVpc',
      scope,
      `'fileSystem' must come with 'vpc', got none: EFS is reached by its mount targets in a VPC`,
    );
  }
  checkPattern(
    scope,
    'InvalidLocalMountPath',
    'fileSystem.localMountPath',
    fileSystem.localMountPath,
    /^\/mnt\/[A-Za-z0-9_.-]{1,155}$/,
    "'/mnt/' and a name of 1 to 155 letters, digits, '-', '_' and '.'",
  );
}

function checkRole(scope: IConstruct, props: CodelessLambdaProps): void {
  const { role, roleName, rolePath } = props;
  for (const name of ['policy', 'permissionsBoundary', 'roleName', 'rolePath'] as const) {
    if (role && props[name] !== undefined) {
      throw new ValidationError(
        'RoleIsGiven',
        scope,
        `'${name}' must not come with 'role', got both: nothing is attached to a role that exists already`,
      );
    }
  }
  const wanted = `1 to ${MAX_ROLE_NAME} letters, digits and '+=,.@_-'`;
  checkPattern(scope, 'InvalidRoleName', 'roleName', roleName, /^[\w+=,.@-]{1,64}$/, wanted);
  checkRolePath(scope, rolePath);
}

function checkConcurrency(scope: IConstruct, props: CodelessLambdaProps): void {
  const { reservedConcurrentExecutions: reserved, provisionedConcurrentExecutions: provisioned } = props;
  checkInteger(scope, 'ReservedConcurrencyOutOfRange', 'reservedConcurrentExecutions', reserved, -1, Infinity);
  if (isKnown(reserved) && reserved >= 0 && isKnown(provisioned) && provisioned > reserved) {
    throw new ValidationError(
      'ProvisionedAboveReserved',
      scope,
      `'provisionedConcurrentExecutions' must be at most 'reservedConcurrentExecutions', got ${provisioned} above ${reserved}`,
    );
  }
}
