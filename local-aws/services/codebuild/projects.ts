import type { Runtime } from '../../runtime';
import { ServiceError, type Input, type Operate } from '../service';
import type { Artifacts, Environment, Project } from './shapes';

const TIMEOUT_MINUTES = 60;
const QUEUED_TIMEOUT_MINUTES = 480;

/** The build projects of the account. */
export class Projects {
  readonly #projects = new Map<string, Project>();

  constructor(private readonly runtime: Pick<Runtime, 'account' | 'region' | 'clock'>) {}

  readonly operations: Readonly<Record<string, Operate>> = {
    CreateProject: (input) => {
      const name = input.name as string;
      if (this.#projects.has(name)) {
        throw new ServiceError('ResourceAlreadyExistsException', `Project already exists: ${this.#arn(name)}`);
      }
      return this.#put({ ...input, created: this.#now() });
    },
    // Tags and everything else that is given replace what there is.
    UpdateProject: (input) => this.#put({ ...this.get(input.name as string), ...input }),
    DeleteProject: (input) => void this.#projects.delete(nameOf(input.name as string)),
    BatchGetProjects: (input) => {
      const names = input.names as readonly string[];
      return {
        projects: names.flatMap((name) => this.#projects.get(nameOf(name)) ?? []),
        projectsNotFound: names.filter((name) => !this.#projects.has(nameOf(name))),
      };
    },
    ListProjects: ({ sortOrder }) => {
      const projects = [...this.#projects.keys()].sort();
      return { projects: sortOrder === 'DESCENDING' ? projects.reverse() : projects };
    },
  };

  /** @throws ServiceError `ResourceNotFoundException` */
  get(nameOrArn: string): Project {
    const project = this.#projects.get(nameOf(nameOrArn));
    if (project !== undefined) return project;
    const message = `Project cannot be found: ${this.#arn(nameOf(nameOrArn))}`;
    throw new ServiceError('ResourceNotFoundException', message);
  }

  #put(given: Input): { project: Project } {
    const project = withDefaults(
      { ...given, arn: this.#arn(given.name as string), lastModified: this.#now() },
      this.runtime,
    );
    this.#projects.set(project.name, project);
    return { project };
  }

  #arn(name: string): string {
    return `arn:aws:codebuild:${this.runtime.region}:${this.runtime.account}:project/${name}`;
  }

  #now(): number {
    return this.runtime.clock.now() / 1000;
  }
}

function nameOf(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:.*:project\//, '');
}

/**
 * A project as CodeBuild tells of it: with the defaults of what was not given, and without what an update took away.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html
 */
function withDefaults(given: Input, { region, account }: Pick<Runtime, 'region' | 'account'>): Project {
  const { badgeEnabled, ...project } = given as Input & Project & { buildBatchConfig?: object };
  return {
    ...project,
    timeoutInMinutes: given.timeoutInMinutes ?? TIMEOUT_MINUTES,
    queuedTimeoutInMinutes: given.queuedTimeoutInMinutes ?? QUEUED_TIMEOUT_MINUTES,
    encryptionKey: project.encryptionKey || `arn:aws:kms:${region}:${account}:alias/aws/s3`,
    cache: given.cache ?? { type: 'NO_CACHE' },
    artifacts: artifactsOf(project.artifacts, project.name),
    environment: environmentOf(project.environment),
    projectVisibility: 'PRIVATE',
    ...(badgeEnabled !== undefined && { badge: { badgeEnabled } }),
    vpcConfig: filled(project.vpcConfig),
    buildBatchConfig: filled(project.buildBatchConfig),
    concurrentBuildLimit: project.concurrentBuildLimit === -1 ? undefined : project.concurrentBuildLimit,
  } as object as Project;
}

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html */
export function artifactsOf(artifacts: Artifacts, project: string): Artifacts {
  if (artifacts.type === 'NO_ARTIFACTS') return artifacts;
  const namespace = artifacts.type === 'S3' && { namespaceType: 'NONE' };
  return { ...namespace, packaging: 'NONE', name: project, ...artifacts };
}

function environmentOf(environment: Environment): Environment {
  const variables = environment.environmentVariables ?? [];
  return {
    ...({ imagePullCredentialsType: 'CODEBUILD', privilegedMode: false } as object),
    ...environment,
    environmentVariables: variables.map((variable) => ({ type: 'PLAINTEXT', ...variable })),
  };
}

/** An update takes a configuration away by an empty one. */
function filled(configuration: object | undefined): object | undefined {
  return configuration !== undefined && Object.keys(configuration).length > 0 ? configuration : undefined;
}
