import { delimiter, dirname, join } from 'node:path';

import type { Credentials, Runtime } from '../../runtime';
import type { Build } from './build';

/** Where a build works. */
export interface Places {
  /** Everything of the build is under it. */
  readonly directory: string;
  readonly home: string;
  readonly tmp: string;
  /** Of the shell. */
  readonly shell: string;
  readonly src: string;
}

export function placesOf({ directory: root }: Runtime, { uuid }: Build): Places {
  const directory = join(root, 'builds', uuid);
  const place = (name: string): string => join(directory, name);
  return { directory, home: place('home'), tmp: place('tmp'), shell: place('shell'), src: place('src') };
}

/** Where a source is: the primary one's directory, or that of a secondary one. */
export function sourceDirectory({ directory, src }: Places, identifier: string | undefined): string {
  return identifier === undefined ? src : join(directory, 'secondary', identifier);
}

/** What a build sees of this machine, and how it reaches the local AWS; people's own variables may replace it. */
export function machineVariables({ endpoint, region }: Runtime, { home, tmp }: Places, keys: Credentials) {
  return {
    PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
    HOME: home,
    TMPDIR: tmp,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
  };
}

/**
 * The variables that CodeBuild gives to every build, once its sources are there.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export function codeBuildVariables(build: Build, places: Places): Record<string, string> {
  const { project, number, initiator, sources, sourceVersion, sourceRepoUrl } = build.options;
  const variables: Record<string, string | undefined> = {
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_IMAGE: project.environment.image,
    CODEBUILD_BUILD_NUMBER: `${number}`,
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: initiator,
    CODEBUILD_KMS_KEY_ID: project.encryptionKey,
    CODEBUILD_LOG_PATH: build.log.streamName,
    CODEBUILD_PROJECT_ARN: project.arn,
    CODEBUILD_RESOLVED_SOURCE_VERSION: build.resolvedSourceVersion,
    CODEBUILD_START_TIME: `${Math.round(build.startTime * 1000)}`,
  };
  for (const { type, location, version, sourceIdentifier } of sources) {
    const suffix = sourceIdentifier === undefined ? '' : `_${sourceIdentifier}`;
    const isPrimary = sourceIdentifier === undefined;
    variables[`CODEBUILD_SRC_DIR${suffix}`] = sourceDirectory(places, sourceIdentifier);
    variables[`CODEBUILD_SOURCE_VERSION${suffix}`] = isPrimary ? sourceVersion : version;
    const url = type === 'S3' && location !== undefined ? `s3://${location}` : location;
    variables[`CODEBUILD_SOURCE_REPO_URL${suffix}`] = type === 'CODEPIPELINE' ? sourceRepoUrl : url;
  }
  return Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
