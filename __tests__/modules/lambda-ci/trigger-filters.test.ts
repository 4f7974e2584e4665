import fc from 'fast-check';
import picomatch from 'picomatch';
import type { PipelineSource } from '../../../modules/lambda-ci/source-props';
import { literalPattern, pushFilter } from '../../../modules/lambda-ci/trigger-filters';
import type { PipelineTrigger, PushTrigger } from '../../../modules/lambda-ci/trigger-props';
import { validationErrorOf } from '../../helpers/errors';
import { pipelineOf, SMALLEST, synthesizePipeline } from './pipeline-room';

const S3: PipelineSource = { type: 's3', bucket: 'sources', key: 'app.zip' };
const CODECOMMIT: PipelineSource = { type: 'codecommit', repositoryName: 'app' };
const source = (branch?: string, provider?: 'Bitbucket' | 'GitHubEnterpriseServer'): PipelineSource => ({
  type: 'connection',
  repository: 'acme/app',
  connectionArn: 'arn:c',
  branch,
  provider,
});
const patterns = (count: number, length = 1): string[] => Array.from({ length: count }, () => 'a'.repeat(length));

/** Whether a text is met by a pattern as CodePipeline documents its patterns; parentheses mean more to this library. */
const matches = (text: string, pattern: string): boolean =>
  picomatch.isMatch(text, pattern, { dot: true, noextglob: true, nonegate: true, bash: false });

test.each<[what: string, trigger: PipelineTrigger, sourcePath: string | undefined, filter: object | undefined]>([
  ['a push to the branch', { type: 'push' }, undefined, { branches: { includes: ['main'] } }],
  [
    'a push that changes the source path',
    { type: 'push' },
    'services/api',
    { branches: { includes: ['main'] }, filePaths: { includes: ['services/api/**'] } },
  ],
  [
    'a push to branches of one’s own, whatever it changes',
    { type: 'push', branches: { includes: ['feature/x', 'release/**'] }, filePaths: {} },
    'services/api',
    { branches: { includes: ['feature/x', 'release/**'] } },
  ],
  [
    'a push to all branches but one, with files of one’s own',
    { type: 'push', branches: { excludes: ['main'] }, filePaths: { includes: ['lib/**'], excludes: ['**/*.md'] } },
    'services/api',
    { branches: { excludes: ['main'] }, filePaths: { includes: ['lib/**'], excludes: ['**/*.md'] } },
  ],
  ['a push to any branch', { type: 'push', branches: {} }, undefined, { branches: { includes: ['**'] } }],
  ['any tag', { type: 'tag' }, 'services/api', { tags: { includes: ['**'] } }],
  [
    'some tags',
    { type: 'tag', tags: { includes: ['v*'], excludes: ['*-rc*'] } },
    undefined,
    {
      tags: { includes: ['v*'], excludes: ['*-rc*'] },
    },
  ],
  ['no push, for releases', { type: 'release' }, undefined, undefined],
  ['no push, for a person', { type: 'manual' }, undefined, undefined],
])('a pipeline starts on %s', (_what, trigger, sourcePath, filter) => {
  expect(pushFilter(trigger, source(), sourcePath)).toEqual(filter);
});

test.each([S3, CODECOMMIT])('a pipeline of $type has no trigger of its own', (of) => {
  expect(pushFilter({ type: 'push' }, of, 'api')).toBeUndefined();
});

test('the filter is the pipeline’s trigger, as it is written', () => {
  const trigger: PushTrigger = { type: 'push', branches: { includes: ['${a}'] }, filePaths: { excludes: ['%{b}'] } };
  expect(pipelineOf({ trigger }).trigger).toEqual([
    {
      provider_type: 'CodeStarSourceConnection',
      git_configuration: {
        source_action_name: 'Source',
        push: [{ branches: { includes: ['$${a}'] }, file_paths: { excludes: ['%%{b}'] } }],
      },
    },
  ]);
  expect(pipelineOf({ trigger: { type: 'tag', tags: { includes: ['v*'] } } }).trigger).toMatchObject([
    { git_configuration: { push: [{ tags: { includes: ['v*'] } }] } },
  ]);
});

test('a branch is meant as it is written, whatever is in its name', () => {
  const part = '[a-z0-9{}[\\]!,+#@_-]{1,10}([.][a-z0-9{}[\\]!,_-]{1,5})?';
  const name = fc.stringMatching(new RegExp(`^${part}(/${part}){0,3}$`));
  fc.assert(
    fc.property(name, name, (branch, other) => {
      const [pattern = ''] = pushFilter({ type: 'push' }, source(branch), undefined)?.branches?.includes ?? [];
      expect(matches(branch, pattern)).toBe(true);
      expect(matches(other, pattern)).toBe(branch === other);
    }),
    {
      examples: [
        ['feature/x', 'feature/y'],
        ['a/{b,c}', 'a/b'],
        ['v[1]', 'v1'],
        ['not-main', 'main'],
      ],
    },
  );
});

test('a source path is meant as it is written, with all that lies below it', () => {
  const [pattern = ''] = pushFilter({ type: 'push' }, source(), 'app/[slug]')?.filePaths?.includes ?? [];
  const paths = ['app/[slug]/page.ts', 'app/[slug]/a/.b', 'app/s/page.ts', 'app/[slug].ts'];
  expect(paths.map((path) => matches(path, pattern))).toEqual([true, true, false, false]);
});

test('a pattern is made of every sign that means something in patterns', () => {
  expect(literalPattern('\\*?[a]{b}')).toBe('\\\\\\*\\?\\[a\\]\\{b\\}');
});

test.each<PipelineTrigger>([
  { type: 'push', branches: { includes: patterns(8, 255), excludes: patterns(8, 255) } },
  { type: 'push', filePaths: { includes: patterns(8, 255), excludes: patterns(1, 1) } },
  { type: 'tag', tags: { includes: patterns(8, 255) } },
  { type: 'release', action: 'prereleased', tagPattern: 'a'.repeat(255) },
  { type: 'release', action: 'released', tagPattern: '*' },
])('%j is accepted', (trigger) => {
  expect(() => synthesizePipeline({ trigger, fullClone: true })).not.toThrow();
});

test.each<[code: string, trigger: PipelineTrigger, of?: PipelineSource]>([
  ['InvalidTriggerType', { type: 'schedule' } as unknown as PipelineTrigger],
  ['PatternCount', { type: 'push', branches: { includes: patterns(9) } }],
  ['PatternCount', { type: 'push', branches: { excludes: [] } }],
  ['PatternCount', { type: 'push', filePaths: { excludes: patterns(9) } }],
  ['PatternCount', { type: 'tag', tags: { includes: patterns(9) } }],
  ['PatternLength', { type: 'push', branches: { includes: patterns(1, 256) } }],
  ['PatternLength', { type: 'push', filePaths: { includes: [''] } }],
  ['PatternLength', { type: 'tag', tags: { excludes: patterns(1, 256) } }],
  ['TriggerWithoutConnection', { type: 'tag' }, S3],
  ['TriggerWithoutConnection', { type: 'release' }, S3],
  ['TriggerWithoutConnection', { type: 'tag' }, CODECOMMIT],
  ['TriggerWithoutConnection', { type: 'release' }, CODECOMMIT],
  ['FilterWithoutConnection', { type: 'push', branches: { includes: ['a'] } }, S3],
  ['FilterWithoutConnection', { type: 'push', filePaths: { includes: ['a'] } }, CODECOMMIT],
  ['ReleaseWithoutGitHub', { type: 'release' }, source('main', 'Bitbucket')],
  ['InvalidReleaseAction', { type: 'release', action: 'created' as 'released' }],
  ['InvalidTagPattern', { type: 'release', tagPattern: '' }],
  ['InvalidTagPattern', { type: 'release', tagPattern: 'v 1' }],
  ['InvalidTagPattern', { type: 'release', tagPattern: 'a'.repeat(256) }],
])('fails with %s for %j', (code, trigger, of = SMALLEST.source) => {
  const error = validationErrorOf(() => synthesizePipeline({ trigger, source: of }));
  expect(error.code).toBe(code);
});

test('releases of GitHub Enterprise Server start a pipeline, too', () => {
  const trigger: PipelineTrigger = { type: 'release' };
  expect(() => synthesizePipeline({ trigger, source: source('main', 'GitHubEnterpriseServer') })).not.toThrow();
});

test('a source that no trigger can watch is started by a person alone, or by a rule', () => {
  for (const type of ['push', 'manual'] as const) {
    for (const of of [S3, CODECOMMIT]) expect(pipelineOf({ trigger: { type }, source: of }).trigger).toBeUndefined();
  }
});
