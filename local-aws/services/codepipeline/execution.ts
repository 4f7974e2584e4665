import { randomUUID } from 'node:crypto';

import type { PipelineExecutionStatus, RetryStageMetadata, StageRetryMode } from '@aws-sdk/client-codepipeline';

import type { Runtime } from '../../runtime';
import type { ArtifactLocation } from '../ports';
import { ActionFailure, type ActionKind, type ActionResult } from './actions/action';
import type { Artifact, Progress, Revision, SourceOverride } from './actions/action';
import { artifactLocation } from './artifacts';
import { inOrder, type ActionDeclaration, type Checked } from './declaration';
import type { PipelineDeclaration, StageDeclaration } from './declaration';
import type { StageLine } from './stage-line';
import { tellState, type StateChange } from './state-events';
import { resolveAll } from './variables';

/** What started an execution. */
export interface Trigger {
  readonly triggerType: string;
  readonly triggerDetail: string;
}

/** One run of an action, as its history shows it. */
export interface ActionRecord {
  readonly id: string;
  readonly stage: string;
  readonly action: ActionDeclaration;
  readonly roleArn: string;
  readonly inputs: readonly Artifact[];
  readonly outputs: readonly ArtifactLocation[];
  readonly startedAt: number;
  updatedAt: number;
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned';
  progress: Progress;
  /** With every reference to a variable replaced. */
  configuration?: Readonly<Record<string, string>>;
  variables?: Readonly<Record<string, string>>;
  revision?: Revision;
  error?: { readonly code: string; readonly message: string };
}

/** How often a stage was retried, and why the last time. */
type Retries = Checked<RetryStageMetadata>;

/** What an execution is made of. */
export interface ExecutionOptions {
  readonly runtime: Runtime;
  readonly pipelineArn: string;
  readonly declaration: PipelineDeclaration;
  readonly line: StageLine;
  readonly kindOf: (action: ActionDeclaration) => ActionKind;
  readonly trigger: Trigger;
  readonly variables: Readonly<Record<string, string>>;
  /** By the name of the source action. */
  readonly overrides: ReadonlyMap<string, SourceOverride>;
  /** The stage that is rolled back, and the execution whose artifacts and variables it gets. */
  readonly rollback?: { readonly stage: string; readonly target: Execution };
  /** A stage failed that is to be rolled back. */
  readonly onRollback: (stage: string) => void;
}

/**
 * One execution of a pipeline. Every change of state is told before the next thing happens.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export class Execution {
  readonly id = randomUUID();
  readonly actions: ActionRecord[] = [];
  readonly stages = new Map<string, PipelineExecutionStatus>();
  readonly retries = new Map<string, Retries>();
  readonly startedAt: number;
  updatedAt: number;
  status: PipelineExecutionStatus = 'InProgress';
  /** Counts from one; a retry by hand is the next. */
  attempt = 1;
  stopReason: string | undefined;
  readonly #namespaces: Map<string, Readonly<Record<string, string>>>;
  readonly #artifacts: Map<string, Artifact>;
  /** How it is to end before its end. */
  #halt: 'Stopped' | 'Cancelled' | undefined;
  #abandon: () => void = () => undefined;
  #abandoned = Promise.resolve();

  constructor(readonly options: ExecutionOptions) {
    const { runtime, variables, rollback } = options;
    this.startedAt = this.updatedAt = runtime.clock.now();
    this.#artifacts = new Map(rollback ? rollback.target.#artifacts : []);
    this.#namespaces = new Map(rollback ? rollback.target.#namespaces : []);
    this.#namespaces.set('variables', variables).set('codepipeline', { PipelineExecutionId: this.id });
  }

  get isUnderWay(): boolean {
    return this.status === 'InProgress' || this.status === 'Stopping';
  }

  /** The sources that it runs on. */
  get revisions(): { action: string; artifact: string; revision: Revision }[] {
    const own = this.actions.flatMap(({ action, outputs, revision }) =>
      revision ? [{ action: action.name, artifact: outputs[0]?.name ?? '', revision }] : [],
    );
    return [...(this.options.rollback?.target.revisions ?? []), ...own];
  }

  async run(): Promise<void> {
    const { declaration, rollback } = this.options;
    await this.#tell({ level: 'Pipeline', state: 'STARTED' });
    await this.#walk(declaration.stages.filter(({ name }) => rollback === undefined || name === rollback.stage));
  }

  /** Goes on from a stage that failed or was stopped. */
  async retry(stage: string, mode: StageRetryMode): Promise<void> {
    const { declaration, rollback } = this.options;
    const from = declaration.stages.findIndex(({ name }) => name === stage);
    this.#noteRetry(stage, 'manualStageRetryAttempt', 'ManualStageRetry');
    this.#halt = undefined;
    this.status = 'InProgress';
    this.attempt += 1;
    await this.#tell({ level: 'Pipeline', state: 'RESUMED' });
    await this.#walk(declaration.stages.slice(from, rollback && from + 1), mode);
  }

  /** Ends it after the actions that run, or without waiting for them. */
  async stop(isAbandoned: boolean, reason?: string): Promise<void> {
    const isFirst = this.#halt === undefined;
    this.#halt = 'Stopped';
    this.status = 'Stopping';
    this.stopReason = reason;
    if (isFirst) await this.#tell({ level: 'Pipeline', state: 'STOPPING' });
    if (isAbandoned) this.#abandon();
    this.options.line.withdraw(this);
  }

  /** Ends it because its pipeline is not what it was. */
  cancel(): void {
    this.#halt = 'Cancelled';
    this.#abandon();
    this.options.line.withdraw(this);
  }

  async #walk(stages: readonly StageDeclaration[], retry?: StageRetryMode): Promise<void> {
    const { line, onRollback } = this.options;
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
      if (status === 'Failed' && stage.onFailure?.result === 'ROLLBACK') onRollback(stage.name);
      if (isOver) return;
    }
  }

  async #runStage(stage: StageDeclaration, retry?: StageRetryMode): Promise<PipelineExecutionStatus> {
    const { name, onFailure } = stage;
    this.stages.set(name, 'InProgress');
    await this.#tell({ level: 'Stage', state: retry === undefined ? 'STARTED' : 'RESUMED', stage: name });
    const status = await this.#runActions(stage, retry);
    this.stages.set(name, status);
    await this.#tell({ level: 'Stage', state: STATES[status], stage: name });
    const isRetried = this.retries.get(name)?.autoStageRetryAttempt !== undefined;
    if (status !== 'Failed' || onFailure?.result !== 'RETRY' || isRetried) return status;
    this.#noteRetry(name, 'autoStageRetryAttempt', 'AutomatedStageRetry');
    return this.#runStage(stage, onFailure.retryConfiguration?.retryMode ?? 'ALL_ACTIONS');
  }

  async #runActions(stage: StageDeclaration, retry?: StageRetryMode): Promise<PipelineExecutionStatus> {
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
    const { runtime, declaration } = this.options;
    const now = runtime.clock.now();
    const record: ActionRecord = {
      id: randomUUID(),
      stage,
      action,
      roleArn: action.roleArn ?? declaration.roleArn,
      inputs: (action.inputArtifacts ?? []).flatMap(({ name }) => this.#artifacts.get(name) ?? []),
      outputs: (action.outputArtifacts ?? []).map(({ name }) => artifactLocation(declaration, name)),
      startedAt: now,
      updatedAt: now,
      status: 'InProgress',
      progress: {},
    };
    this.actions.push(record);
    await this.#tell({ level: 'Action', state: 'STARTED', stage, record });
    try {
      const result = await Promise.race([this.#perform(record), this.#abandoned]);
      if (result) this.#succeed(record, result);
      else record.status = 'Abandoned';
    } catch (error) {
      fail(record, error);
    }
    record.updatedAt = runtime.clock.now();
    const state = record.status === 'Abandoned' && this.#halt === 'Cancelled' ? 'CANCELED' : STATES[record.status];
    await this.#tell({ level: 'Action', state, stage, record });
    return record;
  }

  async #perform(record: ActionRecord): Promise<ActionResult> {
    const { declaration, kindOf, overrides } = this.options;
    const configuration = resolveAll(record.action.configuration ?? {}, this.#namespaces);
    record.configuration = configuration;
    return kindOf(record.action).run({
      ...record,
      pipeline: declaration.name,
      executionId: this.id,
      configuration,
      store: declaration.artifactStore,
      override: overrides.get(record.action.name) ?? {},
      tell: (progress) => Object.assign(record, { progress }),
    });
  }

  #succeed(record: ActionRecord, { clone, variables, revision, ...progress }: ActionResult): void {
    Object.assign(record, { status: 'Succeeded', progress, variables, revision });
    const { namespace } = record.action;
    if (namespace !== undefined) this.#namespaces.set(namespace, variables ?? {});
    for (const location of record.outputs) {
      this.#artifacts.set(location.name, { ...location, revision, ...(clone && { clone }) });
    }
  }

  async #end(status: PipelineExecutionStatus): Promise<void> {
    this.status = status;
    await this.#tell({ level: 'Pipeline', state: STATES[status] });
  }

  /** How something ends that would have ended in a status. */
  #endOf(status: PipelineExecutionStatus): PipelineExecutionStatus {
    return this.#halt ?? status;
  }

  #noteRetry(
    stage: string,
    counter: 'autoStageRetryAttempt' | 'manualStageRetryAttempt',
    latestRetryTrigger: Retries['latestRetryTrigger'],
  ): void {
    const before = this.retries.get(stage);
    this.retries.set(stage, { ...before, [counter]: (before?.[counter] ?? 0) + 1, latestRetryTrigger });
  }

  #tell(change: StateChange): Promise<void> {
    this.updatedAt = this.options.runtime.clock.now();
    return tellState(this, change);
  }
}

/** States in events, by status. */
const STATES = {
  InProgress: 'STARTED',
  Succeeded: 'SUCCEEDED',
  Failed: 'FAILED',
  Stopping: 'STOPPING',
  Stopped: 'STOPPED',
  Superseded: 'SUPERSEDED',
  Cancelled: 'CANCELED',
  Abandoned: 'ABANDONED',
} as const;

function fail(record: ActionRecord, error: unknown): void {
  const message = (error instanceof Error && error.message ? error.message : String(error)).slice(0, 2048);
  const failure = error instanceof ActionFailure ? error : new ActionFailure('JobFailed', message);
  record.status = 'Failed';
  record.progress = { summary: message, ...failure.progress };
  record.error = { code: failure.code, message };
}
