import type {
  CodepipelineStage,
  CodepipelineStageAction,
  CodepipelineStageOnFailure,
} from '@cdktf/provider-aws/lib/codepipeline';
import { escapeTemplate } from '../shared/template';
import {
  BUILD_STEP_VARIABLE,
  DIFFERENCE_NAMESPACE,
  DIFFERENCE_REFERENCE,
  environmentVariables,
} from './pipeline-variables';
import { SOURCE } from './source-action';
import type { ApprovalOptions, BuildActionOptions, OnFailure } from './stage-props';

/** Name of the action that finds out what a deploy would change. */
export const DIFFERENCE = 'Difference';

type Variables = Readonly<Record<string, string>>;

/**
 * What is built before somebody is asked and anything is deployed; nothing where nothing is.
 *
 * @param difference - the action that finds out what a deploy would change
 */
export function checkStage(
  builds: readonly BuildActionOptions[],
  difference: CodepipelineStageAction | undefined,
): CodepipelineStage[] {
  const actions = builds.map(({ name, projectName, environment, runOrder }) =>
    buildAction(name, projectName, environment ?? {}, runOrder),
  );
  const action = [...actions, ...(difference === undefined ? [] : [difference])];
  return action.length === 0 ? [] : [{ name: 'Check', action }];
}

/** The run of the project that finds out what a deploy would change, and changes nothing. */
export function differenceAction(projectName: string, variables: Variables): CodepipelineStageAction {
  const environment = { [BUILD_STEP_VARIABLE]: 'difference', ...variables };
  return { ...buildAction(DIFFERENCE, projectName, environment), namespace: DIFFERENCE_NAMESPACE };
}

/**
 * A person who says yes; nothing where nobody is asked.
 *
 * @param hasDifference - whether there is a difference to show
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html
 */
export function approveStage(approval: ApprovalOptions | undefined, hasDifference: boolean): CodepipelineStage[] {
  if (approval === undefined) {
    return [];
  }
  const { topicArn, timeoutMinutes, reviewUrl } = approval;
  const configuration: Record<string, string> = {
    ...(hasDifference ? { CustomData: DIFFERENCE_REFERENCE } : {}),
    ...(reviewUrl === undefined ? {} : { ExternalEntityLink: escapeTemplate(reviewUrl) }),
    ...(topicArn === undefined ? {} : { NotificationArn: topicArn }),
  };
  const action: CodepipelineStageAction = {
    name: 'Approve',
    category: 'Approval',
    owner: 'AWS',
    provider: 'Manual',
    version: '1',
    configuration: Object.keys(configuration).length === 0 ? undefined : configuration,
    timeoutInMinutes: timeoutMinutes,
  };
  return [{ name: 'Approve', action: [action] }];
}

/** What ships. */
export function deployStage(
  projectName: string,
  variables: Variables,
  onFailure: OnFailure | undefined,
): CodepipelineStage {
  return {
    name: 'Deploy',
    action: [buildAction('Deploy', projectName, variables)],
    onFailure: onFailure && failure(onFailure),
  };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_FailureConditions.html */
function failure(result: OnFailure): CodepipelineStageOnFailure {
  return result === 'RETRY' ? { result, retryConfiguration: { retryMode: 'FAILED_ACTIONS' } } : { result };
}

function buildAction(
  name: string,
  projectName: string,
  variables: Variables,
  runOrder?: number,
): CodepipelineStageAction {
  const EnvironmentVariables = environmentVariables(variables);
  return {
    name,
    category: 'Build',
    owner: 'AWS',
    provider: 'CodeBuild',
    version: '1',
    inputArtifacts: [SOURCE],
    configuration: {
      ProjectName: projectName,
      ...(EnvironmentVariables === undefined ? {} : { EnvironmentVariables }),
    },
    runOrder,
  };
}
