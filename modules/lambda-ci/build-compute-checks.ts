import type { IConstruct } from 'constructs';
import { Token } from 'cdktf';
import { checkInteger, checkLength, checkOneOf } from '../shared/checks';
import { ValidationError } from '../shared/validation-error';
import { isAwsImage, isLambdaCompute, isLambdaImage } from './build-image';
import type { BuildComputeType, BuildOptions } from './build-props';

const COMPUTE_TYPES: readonly BuildComputeType[] = [
  'BUILD_GENERAL1_SMALL',
  'BUILD_GENERAL1_MEDIUM',
  'BUILD_GENERAL1_LARGE',
  'BUILD_GENERAL1_XLARGE',
  'BUILD_GENERAL1_2XLARGE',
  'BUILD_LAMBDA_1GB',
  'BUILD_LAMBDA_2GB',
  'BUILD_LAMBDA_4GB',
  'BUILD_LAMBDA_8GB',
  'BUILD_LAMBDA_10GB',
];
const CACHE_MODES = ['LOCAL_SOURCE_CACHE', 'LOCAL_DOCKER_LAYER_CACHE', 'LOCAL_CUSTOM_CACHE'] as const;
/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const MIN_MINUTES = 5;
const MAX_TIMEOUT_MINUTES = 2160;
const MAX_QUEUED_MINUTES = 480;
/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_VpcConfig.html */
const MAX_SUBNETS = 16;
const MAX_SECURITY_GROUPS = 5;
/** The limit of a Lambda function, which no project can change. */
const LAMBDA_TIMEOUT_MINUTES = 15;

/** Throws where CodeBuild would refuse what the build runs on. */
export function checkCompute(
  scope: IConstruct,
  options: BuildOptions & { readonly computeType: BuildComputeType; readonly image: string | undefined },
  runtime: string | undefined,
): void {
  const { computeType, timeoutMinutes, queuedTimeoutMinutes, concurrentBuildLimit } = options;
  checkOneOf(scope, 'InvalidComputeType', 'computeType', computeType, COMPUTE_TYPES);
  const minutes = ' minutes';
  checkInteger(scope, 'BuildTimeout', 'timeoutMinutes', timeoutMinutes, MIN_MINUTES, MAX_TIMEOUT_MINUTES, minutes);
  checkInteger(
    scope,
    'QueuedTimeout',
    'queuedTimeoutMinutes',
    queuedTimeoutMinutes,
    MIN_MINUTES,
    MAX_QUEUED_MINUTES,
    minutes,
  );
  checkInteger(scope, 'ConcurrentBuildLimit', 'concurrentBuildLimit', concurrentBuildLimit, 1, Infinity);
  checkVpc(scope, options.vpc);
  checkCache(scope, options);
  checkImage(scope, options, runtime);
  if (isLambdaCompute(computeType)) {
    checkOnLambda(scope, options);
  }
}

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/lambda.html#lambda.limitations */
function checkOnLambda(scope: IConstruct, options: BuildOptions): void {
  const { timeoutMinutes, privileged } = options;
  const without = { ...options, privileged: privileged === true ? privileged : undefined };
  for (const name of ['privileged', 'cache', 'vpc', 'queuedTimeoutMinutes', 'runtimeVersions'] as const) {
    if (without[name] !== undefined) {
      throw new ValidationError(
        'NotOnLambda',
        scope,
        `'${name}' must not come with a 'computeType' on Lambda, which has no such thing; take one of BUILD_GENERAL1_…`,
      );
    }
  }
  if (timeoutMinutes !== undefined && timeoutMinutes !== LAMBDA_TIMEOUT_MINUTES) {
    throw new ValidationError(
      'TimeoutOnLambda',
      scope,
      `'timeoutMinutes' must be ${LAMBDA_TIMEOUT_MINUTES} with a 'computeType' on Lambda, whose builds all have that, got ${timeoutMinutes}`,
    );
  }
}

function checkVpc(scope: IConstruct, vpc: BuildOptions['vpc']): void {
  for (const name of ['subnetIds', 'securityGroupIds'] as const) {
    if (Token.isUnresolved(vpc?.[name])) {
      throw new ValidationError(
        'VpcListToken',
        scope,
        `'vpc.${name}' must be a list known at synth, got a list known to Terraform alone; its entries may be tokens`,
      );
    }
  }
  checkLength(scope, 'BuildSubnets', 'vpc.subnetIds', vpc?.subnetIds, 1, MAX_SUBNETS);
  checkLength(scope, 'BuildSecurityGroups', 'vpc.securityGroupIds', vpc?.securityGroupIds, 1, MAX_SECURITY_GROUPS);
}

function checkCache(scope: IConstruct, { cache, privileged }: BuildOptions): void {
  if (cache?.type !== 'local') {
    return;
  }
  checkLength(scope, 'NoCacheModes', 'cache.modes', cache.modes, 1, Infinity);
  for (const mode of cache.modes) {
    checkOneOf(scope, 'InvalidCacheMode', 'cache.modes', mode, CACHE_MODES);
  }
  if (cache.modes.includes('LOCAL_DOCKER_LAYER_CACHE') && privileged !== true) {
    throw new ValidationError(
      'DockerCacheWithoutDocker',
      scope,
      `'cache.modes' must not have LOCAL_DOCKER_LAYER_CACHE without 'privileged': only a privileged build runs Docker`,
    );
  }
}

function checkImage(
  scope: IConstruct,
  { image, computeType, runtimeVersions }: BuildOptions & { readonly computeType: BuildComputeType },
  runtime: string | undefined,
): void {
  if (image === undefined) {
    throw new ValidationError(
      'NoLambdaImage',
      scope,
      `'image' must be given for builds of ${runtime ?? 'the function'} on Lambda: AWS has no image with that language and Node.js; ` +
        `or take a 'computeType' of BUILD_GENERAL1_…`,
    );
  }
  checkLength(scope, 'EmptyImage', 'image', image, 1, Infinity);
  if (!isAwsImage(image)) {
    if (runtimeVersions !== undefined) {
      throw new ValidationError(
        'RuntimeVersionsWithImage',
        scope,
        `'runtimeVersions' must not come with an 'image' of one's own, got both: only AWS's images have versions to choose from`,
      );
    }
    return;
  }
  if (isLambdaImage(image) !== isLambdaCompute(computeType)) {
    throw new ValidationError(
      'ImageOfOtherCompute',
      scope,
      `'image' must be ${isLambdaCompute(computeType) ? 'one' : 'none'} for builds on Lambda with 'computeType' ${computeType}, got '${image}'`,
    );
  }
}
