import type { IConstruct } from 'constructs';
import { checkInteger, checkLength, checkOneOf, checkPattern, checkRolePath, isKnown } from '../shared/checks';
import { checkTags } from '../shared/tags';
import { ValidationError } from '../shared/validation-error';
import type { DeliveryPipelineProps } from './pipeline-props';
import { DIFFERENCE } from './pipeline-stages';
import { BUILD_TAG_VARIABLE, environmentVariables, TAG_VARIABLE } from './pipeline-variables';
import { checkSource, MAX_CONFIGURATION_VALUE } from './source-checks';
import type { ApprovalOptions, BuildActionOptions, PipelineVariableOptions } from './stage-props';
import { checkTrigger } from './trigger-checks';
import type { PipelineTrigger } from './trigger-props';

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MAX_ACTIONS = 50;
const MAX_VARIABLES = 50;
const MAX_RUN_ORDER = 999;

/**
 * Throws where CodePipeline would refuse the pipeline, or could never run it.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html
 */
export function checkPipeline(
  scope: IConstruct,
  props: DeliveryPipelineProps & { readonly difference: boolean },
): void {
  const { pipelineName, roleName, source, trigger, sourcePath, approval, beforeDeploy = [], tags } = props;
  const name = "1 to 100 letters, digits, '.', '@', '_' and '-'";
  checkPattern(scope, 'InvalidPipelineName', 'pipelineName', pipelineName, /^[A-Za-z0-9.@_-]{1,100}$/, name);
  const role = "1 to 64 letters, digits, '+', '=', ',', '.', '@', '_' and '-'";
  checkPattern(scope, 'InvalidRoleName', 'roleName', roleName, /^[\w+=,.@-]{1,64}$/, role);
  checkRolePath(scope, props.rolePath);
  checkSource(scope, source);
  checkTrigger(scope, trigger, source, sourcePath);
  if (source.type === 'connection' && (props.connectionArn ?? source.connectionArn) === undefined) {
    const message = `'connectionArn' must be given for a source of the type connection that names none, got none`;
    throw new ValidationError('ConnectionMissing', scope, message);
  }
  checkModes(scope, props);
  checkBuilds(scope, beforeDeploy, approval !== undefined && props.difference);
  if (approval !== undefined) {
    checkApproval(scope, approval);
  }
  checkVariables(scope, props.variables ?? [], trigger.type);
  checkTags(scope, tags);
}

/**
 * Throws unless variables fit into the configuration of a CodeBuild action.
 *
 * @param name - of what they are given by
 */
export function checkEnvironment(scope: IConstruct, name: string, variables: Readonly<Record<string, string>>): void {
  const value = environmentVariables(variables);
  if (isKnown(value) && value.length > MAX_CONFIGURATION_VALUE) {
    const limit = `${MAX_CONFIGURATION_VALUE} characters as the JSON that CodeBuild takes`;
    throw new ValidationError('EnvironmentTooLong', scope, `'${name}' must be at most ${limit}, got ${value.length}`);
  }
}

function checkModes(scope: IConstruct, { onFailure, executionMode }: DeliveryPipelineProps): void {
  checkOneOf(scope, 'InvalidOnFailure', 'onFailure', onFailure, ['RETRY', 'ROLLBACK']);
  const modes = ['SUPERSEDED', 'QUEUED', 'PARALLEL'] as const;
  checkOneOf(scope, 'InvalidExecutionMode', 'executionMode', executionMode, modes);
  if (onFailure === 'ROLLBACK' && executionMode === 'PARALLEL') {
    const message = `'onFailure' must not be ROLLBACK where 'executionMode' is PARALLEL: CodePipeline rolls no such stage back`;
    throw new ValidationError('RollbackInParallel', scope, message);
  }
}

function checkBuilds(scope: IConstruct, builds: readonly BuildActionOptions[], hasDifference: boolean): void {
  const reserved = hasDifference ? [DIFFERENCE] : [];
  checkLength(scope, 'TooManyBuilds', 'beforeDeploy', builds, 0, MAX_ACTIONS - reserved.length);
  const names = new Set(reserved);
  for (const [index, { name, environment = {}, runOrder }] of builds.entries()) {
    const at = `beforeDeploy[${index}]`;
    const wanted = "1 to 100 letters, digits, '.', '@', '_' and '-'";
    checkPattern(scope, 'InvalidActionName', `${at}.name`, name, /^[A-Za-z0-9.@_-]{1,100}$/, wanted);
    if (names.has(name)) {
      const message = `'${at}.name' must be one that no other action of its stage has, got '${name}'`;
      throw new ValidationError('DuplicateActionName', scope, message);
    }
    names.add(name);
    checkInteger(scope, 'RunOrderOutOfRange', `${at}.runOrder`, runOrder, 1, MAX_RUN_ORDER);
    for (const variable of Object.keys(environment)) {
      checkVariableOfBuild(scope, `${at}.environment`, variable);
    }
    checkEnvironment(scope, `${at}.environment`, environment);
  }
}

function checkApproval(scope: IConstruct, { timeoutMinutes, reviewUrl, topicArn }: ApprovalOptions): void {
  checkInteger(scope, 'ApprovalTimeout', 'approval.timeoutMinutes', timeoutMinutes, 5, 86400, ' minutes');
  const url = 'a link that begins with http:// or https://';
  checkPattern(scope, 'InvalidReviewUrl', 'approval.reviewUrl', reviewUrl, /^https?:\/\/\S+$/, url);
  checkLength(scope, 'InvalidReviewUrl', 'approval.reviewUrl', reviewUrl, 1, MAX_CONFIGURATION_VALUE);
  const arn = 'the ARN of an SNS topic';
  checkPattern(
    scope,
    'InvalidApprovalTopic',
    'approval.topicArn',
    topicArn,
    /^arn:[\w-]+:sns:[^:]+:\d{12}:[\w-]+$/,
    arn,
  );
}

function checkVariables(
  scope: IConstruct,
  variables: readonly PipelineVariableOptions[],
  trigger: PipelineTrigger['type'],
): void {
  const isRelease = trigger === 'release';
  const taken = isRelease ? [TAG_VARIABLE, BUILD_TAG_VARIABLE] : [];
  checkLength(scope, 'TooManyVariables', 'variables', variables, 0, MAX_VARIABLES - (isRelease ? 1 : 0));
  const names = new Set(taken);
  for (const [index, { name, defaultValue, description }] of variables.entries()) {
    const at = `variables[${index}]`;
    const wanted = "1 to 128 letters, digits, '@', '_' and '-'";
    checkPattern(scope, 'InvalidVariableName', `${at}.name`, name, /^[A-Za-z0-9@_-]{1,128}$/, wanted);
    checkVariableOfBuild(scope, `${at}.name`, name);
    if (names.has(name)) {
      const message = `'${at}.name' must be one that no other variable of the pipeline or its build has, got '${name}'`;
      throw new ValidationError('DuplicateVariable', scope, message);
    }
    names.add(name);
    if (defaultValue === undefined && trigger !== 'manual') {
      const message = `'${at}.defaultValue' must be given where the trigger is ${trigger}: only a person can set a variable`;
      throw new ValidationError('VariableWithoutDefault', scope, message);
    }
    checkLength(scope, 'VariableDefaultLength', `${at}.defaultValue`, defaultValue, 1, 1000);
    checkLength(scope, 'VariableDescriptionLength', `${at}.description`, description, 0, 200);
  }
}

/** Throws where a variable is one that CodeBuild, AWS's programs or the build itself sets. */
function checkVariableOfBuild(scope: IConstruct, at: string, name: string): void {
  const wanted = 'a name that does not begin with CODEBUILD_, AWS_ or LAMBDA_CI_';
  checkPattern(scope, 'ReservedVariable', at, name, /^(?!CODEBUILD_|AWS_|LAMBDA_CI_)/, wanted);
}
