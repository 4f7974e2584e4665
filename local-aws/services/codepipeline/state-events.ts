import type { ActionRecord } from './actions/action';
import { artifactDetail } from './describe';
import type { Execution } from './execution';

/**
 * Tells the event bus, and people, of a change of state.
 *
 * @param at - the stage or the action that changed, where it is not the whole execution
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 */
export async function tellState(execution: Execution, state: string, at?: string | ActionRecord): Promise<void> {
  const { runtime, declaration, pipeline, cause } = execution;
  const record = typeof at === 'object' ? at : undefined;
  const stage = typeof at === 'object' ? at.stage : at;
  const { triggerType, triggerDetail } = cause.trigger;
  const place = [stage, record?.action.name].filter(Boolean).join('/');
  const what = [declaration.name, execution.id.slice(0, 8), place, state.toLowerCase()].filter(Boolean).join(' ');
  const reason = record?.error ? `: ${record.error.message}` : '';
  runtime.activity({ kind: 'pipeline', text: `${what}${reason}`.replaceAll('\n', ' ') });
  const detail = {
    pipeline: declaration.name,
    'execution-id': execution.id,
    'start-time': new Date(record?.startedAt ?? execution.startedAt).toISOString(),
    state,
    version: declaration.version,
    'pipeline-execution-attempt': execution.attempt,
    ...(stage === undefined
      ? { 'execution-trigger': { 'trigger-type': triggerType, 'trigger-detail': triggerDetail } }
      : { stage }),
    ...(record && { ...actionDetail(record), region: runtime.region }),
  };
  const level = record ? 'Action' : stage === undefined ? 'Pipeline' : 'Stage';
  const detailType = `CodePipeline ${level} Execution State Change`;
  const told = runtime.events.put({ source: 'aws.codepipeline', detailType, resources: [pipeline.arn], detail });
  // A bus that does not answer, such as one that is being stopped, holds no pipeline up.
  await told.catch(() => undefined);
}

function actionDetail({ id, action, inputs, outputs, progress, error }: ActionRecord): object {
  return {
    action: action.name,
    'action-execution-id': id,
    type: action.actionTypeId,
    'execution-result': {
      'external-execution-url': progress.externalExecutionUrl,
      'external-execution-id': progress.externalExecutionId,
      'external-execution-summary': progress.summary,
      'error-code': error?.code,
    },
    'input-artifacts': inputs.map(artifactDetail),
    'output-artifacts': outputs.map(artifactDetail),
  };
}
