/** Which host a connection leads to. */
export type ConnectionProvider = 'GitHub' | 'GitHubEnterpriseServer' | 'Bitbucket' | 'GitLab' | 'GitLabSelfManaged';

/**
 * A repository at GitHub, GitHub Enterprise Server, Bitbucket or GitLab, reached by a connection.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export interface ConnectionSource {
  /** Says that this is such a source. */
  readonly type: 'connection';
  /** The repository with its owner, such as `acme/app`; at GitLab with all its groups. */
  readonly repository: string;
  /**
   * The branch that is built where no trigger names another.
   *
   * @default 'main'
   */
  readonly branch?: string;
  /**
   * ARN of a connection that exists.
   *
   * @default - a connection is made, which a person must finish in the console before anything can be built
   */
  readonly connectionArn?: string;
  /**
   * The repository's host.
   *
   * @default 'GitHub'
   */
  readonly provider?: ConnectionProvider;
  /**
   * ARN of the CodeConnections host, for a connection that is made to `GitHubEnterpriseServer` or `GitLabSelfManaged`.
   *
   * @default - none
   */
  readonly hostArn?: string;
}

/**
 * A zip of the source in a bucket with versions.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 */
export interface S3Source {
  /** Says that this is such a source. */
  readonly type: 's3';
  /** Name of the bucket, in the pipeline's account; for a push trigger its EventBridge notifications must be on. */
  readonly bucket: string;
  /** Key of the zip. */
  readonly key: string;
}

/**
 * A repository in CodeCommit.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
 */
export interface CodeCommitSource {
  /** Says that this is such a source. */
  readonly type: 'codecommit';
  /** Name of the repository, in the pipeline's account and region. */
  readonly repositoryName: string;
  /**
   * The branch that is built.
   *
   * @default 'main'
   */
  readonly branch?: string;
}

/** Where the code comes from. */
export type PipelineSource = ConnectionSource | S3Source | CodeCommitSource;
