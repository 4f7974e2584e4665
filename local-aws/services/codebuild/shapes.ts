/** What a build reads of CodeBuild's types; the rest of them is kept as it was given. */

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html */
export interface Source {
  readonly type: string;
  readonly location?: string;
  readonly buildspec?: string;
  readonly sourceIdentifier?: string;
}

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html */
export interface Artifacts {
  readonly type: string;
  readonly location?: string;
  readonly path?: string;
  readonly namespaceType?: string;
  readonly name?: string;
  readonly packaging?: string;
  readonly overrideArtifactName?: boolean;
  readonly artifactIdentifier?: string;
}

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html */
export interface Variable {
  readonly name: string;
  readonly value: string;
  /** @default 'PLAINTEXT' */
  readonly type?: string;
}

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html */
export interface Environment {
  readonly type: string;
  readonly image: string;
  readonly computeType: string;
  readonly privilegedMode?: boolean;
  readonly environmentVariables?: readonly Variable[];
}

/** @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html */
export interface Project {
  readonly name: string;
  readonly arn: string;
  readonly source: Source;
  readonly secondarySources?: readonly Source[];
  readonly sourceVersion?: string;
  readonly secondarySourceVersions?: readonly { readonly sourceIdentifier: string; readonly sourceVersion: string }[];
  readonly artifacts: Artifacts;
  readonly secondaryArtifacts?: readonly Artifacts[];
  readonly cache?: { readonly type: string; readonly location?: string; readonly cacheNamespace?: string };
  readonly environment: Environment;
  readonly serviceRole: string;
  readonly encryptionKey: string;
  readonly logsConfig?: {
    readonly cloudWatchLogs?: { readonly status: string; readonly groupName?: string; readonly streamName?: string };
  };
  readonly vpcConfig?: object;
  readonly timeoutInMinutes: number;
  readonly queuedTimeoutInMinutes: number;
  readonly concurrentBuildLimit?: number;
  readonly created: number;
  readonly lastModified: number;
}
