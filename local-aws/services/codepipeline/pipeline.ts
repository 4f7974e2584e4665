import type { StageRetryMode } from '@aws-sdk/client-codepipeline';

import type { Runtime } from '../../runtime';
import { ServiceError } from '../service';
import type { ActionKind } from './actions/action';
import type { ActionDeclaration, PipelineDeclaration } from './declaration';
import { Execution, type Cause } from './execution';
import { StageLine } from './stage-line';

/** How an execution is started. */
export interface Start extends Pick<Cause, 'trigger'>, Partial<Pick<Cause, 'overrides'>> {
  /** Values of the pipeline's variables. */
  readonly variables?: readonly { readonly name: string; readonly value: string }[] | undefined;
}

/** Executions that run or wait at once, in QUEUED and PARALLEL mode. */
const MAX_EXECUTIONS = 50;

/** A pipeline and its executions. */
export class Pipeline {
  readonly arn: string;
  readonly tags = new Map<string, string>();
  readonly created: number;
  updated: number;
  /** The oldest first. */
  readonly executions: Execution[] = [];
  readonly line = new StageLine(() => this.declaration.executionMode);

  constructor(
    public declaration: PipelineDeclaration,
    readonly runtime: Runtime,
    readonly kindOf: (action: ActionDeclaration) => ActionKind,
  ) {
    this.arn = `arn:aws:codepipeline:${runtime.region}:${runtime.account}:${declaration.name}`;
    this.created = this.updated = runtime.clock.now();
  }

  /** A new structure cancels what runs, except in PARALLEL mode, where each execution keeps its own. */
  update(declaration: PipelineDeclaration): void {
    const { stages, executionMode } = this.declaration;
    this.declaration = declaration;
    this.updated = this.runtime.clock.now();
    const isChanged = JSON.stringify(stages) !== JSON.stringify(declaration.stages);
    if (isChanged && executionMode !== 'PARALLEL') this.cancel();
  }

  /** Ends everything that runs. */
  cancel(): void {
    for (const execution of this.executions) if (execution.isUnderWay) execution.cancel();
  }

  /**
   * Starts an execution.
   *
   * @throws ServiceError for a variable that has no value or that there is not, and beyond the limit of the mode
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
   */
  start({ trigger, variables = [], overrides = new Map() }: Start): Execution {
    const { executionMode, variables: declared = [] } = this.declaration;
    const underWay = this.executions.filter(({ isUnderWay }) => isUnderWay).length;
    if (executionMode !== 'SUPERSEDED' && underWay >= MAX_EXECUTIONS) {
      const message = `The pipeline has ${underWay} executions under way, which is the limit of ${executionMode} mode`;
      throw new ServiceError('ConcurrentPipelineExecutionsLimitExceededException', message);
    }
    const unknown = variables.find(({ name }) => declared.every((variable) => variable.name !== name));
    if (unknown) throw new ServiceError('ValidationException', `The pipeline has no variable ${unknown.name}`);
    const values = declared.map(({ name, defaultValue }) => {
      const value = variables.find((variable) => variable.name === name)?.value ?? defaultValue;
      if (value === undefined) throw new ServiceError('ValidationException', `The variable ${name} needs a value`);
      return [name, value] as const;
    });
    return this.#run({ trigger, overrides, variables: Object.fromEntries(values) });
  }

  /**
   * Takes up a stage that failed or was stopped.
   *
   * @throws ServiceError where that is not possible
   * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html
   */
  retry(stage: string, execution: Execution, mode: StageRetryMode): void {
    if (execution.isUnderWay || !['Failed', 'Stopped'].includes(execution.stages.get(stage) ?? '')) {
      throw new ServiceError('StageNotRetryableException', `The stage ${stage} of ${execution.id} has not failed`);
    }
    if (execution.declaration !== this.declaration || this.line.latest.get(stage) !== execution) {
      const message = `${execution.id} is not the latest execution of the stage ${stage}, or the pipeline has changed`;
      throw new ServiceError('NotLatestPipelineExecutionException', message);
    }
    void execution.retry(stage, mode);
  }

  /**
   * Runs a stage that failed as the newest execution did that succeeded in it, if there is one. A rollback that fails is
   * the end.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
   */
  rollBack(stage: string, { id, cause }: Execution): void {
    const own = this.executions.filter(({ declaration }) => declaration === this.declaration);
    const good = own.filter((one) => one.stages.get(stage) === 'Succeeded' && one.cause.rollback === undefined);
    const target = good.at(-1);
    if (cause.rollback !== undefined || target === undefined) return;
    const trigger = { triggerType: 'AutomatedRollback', triggerDetail: id } as const;
    this.#run({ trigger, variables: target.cause.variables, overrides: new Map(), rollback: { stage, target } });
  }

  #run(cause: Cause): Execution {
    const execution = new Execution(this, cause);
    this.executions.push(execution);
    void execution.run();
    return execution;
  }
}
