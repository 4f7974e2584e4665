import type { IConstruct } from 'constructs';
import { checkLength, checkOneOf, checkPattern } from '../shared/checks';
import { ValidationError } from '../shared/validation-error';
import { DEFAULT_PROVIDER } from './source-action';
import type { CodeCommitSource, ConnectionProvider, ConnectionSource, PipelineSource, S3Source } from './source-props';

/** What Git takes as the name of a branch, as far as a branch can be meant. */
const BRANCH = /^(?!refs\/)(?!.*(\.\.|\/\/|@\{|[\s~^:?*[\\]))[^/.-]([^\n]*[^/.])?$/;
/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** The longest value in the configuration of an action. */
export const MAX_CONFIGURATION_VALUE = 1000;
/** Hosts that an installation of one's own answers for. */
const SELF_HOSTED: readonly ConnectionProvider[] = ['GitHubEnterpriseServer', 'GitLabSelfManaged'];

/** Throws where CodePipeline would refuse the source, or could not reach it. */
export function checkSource(scope: IConstruct, source: PipelineSource): void {
  checkOneOf(scope, 'InvalidSourceType', 'source.type', source.type, ['connection', 's3', 'codecommit']);
  switch (source.type) {
    case 'connection':
      checkConnectionSource(scope, source);
      break;
    case 's3':
      checkS3Source(scope, source);
      break;
    case 'codecommit':
      checkCodeCommitSource(scope, source);
      break;
  }
}

/** Throws where no connection could be made to the source: an installation of one's own is behind a host. */
export function checkNewConnection(
  scope: IConstruct,
  { provider = DEFAULT_PROVIDER, hostArn }: ConnectionSource,
): void {
  if (hostArn === undefined && SELF_HOSTED.includes(provider)) {
    const message = `'source.hostArn' must be given for ${provider} where 'source.connectionArn' is not, got neither`;
    throw new ValidationError('HostMissing', scope, message);
  }
}

function checkConnectionSource(scope: IConstruct, source: ConnectionSource): void {
  const { repository, branch, connectionArn, provider = DEFAULT_PROVIDER, hostArn } = source;
  const providers = ['GitHub', 'GitHubEnterpriseServer', 'Bitbucket', 'GitLab', 'GitLabSelfManaged'] as const;
  checkOneOf(scope, 'InvalidProvider', 'source.provider', provider, providers);
  const isGitLab = provider === 'GitLab' || provider === 'GitLabSelfManaged';
  const name = isGitLab ? 'group/project, with all its groups' : 'owner/name';
  const pattern = isGitLab ? /^[\w.-]+(\/[\w.-]+)+$/ : /^[\w.-]+\/[\w.-]+$/;
  checkPattern(scope, 'InvalidRepository', 'source.repository', repository, pattern, name);
  checkBranch(scope, branch);
  if (connectionArn !== undefined && hostArn !== undefined) {
    const message = `'source.hostArn' must not come with 'source.connectionArn', which has its host already; leave it out`;
    throw new ValidationError('HostOfConnection', scope, message);
  }
  if (hostArn !== undefined && !SELF_HOSTED.includes(provider)) {
    const message = `'source.hostArn' must come with the provider ${SELF_HOSTED.join(' or ')}, got ${provider}`;
    throw new ValidationError('HostWithoutInstallation', scope, message);
  }
}

function checkS3Source(scope: IConstruct, { bucket, key }: S3Source): void {
  checkPattern(scope, 'InvalidSourceBucket', 'source.bucket', bucket, BUCKET, "a bucket's name");
  checkLength(scope, 'InvalidSourceKey', 'source.key', key, 1, MAX_CONFIGURATION_VALUE);
}

function checkCodeCommitSource(scope: IConstruct, { repositoryName, branch }: CodeCommitSource): void {
  const name = "1 to 100 letters, digits, '.', '_' and '-' that do not end in .git";
  const pattern = /^(?!.*\.git$)[\w.-]{1,100}$/;
  checkPattern(scope, 'InvalidRepositoryName', 'source.repositoryName', repositoryName, pattern, name);
  checkBranch(scope, branch);
}

function checkBranch(scope: IConstruct, branch: string | undefined): void {
  checkPattern(scope, 'InvalidBranch', 'source.branch', branch, BRANCH, 'the name of a branch, without refs/heads/');
  checkLength(scope, 'InvalidBranch', 'source.branch', branch, 1, 255);
}
