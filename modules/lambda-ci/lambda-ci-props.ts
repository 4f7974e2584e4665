import type { ArtifactStore } from '../artifact-store';
import type { Deployable } from '../codeless-lambda';
import type { NotificationRuleOptions, SlackChannelProps } from '../pipeline-notifications';
import type { BuildOptions } from './build-props';
import type { PipelineSource } from './source-props';
import type {
  ApprovalOptions,
  BuildActionOptions,
  ExecutionMode,
  OnFailure,
  PipelineVariableOptions,
} from './stage-props';
import type { PipelineTrigger } from './trigger-props';

/** Who is told what, beside the pipeline's own history. */
export interface LambdaCiNotifications {
  /**
   * A Slack channel that is made, for `info`, `alert` and deploys alike. An account has one configuration a channel.
   *
   * @default - none: `info` and `alert` name their targets
   */
  readonly slackChannel?: SlackChannelProps;
  /**
   * Who is told how it goes.
   *
   * @default - the channel that is made, else nobody
   */
  readonly info?: Partial<NotificationRuleOptions>;
  /**
   * Who is told when something has to be done.
   *
   * @default - the channel that is made, else nobody
   */
  readonly alert?: Partial<NotificationRuleOptions>;
  /**
   * ARN of the topic for a message after each deploy, with versions, commit, difference, duration and the command that takes it
   * back. For an existing channel a topic that its configuration names.
   *
   * @default - a topic of the channel that is made, else none
   */
  readonly deployTopicArn?: string;
}

/** A pipeline that ships code to a function. */
export interface LambdaCiProps {
  /** The function: a `CodelessLambda`, or what has the facts of one. */
  readonly lambda: Deployable;
  /** Where the code comes from. */
  readonly source: PipelineSource;
  /**
   * Where the function's code is in the source: a path from its root without slashes at its ends.
   *
   * @default - the root
   */
  readonly sourcePath?: string;
  /**
   * The lock file or descriptor of the dependencies: a path from the source's root.
   *
   * @default - what is found in the source path
   */
  readonly packagesDescriptor?: string;
  /**
   * What starts the pipeline, beside a changed deploy contract and a person.
   *
   * @default - every push to the source's branch
   */
  readonly trigger?: PipelineTrigger;
  /** The bucket for the pipeline's artifacts. */
  readonly artifacts: ArtifactStore;
  /**
   * Days that the artifacts of an execution are kept; at least 1. A stage can't be retried or rolled back to without them.
   *
   * @default 30
   */
  readonly artifactDays?: number;
  /**
   * What all names begin with: letters, digits, `-` and `_`. A name that would be too long for its service is cut and ends in a hash.
   *
   * @default - the function's name
   */
  readonly namePrefix?: string;
  /**
   * How the code is built.
   *
   * @default - with all its defaults
   */
  readonly build?: BuildOptions;
  /**
   * A person who says yes before the deploy, and is shown what would change.
   *
   * @default - nobody is asked
   */
  readonly approval?: ApprovalOptions;
  /**
   * Builds before the deploy, and before the approval.
   *
   * @default - none
   */
  readonly beforeDeploy?: readonly BuildActionOptions[];
  /**
   * What follows when the deploy fails: `RETRY` tries its failed actions once more, `ROLLBACK` runs the last execution that
   * succeeded again.
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
   * Variables that a run by hand may set; each is a variable of the build.
   *
   * @default - none; `TAG` with a release trigger
   */
  readonly variables?: readonly PipelineVariableOptions[];
  /**
   * Whether a changed deploy contract starts the pipeline, so that what Terraform changed of the function's configuration reaches
   * the alias.
   *
   * @default true
   */
  readonly startOnContractChange?: boolean;
  /**
   * Who is told what.
   *
   * @default - nobody
   */
  readonly notifications?: LambdaCiNotifications;
  /**
   * The file of the program `codeless` that the build runs.
   *
   * @default - the one of this package
   */
  readonly programFile?: string;
  /**
   * IAM path of the roles that are made; begins and ends with `/`.
   *
   * @default '/'
   */
  readonly rolePath?: string;
  /**
   * ARN of the policy that bounds the roles that are made.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /**
   * Days that the build's logs are kept; 0 keeps them for ever.
   *
   * @default 30
   */
  readonly logRetentionInDays?: number;
  /**
   * ARN of the KMS key that encrypts the build's logs; its policy must let CloudWatch Logs use it.
   *
   * @default - CloudWatch Logs' own key
   */
  readonly logKmsKeyArn?: string;
  /**
   * Tags of everything that takes tags; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}
