import type { Runtime } from '../../runtime';
import type { BuildResult, Builds as BuildsPort, PipelineBuild } from '../ports';
import { ServiceError, type Operate } from '../service';
import { Build } from './build';
import { buildEvent, buildInfo } from './build-info';
import type { Project, Projects } from './projects';
import { startedProject, userRequest, type BuildRequest } from './start';

const MINUTE = 60_000;

/** The builds of the account, each of which runs at once. */
export class Builds implements BuildsPort {
  readonly #builds = new Map<string, Build>();
  /** Events are told one after another, in the order in which things happened. */
  #told: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly runtime: Runtime,
    private readonly projects: Projects,
  ) {
    runtime.onStop(async () => {
      await Promise.all([...this.#builds.keys()].map((id) => this.stop(id)));
    });
  }

  readonly operations: Readonly<Record<string, Operate>> = {
    StartBuild: (input, { accessKey }) => {
      const project = this.projects.get(input.projectName as string);
      const request = userRequest(project, input, accessKey);
      const build = this.#start(startedProject(project, request.environment, input.buildspecOverride), request);
      return { build: buildInfo(build) };
    },
    StopBuild: ({ id }) => {
      const build = this.#get(id as string);
      build.end('STOPPED');
      return { build: buildInfo(build) };
    },
    BatchGetBuilds: (input) => {
      const ids = (input.ids as readonly string[]).map(idOf);
      return {
        builds: ids.flatMap((id) => this.#builds.get(id) ?? []).map(buildInfo),
        buildsNotFound: ids.filter((id) => !this.#builds.has(id)),
      };
    },
    /** The newest first, unless it is asked otherwise. */
    ListBuildsForProject: ({ projectName, sortOrder }) => {
      const ids = this.#of(this.projects.get(projectName as string)).map(({ id }) => id);
      return { ids: sortOrder === 'ASCENDING' ? ids : ids.reverse() };
    },
  };

  async start(request: PipelineBuild): Promise<{ readonly id: string; readonly done: Promise<BuildResult> }> {
    const project = startedProject(this.projects.get(request.project), request.environment);
    const build = this.#start({ ...project, source: { ...project.source, type: 'CODEPIPELINE' } }, request);
    return Promise.resolve({ id: build.id, done: build.done.then(() => resultOf(build)) });
  }

  async stop(id: string): Promise<void> {
    const build = this.#get(id);
    build.end('STOPPED');
    await build.done;
  }

  /** @see https://docs.aws.amazon.com/codebuild/latest/userguide/builds-working.html on the limit */
  #start(project: Project, request: BuildRequest): Build {
    const { name, concurrentBuildLimit: limit = Infinity, timeoutInMinutes } = project;
    const builds = this.#of(project);
    if (builds.filter(({ status }) => status === 'IN_PROGRESS').length >= limit) {
      const message = `Cannot have more than ${limit} concurrent builds of the project ${name}`;
      throw new ServiceError('AccountLimitExceededException', message);
    }
    const build = new Build(this.runtime, project, request, builds.length + 1);
    this.#tell(build);
    this.runtime.clock.in(timeoutInMinutes * MINUTE, () => {
      build.end('TIMED_OUT');
      return Promise.resolve();
    });
    this.#builds.set(build.id, build);
    build.done = this.#run(build);
    return build;
  }

  async #run(build: Build): Promise<void> {
    for (const name of ['SUBMITTED', 'QUEUED']) await build.phase(name, () => Promise.resolve());
    // eslint-disable-next-line no-restricted-syntax -- it needs clients of the SDK, and no start should wait for them
    const { runBuild } = await import('./run-build');
    await runBuild(build, this.runtime);
    this.#tell(build);
  }

  #tell(build: Build): void {
    const event = buildEvent(build);
    this.#told = this.#told.then(() => this.runtime.events.put(event)).catch(() => undefined);
    this.runtime.activity({ kind: 'build', text: `${build.id} ${build.status}` });
  }

  #get(id: string): Build {
    const build = this.#builds.get(idOf(id));
    if (build !== undefined) return build;
    throw new ServiceError('ResourceNotFoundException', `Build cannot be found: ${id}`);
  }

  /** The builds of a project, the oldest first. */
  #of({ name }: Project): Build[] {
    return [...this.#builds.values()].filter(({ project }) => project.name === name);
  }
}

function idOf(idOrArn: string): string {
  return idOrArn.replace(/^arn:.*:build\//, '');
}

function resultOf({ id, status, failure, exported, logUrl }: Build): BuildResult {
  const { phaseType = '', contexts: [context] = [] } = failure ?? {};
  const reason = `Phase: ${phaseType}, Code: ${context?.statusCode ?? ''}, Message: ${context?.message ?? ''}`;
  const summary = failure && { summary: `Build terminated with state: ${status}. ${reason}` };
  return { id, status: status === 'IN_PROGRESS' ? 'FAULT' : status, ...summary, exported, logUrl };
}
