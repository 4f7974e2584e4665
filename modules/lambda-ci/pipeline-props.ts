import type { ArtifactStore } from '../artifact-store';
import type { PipelineSource } from './source-props';
import type {
  ApprovalOptions,
  BuildActionOptions,
  ExecutionMode,
  OnFailure,
  PipelineVariableOptions,
} from './stage-props';
import type { PipelineTrigger } from './trigger-props';

/** A CodeBuild project that deploys. */
export interface BuildProject {
  /** Name of the project. */
  readonly projectName: string;
  /** ARN of the project: the pipeline's role may start it. */
  readonly projectArn: string;
}

/** A CodePipeline that takes a source and has one project deploy it. */
export interface DeliveryPipelineProps {
  /** Name of the pipeline: 1 to 100 letters, digits and `.@_-`. */
  readonly pipelineName: string;
  /** Name of its role: 1 to 64 letters, digits and `+=,.@_-`. */
  readonly roleName: string;
  /** Where the code comes from. */
  readonly source: PipelineSource;
  /**
   * ARN of the connection to the source.
   *
   * @default - the one that the source names
   */
  readonly connectionArn?: string;
  /**
   * What starts the pipeline. Pushes and tags through a connection are the pipeline's own affair; for the others something
   * else has to start it, such as a {@link ReleaseWebhook} or a {@link PipelineStarter}.
   */
  readonly trigger: PipelineTrigger;
  /**
   * Where the function's code is in the source: only a push that changes something there starts the pipeline.
   *
   * @default - the root
   */
  readonly sourcePath?: string;
  /** The bucket for its artifacts: an `ArtifactStore`, or what has the facts of one. */
  readonly artifacts: Pick<ArtifactStore, 'bucketName' | 'bucketArn' | 'kmsKeyArn'>;
  /** What the keys of its artifacts begin with, with a slash at its end: the first 20 characters of its name. */
  readonly artifactPrefix: string;
  /** Whether the builds get a clone of the repository, with all tags, and not only its files. */
  readonly fullClone: boolean;
  /** What deploys. */
  readonly build: BuildProject;
  /**
   * Builds before the deploy, and before the approval.
   *
   * @default - none
   */
  readonly beforeDeploy?: readonly BuildActionOptions[];
  /**
   * A person who says yes before the deploy.
   *
   * @default - nobody is asked
   */
  readonly approval?: ApprovalOptions;
  /**
   * Whether the project is run with `LAMBDA_CI_STEP=difference` before somebody is asked to approve, and what it exports as
   * `CODELESS_DIFFERENCE` is shown; only with an approval.
   *
   * @default true
   */
  readonly difference?: boolean;
  /**
   * What follows when the deploy fails; `ROLLBACK` not with `PARALLEL`.
   *
   * @default - it stays failed
   */
  readonly onFailure?: OnFailure;
  /**
   * What becomes of executions that meet.
   *
   * @default 'SUPERSEDED'
   */
  readonly executionMode?: ExecutionMode;
  /**
   * Variables that a run by hand may set; each is a variable of the project's build. At most 50, with `TAG`.
   *
   * @default - none; `TAG` with a release trigger
   */
  readonly variables?: readonly PipelineVariableOptions[];
  /**
   * IAM path of the role; begins and ends with `/`.
   *
   * @default '/'
   */
  readonly rolePath?: string;
  /**
   * ARN of the policy that bounds the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /**
   * Tags of the pipeline and its role; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}
