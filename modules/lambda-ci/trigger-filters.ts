import type {
  CodepipelineTrigger,
  CodepipelineTriggerGitConfigurationPush,
} from '@cdktf/provider-aws/lib/codepipeline';
import { Token } from 'cdktf';
import { escapeTemplate } from '../shared/template';
import { DEFAULT_BRANCH, SOURCE } from './source-action';
import type { PipelineSource } from './source-props';
import type { PatternFilter, PipelineTrigger } from './trigger-props';

/** The pattern for everything, through all slashes. */
const EVERYTHING = '**';

/** What a push must be to start a pipeline. */
export interface PushFilter {
  readonly tags?: PatternFilter;
  readonly branches?: PatternFilter;
  readonly filePaths?: PatternFilter;
}

/**
 * What a push must be to start the pipeline; nothing where pushes through a connection do not start it.
 *
 * @param sourcePath - where the function's code is in the source
 */
export function pushFilter(
  trigger: PipelineTrigger,
  source: PipelineSource,
  sourcePath: string | undefined,
): PushFilter | undefined {
  if (source.type !== 'connection') {
    return undefined;
  }
  if (trigger.type === 'tag') {
    return { tags: filter(trigger.tags) ?? { includes: [EVERYTHING] } };
  }
  if (trigger.type !== 'push') {
    return undefined;
  }
  const branch = literalPattern(source.branch ?? DEFAULT_BRANCH);
  const branches = trigger.branches === undefined ? { includes: [branch] } : filter(trigger.branches);
  const filePaths = filter(trigger.filePaths ?? below(sourcePath));
  return { branches: branches ?? { includes: [EVERYTHING] }, ...(filePaths && { filePaths }) };
}

/**
 * The filter as a trigger of a V2 pipeline.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html
 */
export function pushTrigger({ tags, branches, filePaths }: PushFilter): CodepipelineTrigger {
  const push: CodepipelineTriggerGitConfigurationPush = {
    tags: tags && escaped(tags),
    branches: branches && escaped(branches),
    filePaths: filePaths && escaped(filePaths),
  };
  return {
    providerType: 'CodeStarSourceConnection',
    gitConfiguration: { sourceActionName: SOURCE, push: [push] },
  };
}

/**
 * A pattern that a text alone matches.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/syntax-glob.html
 */
export function literalPattern(text: string): string {
  return Token.isUnresolved(text) ? text : text.replace(/[\\*?[\]{}]/g, '\\$&');
}

function below(sourcePath: string | undefined): PatternFilter {
  return sourcePath === undefined ? {} : { includes: [`${literalPattern(sourcePath)}/${EVERYTHING}`] };
}

/** A filter that says something; AWS takes no empty one. */
function filter(given: PatternFilter = {}): PatternFilter | undefined {
  return given.includes === undefined && given.excludes === undefined ? undefined : given;
}

function escaped({ includes, excludes }: PatternFilter): { includes?: string[]; excludes?: string[] } {
  return { includes: includes?.map(escapeTemplate), excludes: excludes?.map(escapeTemplate) };
}
