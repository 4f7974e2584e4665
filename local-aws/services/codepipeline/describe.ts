import type { ArtifactLocation } from '../ports';
import type { ActionRecord } from './actions/action';
import type { Execution } from './execution';
import type { Pipeline } from './pipeline';

/** Milliseconds as the API has them. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineExecution.html */
export function pipelineExecution(execution: Execution): object {
  const { declaration, cause, sources } = execution;
  return {
    ...common(execution),
    pipelineName: declaration.name,
    pipelineVersion: declaration.version,
    artifactRevisions: sources.map(({ outputs, revision }) => ({ name: outputs[0]?.name, ...revision })),
    variables: Object.entries(cause.variables).map(([name, resolvedValue]) => ({ name, resolvedValue })),
  };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineExecutionSummary.html */
export function pipelineExecutionSummary(execution: Execution): object {
  const { startedAt, updatedAt, sources, stopReason: reason } = execution;
  return {
    ...common(execution),
    startTime: seconds(startedAt),
    lastUpdateTime: seconds(updatedAt),
    sourceRevisions: sources.map(({ action, revision }) => ({ actionName: action.name, ...revision })),
    stopTrigger: reason === undefined ? undefined : { reason },
  };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionExecutionDetail.html */
export function actionExecutionDetail({ id, declaration, runtime }: Execution, record: ActionRecord): object {
  const { action, progress } = record;
  return {
    pipelineExecutionId: id,
    actionExecutionId: record.id,
    pipelineVersion: declaration.version,
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
      region: runtime.region,
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
  const records = executions.flatMap(({ actions }) => actions).sort((one, other) => one.startedAt - other.startedAt);
  return {
    pipelineName: declaration.name,
    pipelineVersion: declaration.version,
    stageStates: declaration.stages.map(({ name: stageName, actions }) => {
      const latest = line.latest.get(stageName);
      const inboundExecutions = line.waiting(stageName).map((execution) => stageExecution(execution, 'InProgress'));
      return {
        stageName,
        inboundExecution: inboundExecutions[0],
        inboundExecutions,
        inboundTransitionState: { enabled: true },
        actionStates: actions.map(({ name }) => {
          const own = records.filter(({ stage, action }) => stage === stageName && action.name === name);
          return actionState(name, own.at(-1));
        }),
        latestExecution: latest && stageExecution(latest, latest.stages.get(stageName) ?? 'InProgress'),
      };
    }),
    created: seconds(created),
    updated: seconds(updated),
  };
}

function common({ id, status, declaration, cause }: Execution): object {
  const { trigger, rollback } = cause;
  return {
    pipelineExecutionId: id,
    status,
    trigger,
    executionMode: declaration.executionMode,
    executionType: rollback === undefined ? 'STANDARD' : 'ROLLBACK',
    rollbackMetadata: rollback && { rollbackTargetPipelineExecutionId: rollback.target.id },
  };
}

function stageExecution({ id, cause }: Execution, status: string): object {
  return { pipelineExecutionId: id, status, type: cause.rollback === undefined ? 'STANDARD' : 'ROLLBACK' };
}

function actionState(actionName: string, record: ActionRecord | undefined): object {
  if (record === undefined) return { actionName };
  const { id, status, updatedAt, progress, error } = record;
  return {
    actionName,
    latestExecution: {
      ...progress,
      actionExecutionId: id,
      status,
      lastStatusChange: seconds(updatedAt),
      token: status === 'InProgress' ? progress.token : undefined,
      errorDetails: error,
    },
  };
}

/** An artifact as answers and events have it. */
export function artifactDetail({ name, bucket, key }: ArtifactLocation): object {
  return { name, s3location: { bucket, key } };
}

/** Tags as the API has them. */
export function tagList(tags: ReadonlyMap<string, string>): object[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}
