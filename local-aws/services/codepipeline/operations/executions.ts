import type * as sdk from '@aws-sdk/client-codepipeline';

import { ServiceError, type Operate } from '../../service';
import type { SourceOverride } from '../actions/action';
import type { Approval } from '../actions/approval';
import type { CodePipeline } from '../code-pipeline';
import type { Checked } from '../declaration';
import * as describe from '../describe';
import type { Pipeline } from '../pipeline';
import { operations } from './operations';

/** Which member of an override a type of revision sets. */
const OVERRIDES: Readonly<Record<string, keyof SourceOverride>> = {
  COMMIT_ID: 'commit',
  S3_OBJECT_VERSION_ID: 'versionId',
  S3_OBJECT_KEY: 'objectKey',
};

/**
 * Executions: start, stop, retry, roll back, approve, hold.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Operations.html
 */
export function executionOperations(service: CodePipeline, approval: Approval): Record<string, Operate> {
  const triggerDetail = service.user;
  /** Ids of executions by the request that started them. */
  const requests = new Map<string, string>();

  function setTransition(input: Checked<sdk.DisableStageTransitionInput | sdk.EnableStageTransitionInput>): void {
    const pipeline = service.pipeline(input.pipelineName);
    const { stages } = pipeline.declaration;
    const at = stages.indexOf(service.stage(pipeline, input.stageName));
    // Out of a stage is into the next.
    const stage = stages[input.transitionType === 'Outbound' ? at + 1 : at];
    const disabledReason = 'reason' in input ? input.reason : undefined;
    const lastChangedAt = describe.seconds(service.runtime.clock.now());
    const transition = { enabled: disabledReason === undefined, disabledReason, lastChangedAt };
    if (stage) pipeline.line.setTransition(stage.name, { ...transition, lastChangedBy: service.user });
  }

  return operations({
    StartPipelineExecution(input: Checked<sdk.StartPipelineExecutionInput>) {
      const pipeline = service.pipeline(input.name);
      const request = input.clientRequestToken && `${input.name} ${input.clientRequestToken}`;
      const before = requests.get(request ?? '');
      if (before !== undefined) return { pipelineExecutionId: before };
      const trigger = { triggerType: 'StartPipelineExecution', triggerDetail };
      const overrides = overridesOf(pipeline, input.sourceRevisions ?? []);
      const { id } = pipeline.start({ trigger, overrides, variables: input.variables });
      if (request !== undefined) requests.set(request, id);
      return { pipelineExecutionId: id };
    },
    async StopPipelineExecution(input: Checked<sdk.StopPipelineExecutionInput>) {
      const execution = service.execution(service.pipeline(input.pipelineName), input.pipelineExecutionId);
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
      const pipeline = service.pipeline(input.pipelineName);
      const { name } = service.stage(pipeline, input.stageName);
      pipeline.retry(name, service.execution(pipeline, input.pipelineExecutionId), input.retryMode);
      return { pipelineExecutionId: input.pipelineExecutionId };
    },
    RollbackStage(input: Checked<sdk.RollbackStageInput>) {
      const pipeline = service.pipeline(input.pipelineName);
      const { name } = service.stage(pipeline, input.stageName);
      const target = service.execution(pipeline, input.targetPipelineExecutionId);
      const { id } = pipeline.rollBack(name, target, { triggerType: 'ManualRollback', triggerDetail });
      return { pipelineExecutionId: id };
    },
    PutApprovalResult(input: Checked<sdk.PutApprovalResultInput>) {
      const { stageName, actionName, token } = input;
      const pipeline = service.pipeline(input.pipelineName);
      if (service.stage(pipeline, stageName).actions.every(({ name }) => name !== actionName)) {
        throw new ServiceError('ActionNotFoundException', `The stage ${stageName} has no action ${actionName}`);
      }
      const records = pipeline.executions.flatMap(({ actions }) => actions);
      const own = records.filter(({ stage, action }) => stage === stageName && action.name === actionName);
      approval.review(token, own, input.result);
      return { approvedAt: describe.seconds(service.runtime.clock.now()) };
    },
    DisableStageTransition: setTransition,
    EnableStageTransition: setTransition,
    GetPipelineState({ name }: Checked<sdk.GetPipelineStateInput>) {
      return describe.pipelineState(service.pipeline(name));
    },
    GetPipelineExecution(input: Checked<sdk.GetPipelineExecutionInput>) {
      const execution = service.execution(service.pipeline(input.pipelineName), input.pipelineExecutionId);
      return { pipelineExecution: describe.pipelineExecution(execution) };
    },
    ListPipelineExecutions(input: Checked<sdk.ListPipelineExecutionsInput>) {
      const executions = [...service.pipeline(input.pipelineName).executions].reverse();
      const { page, nextToken } = describe.pageOf(executions, input.maxResults, input.nextToken);
      return { pipelineExecutionSummaries: page.map(describe.pipelineExecutionSummary), nextToken };
    },
    ListActionExecutions(input: Checked<sdk.ListActionExecutionsInput>) {
      const pipeline = service.pipeline(input.pipelineName);
      const id = input.filter?.pipelineExecutionId;
      const executions = id === undefined ? pipeline.executions : [service.execution(pipeline, id)];
      const details = executions.flatMap((execution) =>
        execution.actions.map((record) => describe.actionExecutionDetail(execution, record)),
      );
      const { page, nextToken } = describe.pageOf(details.reverse(), input.maxResults, input.nextToken);
      return { actionExecutionDetails: page, nextToken };
    },
  });
}

function overridesOf(
  { declaration }: Pipeline,
  revisions: Checked<sdk.SourceRevisionOverride[]>,
): Map<string, SourceOverride> {
  const overrides = new Map<string, SourceOverride>();
  for (const { actionName, revisionType, revisionValue } of revisions) {
    const member = OVERRIDES[revisionType];
    if (member === undefined || declaration.stages[0]?.actions.every(({ name }) => name !== actionName)) {
      throw new ServiceError('ValidationException', `${actionName} is no source action that takes a ${revisionType}`);
    }
    overrides.set(actionName, { ...overrides.get(actionName), [member]: revisionValue });
  }
  return overrides;
}
