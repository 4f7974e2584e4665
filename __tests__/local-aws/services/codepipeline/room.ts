import { setImmediate } from 'node:timers/promises';

import type { Correction } from '../../../../local-aws/front/correction';
import type { Answer, Request } from '../../../../local-aws/front/message';
import { codePipeline } from '../../../../local-aws/services/codepipeline';
import type { PipelineTargets } from '../../../../local-aws/services/events/events';
import type { Commit, Push } from '../../../../local-aws/services/ports';
import { FakeRuntime } from '../../fake-runtime';
import { AUTHOR, FakeBuilds, FakeRepositories, FakeS3 } from './fake-neighbours';

export const ROLE = 'arn:aws:iam::000000000000:role/pipeline';
export const CONNECTION = 'arn:aws:codeconnections:us-east-1:000000000000:connection/1';
export const HEAD = 'a'.repeat(40);
const ANSWERED = 10_000;

export type Json = Record<string, unknown>;

/** An action of a pipeline; by default one that builds. */
export function action(name: string, provider: string, others: Json = {}): Json {
  const category = { CodeBuild: 'Build', Manual: 'Approval' }[provider] ?? 'Source';
  return { name, actionTypeId: { category, owner: 'AWS', provider, version: '1' }, ...others };
}

export function build(name: string, others: Json = {}): Json {
  const given = { configuration: { ProjectName: name }, inputArtifacts: [{ name: 'source' }] };
  return action(name, 'CodeBuild', { ...given, ...others });
}

export function source(configuration: Json = {}, others: Json = {}): Json {
  const given = { ConnectionArn: CONNECTION, FullRepositoryId: 'acme/app', BranchName: 'main' };
  return action('Source', 'CodeStarSourceConnection', {
    configuration: { ...given, OutputArtifactFormat: 'CODEBUILD_CLONE_REF', ...configuration },
    outputArtifacts: [{ name: 'source' }],
    ...others,
  });
}

/** A pipeline of a source and more stages. */
export function pipeline(stages: Json[], others: Json = {}): Json {
  return {
    name: 'demo',
    roleArn: ROLE,
    pipelineType: 'V2',
    artifactStore: { type: 'S3', location: 'artifacts' },
    stages: [{ name: 'Source', actions: [source()] }, ...stages],
    ...others,
  };
}

/** CodePipeline with everything around it made up. */
export class Room {
  readonly runtime = new FakeRuntime();
  readonly builds = new FakeBuilds();
  readonly repositories = new FakeRepositories();
  connection: 'AVAILABLE' | 'PENDING' | undefined = 'AVAILABLE';
  readonly commits = new Map<string, Commit>();
  /** The pipelines as rules see them. */
  targets: PipelineTargets | undefined;
  readonly corrections: Correction[];

  private constructor(readonly s3: FakeS3) {
    this.runtime.endpoint = s3.endpoint;
    const connections = { status: (arn: string) => (arn === CONNECTION ? this.connection : undefined) };
    const { repositories, builds } = this;
    this.runtime.events.target = (targets) => (this.targets = targets);
    this.corrections = codePipeline(this.runtime, { repositories, connections, builds }).corrections;
    this.commit('refs/heads/main', HEAD, 'first');
    repositories.add('acme/app', this.commits);
  }

  static async open(): Promise<Room> {
    return new Room(await FakeS3.start());
  }

  async close(): Promise<void> {
    await this.runtime.stop();
    await this.s3.stop();
  }

  commit(ref: string, id: string, message: string): Commit {
    const commit = { id, message, author: AUTHOR, date: '2026-01-02T03:04:05Z' };
    this.commits.set(ref, commit).set(id, commit);
    return commit;
  }

  push(ref: string, id: string, files: readonly string[] = ['app.py'], repository = 'acme/app'): void {
    const commit = this.commit(ref, id, `to ${ref}`);
    this.repositories.push({ repository, ref, before: HEAD, after: id, files, commit } satisfies Push);
  }

  /** The output of an operation, or its error as `code: message`. */
  async call(action: string, input: Json = {}): Promise<Json> {
    const { status, body } = await this.send(action, input, {
      method: 'POST',
      path: '/',
      headers: { 'x-amz-target': `CodePipeline_20150709.${action}` },
    });
    const json = JSON.parse(body.toString()) as Json;
    return status === 200 ? json : { error: `${String(json.__type)}: ${String(json.message)}` };
  }

  async send(action: string, input: Json, request: Request): Promise<Answer> {
    const url = new URL(request.path, this.runtime.endpoint);
    const named = { service: 'codepipeline', action, accessKey: '', labels: {}, protocol: 'json' as const };
    const call = { ...named, input, request, url };
    const correction = this.corrections.find(({ actions }) => actions === '*' || actions.includes(action));
    const context = { send: () => Promise.reject(new Error('not for the emulator')), random: () => 0 };
    const answer = await correction?.answer(call, context);
    if (answer === undefined) throw new Error(`${action} is not answered`);
    return answer;
  }

  /** Creates a pipeline, and gives up what that starts. */
  async create(declaration: Json): Promise<Json> {
    const { connection } = this;
    this.connection = undefined;
    const answer = await this.call('CreatePipeline', { pipeline: declaration });
    if (answer.error === undefined) {
      const [first] = await this.executions();
      if (first) await this.ended(String(first.pipelineExecutionId));
    }
    this.connection = connection;
    this.runtime.told.length = 0;
    return answer;
  }

  async start(others: Json = {}): Promise<string> {
    const { pipelineExecutionId, error } = await this.call('StartPipelineExecution', { name: 'demo', ...others });
    if (error !== undefined) throw new Error(error as string);
    return String(pipelineExecutionId);
  }

  /** Newest first. */
  async executions(): Promise<Json[]> {
    const { pipelineExecutionSummaries } = await this.call('ListPipelineExecutions', { pipelineName: 'demo' });
    return (pipelineExecutionSummaries ?? []) as Json[];
  }

  async execution(pipelineExecutionId: string): Promise<Json> {
    const answer = await this.call('GetPipelineExecution', { pipelineName: 'demo', pipelineExecutionId });
    return answer.pipelineExecution as Json;
  }

  /** Waits for the end of an execution; gives its status. */
  async ended(id: string): Promise<string> {
    const isOver = async (): Promise<boolean> =>
      !['InProgress', 'Stopping'].includes(String((await this.execution(id)).status));
    await this.until(isOver, `the end of ${id}`);
    return String((await this.execution(id)).status);
  }

  /** What was told of an execution, such as `Build/Unit FAILED`, `Build FAILED` and `FAILED`. */
  history(id: string): string[] {
    const own = this.runtime.told.filter(({ detail }) => detail['execution-id'] === id);
    return own.map(({ detail }) =>
      [[detail.stage, detail.action].filter(Boolean).join('/'), detail.state].filter(Boolean).join(' '),
    );
  }

  /** Waits until something was told of an execution. */
  async told(id: string, line: string): Promise<void> {
    await this.until(() => Promise.resolve(this.history(id).includes(line)), `${line} of ${id}`);
  }

  /** Waits until so many builds of a project have been started. */
  async building(project: string, count = 1): Promise<void> {
    const started = (): number => this.builds.started.filter((one) => one.project === project).length;
    await this.until(() => Promise.resolve(started() >= count), `${count} builds of ${project}`);
  }

  /** Lets everything happen that waits for nothing. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  }

  /** Looks again and again, between other work. */
  async until(isTrue: () => Promise<boolean>, what: string): Promise<void> {
    const end = Date.now() + ANSWERED;
    while (!(await isTrue())) {
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
      await setImmediate();
    }
  }
}
