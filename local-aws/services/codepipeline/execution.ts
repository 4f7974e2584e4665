import { randomUUID } from 'node:crypto';

import type * as sdk from '@aws-sdk/client-codepipeline';

import type { Runtime } from '../../runtime';
import { ActionFailure, type ActionRecord, type ActionResult, type Artifact } from './actions/action';
import { artifactLocation } from './artifacts';
import { inOrder, type ActionDeclaration, type PipelineDeclaration, type StageDeclaration } from './declaration';
import type { Pipeline } from './pipeline';
import { tellState } from './state-events';
import { resolve, type Namespaces } from './variables';

/** Which revision a source action takes, where it is not the newest. */
export interface SourceOverride {
  /** Id of a commit, or version of an object. */
  readonly revision: string;
  /** The branch that was pushed to. */
  readonly branch?: string | undefined;
}

/** What started an execution, and on what. */
export interface Cause {
  readonly trigger: sdk.ExecutionTrigger;
  readonly variables: Readonly<Record<string, string>>;
  /** By the name of the source action. */
  readonly overrides: ReadonlyMap<string, SourceOverride>;
  /** The stage that is rolled back, and the execution whose artifacts and variables it gets. */
  readonly rollback?: { readonly stage: string; readonly target: Execution };
}

/**
 * One execution of a pipeline. Every change of state is told before the next thing happens.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export class Execution {
  readonly id = randomUUID();
  readonly runtime: Runtime;
  /** Of the pipeline when this started. */
  readonly declaration: PipelineDeclaration;
  readonly actions: ActionRecord[] = [];
  readonly stages = new Map<string, sdk.PipelineExecutionStatus>();
  readonly startedAt: number;
  updatedAt: number;
  status: sdk.PipelineExecutionStatus = 'InProgress';
  /** Counts from one; a retry by hand is the next. */
  attempt = 1;
  stopReason: string | undefined;
  readonly #namespaces: Namespaces;
  readonly #artifacts: Map<string, Artifact>;
  /** Stages that were retried by themselves. */
  readonly #retried = new Set<string>();
  /** How it is to end before its end. */
  #halt: 'Stopped' | 'Cancelled' | undefined;
  #abandon: () => void = () => undefined;
  #abandoned = Promise.resolve();

  constructor(
    readonly pipeline: Pipeline,
    readonly cause: Cause,
  ) {
    ({ runtime: this.runtime, declaration: this.declaration } = pipeline);
    this.startedAt = this.updatedAt = this.runtime.clock.now();
    const { rollback } = cause;
    this.#artifacts = new Map(rollback && rollback.target.#artifacts);
    this.#namespaces = new Map(rollback && rollback.target.#namespaces);
    this.#namespaces.set('variables', cause.variables).set('codepipeline', { PipelineExecutionId: this.id });
  }

  get isUnderWay(): boolean {
    return this.status === 'InProgress' || this.status === 'Stopping';
  }

  /** The actions that took the sources that it runs on. */
  get sources(): ActionRecord[] {
    const own = this.actions.filter(({ revision }) => revision !== undefined);
    return [...(this.cause.rollback?.target.sources ?? []), ...own];
  }

  async run(): Promise<void> {
    const only = this.cause.rollback?.stage;
    await this.#tell('STARTED');
    await this.#walk(this.declaration.stages.filter(({ name }) => only === undefined || name === only));
  }

  /** Goes on from a stage that failed or was stopped. */
  async retry(stage: string, mode: sdk.StageRetryMode): Promise<void> {
    const from = this.declaration.stages.findIndex(({ name }) => name === stage);
    this.#halt = undefined;
    this.status = 'InProgress';
    this.attempt += 1;
    await this.#tell('RESUMED');
    await this.#walk(this.declaration.stages.slice(from, this.cause.rollback && from + 1), mode);
  }

  /** Ends it after the actions that run, or without waiting for them. */
  async stop(isAbandoned: boolean, reason?: string): Promise<void> {
    const isFirst = this.#halt === undefined;
    this.#halt = 'Stopped';
    this.status = 'Stopping';
    this.stopReason = reason;
    if (isFirst) await this.#tell('STOPPING');
    if (isAbandoned) this.#abandon();
    this.pipeline.line.withdraw(this);
  }

  /** Ends it because its pipeline is not what it was. */
  cancel(): void {
    this.#halt = 'Cancelled';
    this.#abandon();
    this.pipeline.line.withdraw(this);
  }

  async #walk(stages: readonly StageDeclaration[], retry?: sdk.StageRetryMode): Promise<void> {
    const { line } = this.pipeline;
    this.#abandoned = new Promise((resolve) => (this.#abandon = resolve));
    for (const [index, stage] of stages.entries()) {
      const entry = this.#halt ?? (await line.enter(stage.name, this));
      if (entry !== 'entered') {
        await this.#end(entry === 'superseded' ? 'Superseded' : this.#endOf('Stopped'));
        return;
      }
      const status = await this.#runStage(stage, index === 0 ? retry : undefined);
      const isOver = status !== 'Succeeded' || index === stages.length - 1;
      if (isOver) await this.#end(status);
      line.leave(stage.name);
      if (status === 'Failed' && stage.onFailure?.result === 'ROLLBACK') this.pipeline.rollBack(stage.name, this);
      if (isOver) return;
    }
  }

  async #runStage(stage: StageDeclaration, retry?: sdk.StageRetryMode): Promise<sdk.PipelineExecutionStatus> {
    const { name, onFailure } = stage;
    this.stages.set(name, 'InProgress');
    await this.#tell(retry === undefined ? 'STARTED' : 'RESUMED', name);
    const status = await this.#runActions(stage, retry);
    this.stages.set(name, status);
    await this.#tell(stateOf(status), name);
    if (status !== 'Failed' || onFailure?.result !== 'RETRY' || this.#retried.has(name)) return status;
    this.#retried.add(name);
    return this.#runStage(stage, onFailure.retryConfiguration?.retryMode ?? 'ALL_ACTIONS');
  }

  async #runActions(stage: StageDeclaration, retry?: sdk.StageRetryMode): Promise<sdk.PipelineExecutionStatus> {
    const isDone = ({ name }: ActionDeclaration): boolean => {
      const own = this.actions.filter((record) => record.stage === stage.name && record.action.name === name);
      return own.at(-1)?.status === 'Succeeded';
    };
    const actions = stage.actions.filter((action) => retry !== 'FAILED_ACTIONS' || !isDone(action));
    for (const together of inOrder(actions)) {
      if (this.#halt !== undefined) break;
      const ended = await Promise.all(together.map((action) => this.#runAction(stage.name, action)));
      if (ended.some(({ status }) => status !== 'Succeeded')) return this.#endOf('Failed');
    }
    return this.#endOf('Succeeded');
  }

  async #runAction(stage: string, action: ActionDeclaration): Promise<ActionRecord> {
    const now = this.runtime.clock.now();
    const record: ActionRecord = {
      id: randomUUID(),
      stage,
      action,
      roleArn: action.roleArn ?? this.declaration.roleArn,
      inputs: (action.inputArtifacts ?? []).flatMap(({ name }) => this.#artifacts.get(name) ?? []),
      outputs: (action.outputArtifacts ?? []).map(({ name }) => artifactLocation(this.declaration, name)),
      startedAt: now,
      updatedAt: now,
      status: 'InProgress',
      progress: {},
      configuration: {},
    };
    this.actions.push(record);
    await this.#tell('STARTED', record);
    try {
      const result = await Promise.race([this.#perform(record), this.#abandoned]);
      if (result) this.#succeed(record, result);
      else record.status = 'Abandoned';
    } catch (error) {
      fail(record, error);
    }
    record.updatedAt = this.runtime.clock.now();
    const isCancelled = record.status === 'Abandoned' && this.#halt === 'Cancelled';
    await this.#tell(stateOf(isCancelled ? 'Cancelled' : record.status), record);
    return record;
  }

  async #perform(record: ActionRecord): Promise<ActionResult> {
    const missing = record.action.inputArtifacts?.find(({ name }) => !this.#artifacts.has(name));
    if (missing) throw new ActionFailure('ConfigurationError', `No action before made the artifact ${missing.name}`);
    record.configuration = resolve(record.action.configuration ?? {}, this.#namespaces);
    return this.pipeline.kindOf(record.action).run(record, this);
  }

  #succeed(record: ActionRecord, { clone, variables, revision, ...progress }: ActionResult): void {
    Object.assign(record, { status: 'Succeeded', progress, variables, revision });
    const { namespace } = record.action;
    if (namespace !== undefined) this.#namespaces.set(namespace, variables ?? {});
    for (const location of record.outputs) {
      this.#artifacts.set(location.name, { ...location, revision, ...(clone && { clone }) });
    }
  }

  async #end(status: sdk.PipelineExecutionStatus): Promise<void> {
    this.status = status;
    await this.#tell(stateOf(status));
  }

  /** How something ends that would have ended in a status. */
  #endOf(status: sdk.PipelineExecutionStatus): sdk.PipelineExecutionStatus {
    return this.#halt ?? status;
  }

  #tell(state: string, at?: string | ActionRecord): Promise<void> {
    this.updatedAt = this.runtime.clock.now();
    return tellState(this, state, at);
  }
}

/** A status as events have it. */
function stateOf(status: string): string {
  return status === 'Cancelled' ? 'CANCELED' : status.toUpperCase();
}

function fail(record: ActionRecord, error: unknown): void {
  const message = (error instanceof Error && error.message ? error.message : String(error)).slice(0, 2048);
  const failure = error instanceof ActionFailure ? error : new ActionFailure('JobFailed', message);
  record.status = 'Failed';
  record.progress = { summary: message, ...failure.progress };
  record.error = { code: failure.code, message };
}
