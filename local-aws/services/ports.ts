/** What the rooms that run pipelines know of each other. */

/** A commit of a repository. */
export interface Commit {
  readonly id: string;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** ISO 8601. */
  readonly date: string;
}

/** A reference of a repository that was moved. */
export interface Push {
  /** `owner/name` */
  readonly repository: string;
  /** Such as `refs/heads/main` and `refs/tags/v1`. */
  readonly ref: string;
  /** Forty zeros where the reference is new. */
  readonly before: string;
  /** Forty zeros where the reference was deleted. */
  readonly after: string;
  /** Paths that changed. */
  readonly files: readonly string[];
  /** What it stands on now; none where it was deleted. */
  readonly commit?: Commit;
}

/** A Git repository that anyone on this machine can clone and push to. */
export interface Repository {
  /** `owner/name` */
  readonly fullName: string;
  readonly cloneUrl: string;
  /** The bare repository. */
  readonly directory: string;
  /** The commit of a branch, a tag or an id; undefined where there is none. */
  commit(ref: string): Promise<Commit | undefined>;
  /** Writes the tree of a commit, without `.git`. */
  checkout(commit: string, directory: string): Promise<void>;
}

/** Where source actions find repositories. */
export interface Repositories {
  /** @param fullName - `owner/name` */
  find(fullName: string): Repository | undefined;
  onPush(listener: (push: Push) => void): void;
}

/** Connections to repositories. */
export interface Connections {
  /** undefined where there is no connection of that ARN. */
  status(arn: string): 'PENDING' | 'AVAILABLE' | 'ERROR' | undefined;
}

/** An artifact of a pipeline. */
export interface ArtifactLocation {
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
}

/** An artifact that a build reads. */
export interface InputArtifact extends ArtifactLocation {
  /** Where the artifact is a full clone. */
  readonly clone?: { readonly url: string; readonly commit: string };
}

/** A build that an action of a pipeline asks for. */
export interface PipelineBuild {
  readonly project: string;
  readonly inputs: readonly InputArtifact[];
  /** Name of the input artifact that is the source. */
  readonly primary: string;
  readonly outputs: readonly ArtifactLocation[];
  readonly environment: readonly { readonly name: string; readonly value: string; readonly type: string }[];
  /** `codepipeline/<pipeline>` */
  readonly initiator: string;
  readonly sourceVersion: string;
  readonly sourceRepoUrl?: string;
  readonly executionId?: string;
}

/** How a build ended. */
export interface BuildResult {
  /** `<project>:<uuid>` */
  readonly id: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'FAULT' | 'TIMED_OUT' | 'STOPPED';
  /** What went wrong. */
  readonly summary?: string;
  /** The exported variables. */
  readonly exported: Readonly<Record<string, string>>;
  readonly logUrl: string;
}

/** Builds on behalf of pipelines. */
export interface Builds {
  /** @throws ServiceError where there is no such project */
  start(build: PipelineBuild): Promise<{ readonly id: string; readonly done: Promise<BuildResult> }>;
  stop(id: string): Promise<void>;
}
