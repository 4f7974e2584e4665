import type { Call } from '../../front/identify';
import type { BuildResult, Builds as BuildsPort, PipelineBuild } from '../ports';
import { ServiceError, type Input, type Operate } from '../service';
import { Build, type BuildOptions, type Phase } from './build';
import { buildEvent, buildInfo } from './build-info';
import type { Projects } from './projects';
import { runBuild, type RunTools } from './run-build';
import { pipelineStart, userStart } from './start';

const MINUTE = 60_000;

interface Entry {
  readonly build: Build;
  readonly done: Promise<void>;
  /** What StartBuild was given; undefined for the build of a pipeline. */
  readonly input?: Input;
}

/** The builds of the account, each of which runs at once. */
export class Builds implements BuildsPort {
  readonly #entries = new Map<string, Entry>();
  readonly #numbers = new Map<string, number>();
  /** Events are told one after another, in the order in which things happened. */
  #told: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tools: RunTools,
    private readonly projects: Projects,
  ) {
    tools.runtime.onStop(async () => {
      const entries = [...this.#entries.values()];
      for (const { build } of entries) build.end('STOPPED');
      await Promise.all(entries.map(({ done }) => done));
    });
  }

  readonly operations: Readonly<Record<string, Operate>> = {
    StartBuild: (input, call) => this.#startBuild(input, call),
    RetryBuild: ({ id }, call) => {
      const { input } = this.#get(id as string);
      if (input !== undefined) return this.#startBuild(input, call);
      throw new ServiceError('InvalidInputException', 'Builds of a pipeline are retried by the pipeline');
    },
    StopBuild: ({ id }) => {
      const { build } = this.#get(id as string);
      build.end('STOPPED');
      return { build: buildInfo(build) };
    },
    BatchGetBuilds: ({ ids }) => {
      const wanted = (ids as readonly string[]).map(idOf);
      return {
        builds: wanted.flatMap((id) => this.#entries.get(id) ?? []).map(({ build }) => buildInfo(build)),
        buildsNotFound: wanted.filter((id) => !this.#entries.has(id)),
      };
    },
    ListBuilds: ({ sortOrder }) => this.#list(undefined, sortOrder),
    ListBuildsForProject: ({ projectName, sortOrder }) =>
      this.#list(this.projects.get(projectName as string).name, sortOrder),
  };

  async start(pipelineBuild: PipelineBuild): Promise<{ readonly id: string; readonly done: Promise<BuildResult> }> {
    const { build, done } = this.#start(pipelineStart(this.projects.get(pipelineBuild.project), pipelineBuild));
    return Promise.resolve({ id: build.id, done: done.then(() => resultOf(build)) });
  }

  async stop(id: string): Promise<void> {
    const { build, done } = this.#get(id);
    build.end('STOPPED');
    await done;
  }

  #startBuild(input: Input, { accessKey }: Call): object {
    const project = this.projects.get(input.projectName as string);
    const { build } = this.#start(userStart(project, input, accessKey), input);
    return { build: buildInfo(build) };
  }

  /** @see https://docs.aws.amazon.com/codebuild/latest/userguide/builds-working.html on the limit */
  #start(options: Omit<BuildOptions, 'runtime' | 'number' | 'onChange'>, input?: Input): Entry {
    const { runtime } = this.tools;
    const { name, concurrentBuildLimit = Infinity, timeoutInMinutes } = options.project;
    const running = [...this.#entries.values()].filter(
      ({ build }) => build.status === 'IN_PROGRESS' && build.options.project.name === name,
    );
    if (running.length >= concurrentBuildLimit) {
      const message = `Cannot have more than ${concurrentBuildLimit} concurrent builds of the project ${name}`;
      throw new ServiceError('AccountLimitExceededException', message);
    }
    const number = (this.#numbers.get(name) ?? 0) + 1;
    this.#numbers.set(name, number);
    const build = new Build({ ...options, runtime, number, onChange: this.#tell.bind(this) });
    runtime.clock.in(timeoutInMinutes * MINUTE, () => {
      build.end('TIMED_OUT');
      return Promise.resolve();
    });
    const entry = { build, input, done: runBuild(build, this.tools) };
    this.#entries.set(build.id, entry);
    return entry;
  }

  #tell(build: Build, phase?: Phase): void {
    const { runtime } = this.tools;
    const event = buildEvent(build, phase);
    this.#told = this.#told.then(() => runtime.events.put(event)).catch(() => undefined);
    if (phase === undefined) runtime.activity({ kind: 'build', text: `${build.id} ${build.status}` });
  }

  #get(id: string): Entry {
    const entry = this.#entries.get(idOf(id));
    if (entry !== undefined) return entry;
    throw new ServiceError('ResourceNotFoundException', `Build cannot be found: ${id}`);
  }

  /** The newest first, unless it is asked otherwise. */
  #list(project: string | undefined, sortOrder: unknown): object {
    const found = [...this.#entries.values()].filter(
      ({ build }) => project === undefined || build.options.project.name === project,
    );
    const ids = found.map(({ build }) => build.id);
    return { ids: sortOrder === 'ASCENDING' ? ids : ids.reverse() };
  }
}

function idOf(idOrArn: string): string {
  return idOrArn.replace(/^arn:.*:build\//, '');
}

function resultOf(build: Build): BuildResult {
  const { phaseType = '', contexts: [context] = [] } = build.failure ?? {};
  const reason = `Phase: ${phaseType}, Code: ${context?.statusCode ?? ''}, Message: ${context?.message ?? ''}`;
  const summary = `Build terminated with state: ${build.status}. ${reason}`;
  const status = build.status === 'IN_PROGRESS' ? 'FAULT' : build.status;
  return { id: build.id, status, ...(build.failure && { summary }), exported: build.exported, logUrl: build.logUrl };
}
