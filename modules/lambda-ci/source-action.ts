import type { CodepipelineStageAction } from '@cdktf/provider-aws/lib/codepipeline';
import { escapeTemplate } from '../shared/template';
import type { ConnectionProvider, PipelineSource } from './source-props';

/** Name of the action that takes the source, of its artifact, and of the namespace of its variables. */
export const SOURCE = 'Source';
/** The branch where none is named. */
export const DEFAULT_BRANCH = 'main';
/** The repository's host where none is named. */
export const DEFAULT_PROVIDER: ConnectionProvider = 'GitHub';

/**
 * The action that takes the source. It starts no pipeline by itself: a trigger, a rule or a webhook does, so that
 * nothing is started twice and nothing polls.
 *
 * @param connectionArn - of the connection, for a source that has one
 * @param fullClone - whether the build gets a reference to clone, with all tags, and not a zip of the files
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html
 */
export function sourceAction(
  source: PipelineSource,
  connectionArn: string | undefined,
  fullClone: boolean,
): CodepipelineStageAction {
  const OutputArtifactFormat = fullClone ? 'CODEBUILD_CLONE_REF' : 'CODE_ZIP';
  const action = (provider: string, configuration: Record<string, string>): CodepipelineStageAction => ({
    name: SOURCE,
    category: 'Source',
    owner: 'AWS',
    provider,
    version: '1',
    namespace: SOURCE,
    outputArtifacts: [SOURCE],
    configuration,
  });
  switch (source.type) {
    case 'connection':
      return action('CodeStarSourceConnection', {
        ConnectionArn: connectionArn ?? '',
        FullRepositoryId: source.repository,
        BranchName: escapeTemplate(source.branch ?? DEFAULT_BRANCH),
        OutputArtifactFormat,
        DetectChanges: 'false',
      });
    case 's3':
      return action('S3', {
        S3Bucket: source.bucket,
        S3ObjectKey: escapeTemplate(source.key),
        PollForSourceChanges: 'false',
      });
    case 'codecommit':
      return action('CodeCommit', {
        RepositoryName: source.repositoryName,
        BranchName: escapeTemplate(source.branch ?? DEFAULT_BRANCH),
        OutputArtifactFormat,
        PollForSourceChanges: 'false',
      });
  }
}
