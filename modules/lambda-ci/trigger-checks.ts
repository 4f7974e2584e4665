import type { IConstruct } from 'constructs';
import { checkLength, checkOneOf, checkPattern, isKnown } from '../shared/checks';
import { ValidationError } from '../shared/validation-error';
import { DEFAULT_PROVIDER } from './source-action';
import type { PipelineSource } from './source-props';
import { pushFilter } from './trigger-filters';
import type { PatternFilter, PipelineTrigger, PushTrigger, ReleaseTrigger } from './trigger-props';

const MAX_PATTERNS = 8;
const MAX_PATTERN_LENGTH = 255;

/**
 * Throws where the trigger is none that the source can have, or AWS would refuse its patterns.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitPushFilter.html
 */
export function checkTrigger(
  scope: IConstruct,
  trigger: PipelineTrigger,
  source: PipelineSource,
  sourcePath: string | undefined,
): void {
  checkOneOf(scope, 'InvalidTriggerType', 'trigger.type', trigger.type, ['push', 'tag', 'release', 'manual']);
  if (source.type !== 'connection') {
    checkWithoutConnection(scope, trigger, source.type);
  } else if (trigger.type === 'release') {
    checkRelease(scope, trigger, source.provider ?? DEFAULT_PROVIDER);
  }
  const { tags, branches, filePaths } = pushFilter(trigger, source, sourcePath) ?? {};
  checkPatterns(scope, 'trigger.tags', tags);
  checkPatterns(scope, 'trigger.branches', branches);
  checkPatterns(scope, 'trigger.filePaths', filePaths);
}

function checkWithoutConnection(scope: IConstruct, trigger: PipelineTrigger, type: string): void {
  if (trigger.type === 'tag' || trigger.type === 'release') {
    const message = `'trigger.type' must be push or manual for a source of the type ${type}, got ${trigger.type}`;
    throw new ValidationError('TriggerWithoutConnection', scope, message);
  }
  for (const name of ['branches', 'filePaths'] as const) {
    if (trigger.type === 'push' && (trigger satisfies PushTrigger)[name] !== undefined) {
      const message = `'trigger.${name}' must come with a source of the type connection, got the type ${type}`;
      throw new ValidationError('FilterWithoutConnection', scope, message);
    }
  }
}

function checkRelease(scope: IConstruct, { action, tagPattern }: ReleaseTrigger, provider: string): void {
  if (provider !== 'GitHub' && provider !== 'GitHubEnterpriseServer') {
    const message = `'source.provider' must be GitHub or GitHubEnterpriseServer for a release trigger, got ${provider}`;
    throw new ValidationError('ReleaseWithoutGitHub', scope, message);
  }
  const actions = ['published', 'released', 'prereleased'] as const;
  checkOneOf(scope, 'InvalidReleaseAction', 'trigger.action', action, actions);
  const wanted = 'a pattern of Git tags: 1 to 255 characters that no tag lacks, without spaces';
  checkPattern(scope, 'InvalidTagPattern', 'trigger.tagPattern', tagPattern, /^[^\s~^:]{1,255}$/, wanted);
}

function checkPatterns(scope: IConstruct, name: string, filter: PatternFilter = {}): void {
  for (const part of ['includes', 'excludes'] as const) {
    const patterns = filter[part];
    checkLength(scope, 'PatternCount', `${name}.${part}`, patterns, 1, MAX_PATTERNS);
    for (const pattern of isKnown(patterns) ? patterns : []) {
      checkLength(scope, 'PatternLength', `${name}.${part}`, pattern, 1, MAX_PATTERN_LENGTH);
    }
  }
}
