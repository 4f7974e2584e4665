import type { StageRetryMode } from '@aws-sdk/client-codepipeline';

import type { Runtime } from '../../runtime';
import { ServiceError } from '../service';
import type { ActionKind } from './actions/action';
import { completed, type ActionDeclaration, type GivenPipeline, type PipelineDeclaration } from './declaration';
import { Execution, type ExecutionOptions, type Trigger } from './execution';
import { StageLine } from './stage-line';

/** How an execution is started. */
export interface Start extends Partial<Pick<ExecutionOptions, 'overrides'>> {
  readonly trigger: Trigger;
  /** Values of the pipeline's variables. */
  readonly variables?: readonly { readonly name: string; readonly value: string }[] | undefined;
}

/** Executions that run or wait at once, in QUEUED and PARALLEL mode. */
const MAX_EXECUTIONS = 50;

/** A pipeline and its executions. */
export class Pipeline {
  readonly arn: string;
  readonly created: number;
  updated: number;
  /** The oldest first. */
  readonly executions: Execution[] = [];
  readonly versions: PipelineDeclaration[] = [];
  declaration: PipelineDeclaration;
  readonly line = new StageLine(() => this.declaration.executionMode);

  constructor(
    given: GivenPipeline,
    private readonly runtime: Runtime,
    private readonly kindOf: (action: ActionDeclaration) => ActionKind,
  ) {
    this.arn = `arn:aws:codepipeline:${runtime.region}:${runtime.account}:${given.name}`;
    this.created = this.updated = runtime.clock.now();
    this.declaration = completed(given, 1);
    this.versions.push(this.declaration);
  }

  /** A new structure cancels what runs, except in PARALLEL mode, where each execution keeps its own. */
  update(given: GivenPipeline): void {
    const { stages, executionMode, version } = this.declaration;
    this.declaration = completed(given, version + 1);
    this.versions.push(this.declaration);
    this.updated = this.runtime.clock.now();
    const isChanged = JSON.stringify(stages) !== JSON.stringify(this.declaration.stages);
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
   * Runs a stage again as another execution ran it.
   *
   * @throws ServiceError where that is not possible
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
   */
  rollBack(stage: string, target: Execution, trigger: Trigger): Execution {
    const { executionMode, stages, version } = this.declaration;
    const { rollback, variables, declaration } = target.options;
    if (declaration.version !== version) {
      throw new ServiceError('PipelineExecutionOutdatedException', 'The pipeline has changed since that execution');
    }
    const isPossible = executionMode !== 'PARALLEL' && stages[0]?.name !== stage && rollback === undefined;
    if (!isPossible || target.stages.get(stage) !== 'Succeeded') {
      throw new ServiceError('UnableToRollbackStageException', `${stage} cannot be rolled back to ${target.id}`);
    }
    return this.#run({ trigger, variables, overrides: new Map(), rollback: { stage, target } });
  }

  /**
   * Takes up a stage that failed or was stopped.
   *
   * @throws ServiceError where that is not possible
   * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_RetryStageExecution.html
   */
  retry(stage: string, execution: Execution, mode: StageRetryMode): void {
    const { version } = execution.options.declaration;
    if (execution.isUnderWay || !['Failed', 'Stopped'].includes(execution.stages.get(stage) ?? '')) {
      throw new ServiceError('StageNotRetryableException', `The stage ${stage} of ${execution.id} has not failed`);
    }
    if (version !== this.declaration.version || this.line.latest.get(stage) !== execution) {
      const message = `${execution.id} is not the latest execution of the stage ${stage}, or the pipeline has changed`;
      throw new ServiceError('NotLatestPipelineExecutionException', message);
    }
    void execution.retry(stage, mode);
  }

  #run(options: Pick<ExecutionOptions, 'trigger' | 'variables' | 'overrides' | 'rollback'>): Execution {
    const { runtime, arn: pipelineArn, declaration, line, kindOf } = this;
    const execution = new Execution({
      ...{ runtime, pipelineArn, declaration, line, kindOf },
      ...options,
      onRollback: (stage) => {
        this.#rollBackFailed(stage, execution);
      },
    });
    this.executions.push(execution);
    void execution.run();
    return execution;
  }

  /** To the newest execution that succeeded in the stage, if there is one; a rollback that fails is the end. */
  #rollBackFailed(stage: string, { id, options }: Execution): void {
    const { version } = this.declaration;
    const candidates = this.executions.filter(
      ({ stages, options: { rollback, declaration } }) =>
        stages.get(stage) === 'Succeeded' && rollback === undefined && declaration.version === version,
    );
    const target = candidates.at(-1);
    if (options.rollback !== undefined || target === undefined) return;
    this.rollBack(stage, target, { triggerType: 'AutomatedRollback', triggerDetail: id });
  }
}
