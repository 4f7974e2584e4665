import type * as sdk from '@aws-sdk/client-codepipeline';

import { ServiceError } from '../../service';
import type { Approval } from '../actions/approval';
import type { CodePipeline, Operations } from '../code-pipeline';
import type { Checked } from '../declaration';
import * as describe from '../describe';
import type { SourceOverride } from '../execution';
import type { Pipeline } from '../pipeline';

const REVISION_TYPES: readonly string[] = ['COMMIT_ID', 'S3_OBJECT_VERSION_ID'];

/**
 * Executions: start, stop, retry, approve. Lists are one page, the newest first.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Operations.html
 */
export function executionOperations(service: CodePipeline, approval: Approval): Operations {
  /** Ids of executions by the request that started them: a client sends one again that it got no answer to. */
  const requests = new Map<string, string>();

  return {
    StartPipelineExecution(input: Checked<sdk.StartPipelineExecutionInput>) {
      const pipeline = service.pipeline(input.name);
      const request = `${input.name} ${input.clientRequestToken ?? ''}`;
      const before = requests.get(request);
      if (before !== undefined) return { pipelineExecutionId: before };
      const trigger = { triggerType: 'StartPipelineExecution', triggerDetail: service.user } as const;
      const overrides = overridesOf(pipeline, input.sourceRevisions ?? []);
      const { id } = pipeline.start({ trigger, overrides, variables: input.variables });
      if (input.clientRequestToken !== undefined) requests.set(request, id);
      return { pipelineExecutionId: id };
    },
    async StopPipelineExecution(input: Checked<sdk.StopPipelineExecutionInput>) {
      const execution = service.execution(input.pipelineName, input.pipelineExecutionId);
      const { id, isUnderWay, status } = execution;
      if (!isUnderWay) {
        throw new ServiceError('PipelineExecutionNotStoppableException', `The execution ${id} is over: ${status}`);
      }
      if (status === 'Stopping' && input.abandon !== true) {
        throw new ServiceError('DuplicatedStopRequestException', `The execution ${id} is stopping already`);
      }
      await execution.stop(input.abandon === true, input.reason);
      return { pipelineExecutionId: id };
    },
    RetryStageExecution(input: Checked<sdk.RetryStageExecutionInput>) {
      const { pipelineName, stageName, pipelineExecutionId, retryMode } = input;
      const execution = service.execution(pipelineName, pipelineExecutionId);
      service.pipeline(pipelineName).retry(stageName, execution, retryMode);
      return { pipelineExecutionId };
    },
    PutApprovalResult(input: Checked<sdk.PutApprovalResultInput>) {
      const { pipelineName, stageName, actionName, token, result } = input;
      const records = service.pipeline(pipelineName).executions.flatMap(({ actions }) => actions);
      const record = records.find(
        ({ stage, action, progress }) => stage === stageName && action.name === actionName && progress.token === token,
      );
      approval.review(token, record, result);
      return { approvedAt: describe.seconds(service.runtime.clock.now()) };
    },
    GetPipelineState({ name }: Checked<sdk.GetPipelineStateInput>) {
      return describe.pipelineState(service.pipeline(name));
    },
    GetPipelineExecution({ pipelineName, pipelineExecutionId }: Checked<sdk.GetPipelineExecutionInput>) {
      return { pipelineExecution: describe.pipelineExecution(service.execution(pipelineName, pipelineExecutionId)) };
    },
    ListPipelineExecutions({ pipelineName }: Checked<sdk.ListPipelineExecutionsInput>) {
      const executions = [...service.pipeline(pipelineName).executions].reverse();
      return { pipelineExecutionSummaries: executions.map(describe.pipelineExecutionSummary) };
    },
    ListActionExecutions({ pipelineName, filter }: Checked<sdk.ListActionExecutionsInput>) {
      const id = filter?.pipelineExecutionId;
      const executions = id ? [service.execution(pipelineName, id)] : service.pipeline(pipelineName).executions;
      const details = executions.flatMap((execution) =>
        execution.actions.map((record) => describe.actionExecutionDetail(execution, record)),
      );
      return { actionExecutionDetails: details.reverse() };
    },
  };
}

function overridesOf(
  { declaration }: Pipeline,
  revisions: Checked<sdk.SourceRevisionOverride[]>,
): Map<string, SourceOverride> {
  const overrides = new Map<string, SourceOverride>();
  for (const { actionName, revisionType, revisionValue: revision } of revisions) {
    const isSource = declaration.stages[0]?.actions.some(({ name }) => name === actionName);
    if (!isSource || !REVISION_TYPES.includes(revisionType)) {
      throw new ServiceError('ValidationException', `${actionName} is no source action that takes a ${revisionType}`);
    }
    overrides.set(actionName, { revision });
  }
  return overrides;
}
