import type { ArtifactLocation } from '../ports';
import { ServiceError } from '../service';
import type { ActionRecord, Execution } from './execution';
import type { Pipeline } from './pipeline';

/** Milliseconds as the API has them. */
export function seconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

/**
 * One page of a list. The token is the number of the next item.
 *
 * @throws ServiceError for a token that is none
 */
export function pageOf<T>(items: readonly T[], size = 100, token = '0'): { page: T[]; nextToken?: string } {
  const from = Number(token);
  if (!Number.isInteger(from) || from < 0)
    throw new ServiceError('InvalidNextTokenException', 'The token is not valid');
  const next = from + size;
  return { page: items.slice(from, next), ...(next < items.length && { nextToken: String(next) }) };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineExecution.html */
export function pipelineExecution(execution: Execution): object {
  const { declaration, variables } = execution.options;
  return {
    ...common(execution),
    pipelineName: declaration.name,
    pipelineVersion: declaration.version,
    artifactRevisions: execution.revisions.map(({ artifact, revision }) => ({
      name: artifact,
      ...revision,
    })),
    variables: Object.entries(variables).map(([name, resolvedValue]) => ({ name, resolvedValue })),
  };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineExecutionSummary.html */
export function pipelineExecutionSummary(execution: Execution): object {
  return {
    ...common(execution),
    startTime: seconds(execution.startedAt),
    lastUpdateTime: seconds(execution.updatedAt),
    sourceRevisions: execution.revisions.map(({ action, revision }) => ({
      actionName: action,
      ...revision,
    })),
    stopTrigger: execution.stopReason === undefined ? undefined : { reason: execution.stopReason },
  };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionExecutionDetail.html */
export function actionExecutionDetail({ id, options }: Execution, record: ActionRecord): object {
  const { action, progress } = record;
  return {
    pipelineExecutionId: id,
    actionExecutionId: record.id,
    pipelineVersion: options.declaration.version,
    stageName: record.stage,
    actionName: action.name,
    startTime: seconds(record.startedAt),
    lastUpdateTime: seconds(record.updatedAt),
    status: record.status,
    input: {
      actionTypeId: action.actionTypeId,
      configuration: action.configuration ?? {},
      resolvedConfiguration: record.configuration,
      roleArn: record.roleArn,
      region: options.runtime.region,
      inputArtifacts: record.inputs.map(artifactDetail),
      namespace: action.namespace,
    },
    output: {
      outputArtifacts: record.outputs.map(artifactDetail),
      executionResult: {
        externalExecutionId: progress.externalExecutionId,
        externalExecutionSummary: progress.summary,
        externalExecutionUrl: progress.externalExecutionUrl,
        errorDetails: record.error,
      },
      outputVariables: record.variables ?? {},
    },
  };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineState.html */
export function pipelineState({ declaration, created, updated, executions, line }: Pipeline): object {
  const records = executions.flatMap(({ actions }) => actions);
  return {
    pipelineName: declaration.name,
    pipelineVersion: declaration.version,
    stageStates: declaration.stages.map(({ name: stageName, actions }) => {
      const latest = line.latest.get(stageName);
      const inbound = line.waiting(stageName).map((execution) => stageExecution(execution, 'InProgress'));
      return {
        stageName,
        inboundExecution: inbound[0],
        inboundExecutions: inbound,
        inboundTransitionState: line.transition(stageName),
        actionStates: actions.map(({ name }) => {
          const own = records.filter(({ stage, action }) => stage === stageName && action.name === name);
          return actionState(name, own.sort((one, other) => one.startedAt - other.startedAt).at(-1));
        }),
        latestExecution: latest && stageExecution(latest, latest.stages.get(stageName) ?? 'InProgress'),
        retryStageMetadata: latest?.retries.get(stageName),
      };
    }),
    created: seconds(created),
    updated: seconds(updated),
  };
}

function common({ id, status, options }: Execution): object {
  const { trigger, declaration, rollback } = options;
  return {
    pipelineExecutionId: id,
    status,
    trigger,
    executionMode: declaration.executionMode,
    executionType: rollback === undefined ? 'STANDARD' : 'ROLLBACK',
    rollbackMetadata: rollback && { rollbackTargetPipelineExecutionId: rollback.target.id },
  };
}

function stageExecution({ id, options }: Execution, status: string): object {
  return { pipelineExecutionId: id, status, type: options.rollback === undefined ? 'STANDARD' : 'ROLLBACK' };
}

function actionState(actionName: string, record: ActionRecord | undefined): object {
  if (record === undefined) return { actionName };
  const { id, status, updatedAt, progress, error, revision } = record;
  const { token, ...told } = progress;
  return {
    actionName,
    currentRevision: revision && { revisionId: revision.revisionId, revisionChangeId: id, created: seconds(updatedAt) },
    revisionUrl: revision?.revisionUrl,
    latestExecution: {
      actionExecutionId: id,
      status,
      lastStatusChange: seconds(updatedAt),
      ...told,
      token: status === 'InProgress' ? token : undefined,
      errorDetails: error,
    },
  };
}

/** An artifact as answers and events have it. */
export function artifactDetail({ name, bucket, key }: ArtifactLocation): object {
  return { name, s3location: { bucket, key } };
}
