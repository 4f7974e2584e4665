import type { Project as AnyProject } from '@aws-sdk/client-codebuild';

import type { Runtime } from '../../runtime';
import { ServiceError, type Input, type Operate } from '../service';

type Always = 'name' | 'arn' | 'source' | 'artifacts' | 'environment' | 'serviceRole' | 'encryptionKey';

/** A project with what every project has; its times are seconds since 1970. */
export type Project = AnyProject & Required<Pick<AnyProject, Always | 'timeoutInMinutes'>>;

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
  };

  /** @throws ServiceError `ResourceNotFoundException` */
  get(nameOrArn: string): Project {
    const name = nameOf(nameOrArn);
    const project = this.#projects.get(name);
    if (project !== undefined) return project;
    throw new ServiceError('ResourceNotFoundException', `Project cannot be found: ${this.#arn(name)}`);
  }

  /**
   * Keeps a project as CodeBuild tells of it: with the defaults of what was not given, and without what an update
   * takes away.
   *
   * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
   * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html
   */
  #put(input: Input): { project: Project } {
    const { badgeEnabled, ...given } = input as Input & Project;
    const { name, artifacts, environment } = given;
    const project = {
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 480,
      cache: { type: 'NO_CACHE' },
      projectVisibility: 'PRIVATE',
      ...(given as object),
      arn: this.#arn(name),
      lastModified: this.#now(),
      encryptionKey: given.encryptionKey || `arn:aws:kms:${this.runtime.region}:${this.runtime.account}:alias/aws/s3`,
      artifacts: {
        ...(artifacts.type !== 'NO_ARTIFACTS' && { packaging: 'NONE', name }),
        ...(artifacts.type === 'S3' && { namespaceType: 'NONE' }),
        ...artifacts,
      },
      environment: {
        imagePullCredentialsType: 'CODEBUILD',
        privilegedMode: false,
        ...environment,
        environmentVariables: (environment.environmentVariables ?? []).map((one) => ({ type: 'PLAINTEXT', ...one })),
      },
      ...(badgeEnabled !== undefined && { badge: { badgeEnabled } }),
      vpcConfig: given.vpcConfig?.vpcId === undefined ? undefined : given.vpcConfig,
      concurrentBuildLimit: given.concurrentBuildLimit === -1 ? undefined : given.concurrentBuildLimit,
    } as object as Project;
    this.#projects.set(name, project);
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
