import type { VpcOptions } from '../codeless-lambda';

/**
 * What the build runs on: EC2 instances, or Lambda functions, which start faster and can't have privileged mode, a cache,
 * a VPC or a timeout of over 15 minutes.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
 */
export type BuildComputeType =
  | 'BUILD_GENERAL1_SMALL'
  | 'BUILD_GENERAL1_MEDIUM'
  | 'BUILD_GENERAL1_LARGE'
  | 'BUILD_GENERAL1_XLARGE'
  | 'BUILD_GENERAL1_2XLARGE'
  | 'BUILD_LAMBDA_1GB'
  | 'BUILD_LAMBDA_2GB'
  | 'BUILD_LAMBDA_4GB'
  | 'BUILD_LAMBDA_8GB'
  | 'BUILD_LAMBDA_10GB';

/** The network that a build reaches private resources by. */
export interface BuildVpcOptions extends Pick<VpcOptions, 'subnetIds' | 'securityGroupIds'> {
  /** The VPC of the subnets. */
  readonly vpcId: string;
}

/** A cache in the artifact store, under a prefix of its own; or on the build host, where it lives for some minutes. */
export type BuildCache =
  | { readonly type: 's3' }
  | {
      readonly type: 'local';
      /** What is kept: `LOCAL_DOCKER_LAYER_CACHE` needs `privileged`. */
      readonly modes: readonly ('LOCAL_SOURCE_CACHE' | 'LOCAL_DOCKER_LAYER_CACHE' | 'LOCAL_CUSTOM_CACHE')[];
    };

/**
 * The value of a variable: a text, which anyone who may see the project can read; or where to find it. The build's role may
 * read what is named.
 */
export type BuildVariable =
  | string
  | {
      /** Name of the Systems Manager parameter, with its slashes. */
      readonly parameterName: string;
      /**
       * ARN of the KMS key of the customer's own that encrypts it.
       *
       * @default - not encrypted, or by AWS's own key
       */
      readonly kmsKeyArn?: string;
    }
  | {
      /** ARN of the secret in Secrets Manager, with the six characters that AWS adds to its name. */
      readonly secretArn: string;
      /**
       * Key in the secret's JSON.
       *
       * @default - the whole secret
       */
      readonly jsonKey?: string;
      /**
       * ARN of the KMS key of the customer's own that encrypts it.
       *
       * @default - AWS's own key
       */
      readonly kmsKeyArn?: string;
    };

/**
 * Results of tests that CodeBuild shows.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#reports-buildspec-file
 */
export interface TestReport {
  /** Files with results, as patterns from `baseDirectory`. */
  readonly files: readonly string[];
  /**
   * How they are written.
   *
   * @default 'JUNITXML'
   */
  readonly fileFormat?:
    | 'CUCUMBERJSON'
    | 'JUNITXML'
    | 'NUNITXML'
    | 'NUNIT3XML'
    | 'TESTNGXML'
    | 'VISUALSTUDIOTRX'
    | 'CLOVERXML'
    | 'COBERTURAXML'
    | 'JACOCOXML'
    | 'SIMPLECOV';
  /**
   * Where they are, from the source's root.
   *
   * @default - the source's root
   */
  readonly baseDirectory?: string;
}

/** Commands of one's own in phases of the build; each begins in the source path. */
export interface ExtraCommands {
  /**
   * Before all else, such as tools to install; what they export is there for all that follow.
   *
   * @default - none
   */
  readonly install?: readonly string[];
  /**
   * Before the tests.
   *
   * @default - none
   */
  readonly preBuild?: readonly string[];
  /**
   * After the deploy, where it went well; each in a Bash of its own.
   *
   * @default - none
   */
  readonly postBuild?: readonly string[];
}

/** How the code is built. */
export interface BuildOptions {
  /**
   * The image that the build runs in: one of AWS's, or of a registry that the build can reach; it needs Node.js 20.19 or newer, the
   * AWS CLI, and what the source is built with.
   *
   * @default - AWS's Amazon Linux 2023 image for the function's processor and the compute type; on Lambda there is one for
   *   functions in Node.js alone
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
   */
  readonly image?: string;
  /**
   * What it runs on.
   *
   * @default 'BUILD_GENERAL1_SMALL'
   */
  readonly computeType?: BuildComputeType;
  /**
   * Minutes until CodeBuild stops the build; 5 to 2160. On Lambda it is always 15.
   *
   * @default 15
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html
   */
  readonly timeoutMinutes?: number;
  /**
   * Minutes that the build may wait for its turn; 5 to 480. Not on Lambda, where builds do not wait.
   *
   * @default 60
   */
  readonly queuedTimeoutMinutes?: number;
  /**
   * Builds of the project at once, at least 1; a build beyond it fails.
   *
   * @default - what the account allows
   */
  readonly concurrentBuildLimit?: number;
  /**
   * Where what pip, npm and the like download is kept for the next build.
   *
   * @default - nowhere
   */
  readonly cache?: BuildCache;
  /**
   * A private network.
   *
   * @default - none
   */
  readonly vpc?: BuildVpcOptions;
  /**
   * Whether the build may run Docker; it is root on its host then.
   *
   * @default false
   */
  readonly privileged?: boolean;
  /**
   * Variables of the build. Those of `codeless` set its flags, such as `CODELESS_SMOKE_TEST`. Names that begin with `AWS_`,
   * `CODEBUILD_` and `LAMBDA_CI_` are taken.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, BuildVariable>>;
  /**
   * Versions of languages in AWS's image, such as `{ python: '3.13' }`, on top of those that are found; Node.js at least 20. Not
   * with an image of one's own.
   *
   * @default - the function's, where AWS's image has it, and Node.js for the program; none on Lambda, whose images have one
   *   language each
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#runtime-versions-buildspec-file
   */
  readonly runtimeVersions?: Readonly<Record<string, string>>;
  /**
   * What must go well before anything is deployed: each runs in the source path, in a Bash of its own that fails with any part of
   * it. With an approval they run before it, and not again after it.
   *
   * @default - nothing
   */
  readonly testCommands?: readonly string[];
  /**
   * Reports of the tests, by the name of their report group.
   *
   * @default - none
   */
  readonly reports?: Readonly<Record<string, TestReport>>;
  /**
   * Commands of one's own.
   *
   * @default - none
   */
  readonly commands?: ExtraCommands;
  /**
   * A whole build specification in YAML, or its path in the source, instead of the one that is made; excludes `testCommands`,
   * `reports`, `commands` and `runtimeVersions`. docs/lambda-ci.md says what variables it finds.
   *
   * @default - one that fetches `codeless`, runs the tests, and deploys
   */
  readonly buildspec?: string;
}
