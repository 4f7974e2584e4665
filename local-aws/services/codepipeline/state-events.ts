import { artifactDetail } from './describe';
import type { ActionRecord, Execution } from './execution';

/** A change of state. */
export interface StateChange {
  readonly level: 'Pipeline' | 'Stage' | 'Action';
  readonly state: string;
  readonly stage?: string;
  readonly record?: ActionRecord;
}

/**
 * Tells the event bus, and people, of a change of state.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export async function tellState(execution: Execution, { level, state, stage, record }: StateChange): Promise<void> {
  const { runtime, declaration, pipelineArn, trigger } = execution.options;
  const what = [declaration.name, execution.id.slice(0, 8), [stage, record?.action.name].filter(Boolean).join('/')];
  const reason = record?.error ? `: ${record.error.message}` : '';
  runtime.activity({
    kind: 'pipeline',
    text: `${what.filter(Boolean).join(' ')} ${state.toLowerCase()}${reason}`.replaceAll('\n', ' '),
  });
  const detail = {
    pipeline: declaration.name,
    'execution-id': execution.id,
    'start-time': new Date(record?.startedAt ?? execution.startedAt).toISOString(),
    state,
    version: declaration.version,
    'pipeline-execution-attempt': execution.attempt,
    ...(level === 'Pipeline' && {
      'execution-trigger': { 'trigger-type': trigger.triggerType, 'trigger-detail': trigger.triggerDetail },
    }),
    ...(stage !== undefined && { stage }),
    ...(record && { ...actionDetail(record), region: runtime.region }),
  };
  const detailType = `CodePipeline ${level} Execution State Change`;
  const told = runtime.events.put({ source: 'aws.codepipeline', detailType, resources: [pipelineArn], detail });
  // A bus that does not answer, such as one that is being stopped, holds no pipeline up.
  await told.catch(() => undefined);
}

function actionDetail({ id, action, inputs, outputs, progress, error }: ActionRecord): object {
  return {
    action: action.name,
    'action-execution-id': id,
    type: action.actionTypeId,
    'execution-result': {
      ...(progress.externalExecutionUrl && { 'external-execution-url': progress.externalExecutionUrl }),
      ...(progress.externalExecutionId && { 'external-execution-id': progress.externalExecutionId }),
      ...(progress.summary && { 'external-execution-summary': progress.summary }),
      ...(error && { 'error-code': error.code }),
    },
    'input-artifacts': inputs.map(artifactDetail),
    'output-artifacts': outputs.map(artifactDetail),
  };
}
