import type { ArtifactStore } from '../artifact-store';
import type { Deployable } from '../codeless-lambda';
import type { BuildOptions } from './build-props';
import type { CodelessProgram } from './codeless-program';

/** A CodeBuild project that ships code to a function, as an action of a pipeline. */
export interface LambdaBuildProps extends BuildOptions {
  /** The function. */
  readonly lambda: Deployable;
  /**
   * What the names of the project and its role begin with: letters, digits, `-` and `_`. A name that would be too long is cut
   * and ends in a hash.
   *
   * @default - the function's name
   */
  readonly namePrefix?: string;
  /** The bucket of the pipeline's artifacts, and of the cache. */
  readonly artifacts: ArtifactStore;
  /** What the keys of the pipeline's artifacts begin with, with a slash at its end. */
  readonly artifactPrefix: string;
  /** The program that the build runs. */
  readonly program: CodelessProgram;
  /**
   * Where the function's code is in the source.
   *
   * @default - the root
   */
  readonly sourcePath?: string;
  /**
   * The lock file or descriptor of the dependencies, from the source's root.
   *
   * @default - what is found in the source path
   */
  readonly packagesDescriptor?: string;
  /**
   * ARN of the connection by which the build clones the repository; only where the pipeline hands on a clone.
   *
   * @default - none: the source is an artifact
   */
  readonly connectionArn?: string;
  /**
   * Address of the repository, for links in messages.
   *
   * @default - none
   */
  readonly repositoryUrl?: string;
  /**
   * The tags of releases, as a pattern of Git's: the newest that matches is checked out, and deployed.
   *
   * @default - none: what the source holds is deployed
   */
  readonly tagPattern?: string;
  /**
   * Whether an action before the deploy runs the tests and shows the difference, with `LAMBDA_CI_STEP` set to `difference`.
   *
   * @default false
   */
  readonly difference?: boolean;
  /**
   * ARN of the topic that is told of each deploy.
   *
   * @default - none
   */
  readonly deployTopicArn?: string;
  /**
   * Names of the pipeline's variables, each of which is a variable of the build.
   *
   * @default - none
   */
  readonly variables?: readonly string[];
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
