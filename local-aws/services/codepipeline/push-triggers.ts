import picomatch from 'picomatch';

import type { GitPushFilter } from '@aws-sdk/client-codepipeline';

import type { Connections, Push } from '../ports';
import type { Checked, PipelineDeclaration } from './declaration';
import type { Start } from './pipeline';

type PushFilter = Checked<GitPushFilter>;

const BRANCH = 'refs/heads/';
const TAG = 'refs/tags/';

/**
 * How a push starts a pipeline; undefined where it does not. A trigger with filters starts it on the commit that was
 * pushed, and any trigger takes the place of the detection of changes on the branch of the source action.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html
 */
export function startOf(pipeline: PipelineDeclaration, push: Push, connections: Connections): Start | undefined {
  const { commit, ref, repository } = push;
  if (commit === undefined) return undefined;
  const branch = ref.startsWith(BRANCH) ? ref.slice(BRANCH.length) : undefined;
  for (const { name, configuration = {} } of pipeline.stages[0]?.actions ?? []) {
    const { FullRepositoryId, BranchName, ConnectionArn = '', DetectChanges = 'true' } = configuration;
    if (FullRepositoryId !== repository || connections.status(ConnectionArn) !== 'AVAILABLE') continue;
    const trigger = pipeline.triggers?.find(({ gitConfiguration }) => gitConfiguration.sourceActionName === name);
    const { push: filters = [], pullRequest } = trigger?.gitConfiguration ?? {};
    const isFiltered = filters.length > 0 || pullRequest !== undefined;
    const isDetecting = trigger !== undefined || (!pipeline.triggers?.length && DetectChanges !== 'false');
    const isWanted = isFiltered
      ? filters.some((filter) => passes(filter, push, branch))
      : isDetecting && branch === BranchName;
    if (!isWanted) continue;
    return {
      trigger: { triggerType: isFiltered ? 'WebhookV2' : 'Webhook', triggerDetail: ConnectionArn },
      overrides: new Map([[name, { revision: commit.id, branch }]]),
    };
  }
  return undefined;
}

function passes({ tags, branches, filePaths }: PushFilter, { ref, files }: Push, branch: string | undefined): boolean {
  if (tags !== undefined) return ref.startsWith(TAG) && meets(tags, ref.slice(TAG.length));
  if (branch === undefined || branches === undefined || !meets(branches, branch)) return false;
  return filePaths === undefined || files.some((file) => meets(filePaths, file));
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/syntax-glob.html */
function meets({ includes = ['**'], excludes = [] }: NonNullable<PushFilter['branches']>, name: string): boolean {
  const options = { dot: true, noextglob: true, nonegate: true, bash: false };
  return picomatch.isMatch(name, [...includes], options) && !picomatch.isMatch(name, [...excludes], options);
}
