import { build, CONNECTION, pipeline, Room, source, type Json } from './room';

const COMMIT = 'd'.repeat(40);

let room: Room;

beforeEach(async () => {
  room = await Room.open();
  room.builds.outcomes.set('unit', 'SUCCEEDED');
});

afterEach(() => room.close());

const watching = (triggers: Json[] | undefined, configuration: Json = {}): Json =>
  pipeline([], {
    stages: [
      { name: 'Source', actions: [source(configuration)] },
      { name: 'Build', actions: [build('unit')] },
    ],
    ...(triggers && { triggers }),
  });

const push = (...filters: Json[]): Json[] => [
  { providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName: 'Source', push: filters } },
];

/** What a push starts, once it is over. */
async function started(before: number): Promise<Json[]> {
  const executions = await room.executions();
  for (const { pipelineExecutionId } of executions) await room.ended(String(pipelineExecutionId));
  return (await room.executions()).slice(0, executions.length - before);
}

const BRANCHES = push({ branches: { includes: ['release/**', 'main'], excludes: ['release/old'] } });
const FILES = push({ branches: { includes: ['main'] }, filePaths: { includes: ['api/**'], excludes: ['**/*.md'] } });
const TAGS = push({ tags: { includes: ['v*'], excludes: ['v0*'] } });
const EITHER = push({ tags: { includes: ['v*'] } }, { branches: { includes: ['dev'] } });

test.each<[string, Json[] | undefined, string, string[], boolean]>([
  ['the branch of the source', undefined, 'refs/heads/main', ['a'], true],
  ['another branch', undefined, 'refs/heads/not-main', ['a'], false],
  ['a tag, without a trigger for tags', undefined, 'refs/tags/main', [], false],
  ['the branch of the source, with an empty trigger', push(), 'refs/heads/main', ['a'], true],
  ['a branch that is included', BRANCHES, 'refs/heads/release/2/rc', ['a'], true],
  ['a branch that is included and excluded', BRANCHES, 'refs/heads/release/old', ['a'], false],
  ['a branch that is not included', BRANCHES, 'refs/heads/feature', ['a'], false],
  ['a tag of the name of a branch', BRANCHES, 'refs/tags/main', [], false],
  ['a file that is included', FILES, 'refs/heads/main', ['web/a.js', 'api/a.js'], true],
  ['a hidden file that is included', FILES, 'refs/heads/main', ['api/.env'], true],
  ['files that are all excluded', FILES, 'refs/heads/main', ['api/docs/README.md'], false],
  ['files that are not included', FILES, 'refs/heads/main', ['web/a.js'], false],
  ['a file that is included, on another branch', FILES, 'refs/heads/dev', ['api/a.js'], false],
  ['a tag that is included', TAGS, 'refs/tags/v1.2', [], true],
  ['a tag that is excluded', TAGS, 'refs/tags/v0.9', [], false],
  ['a tag in a folder, where a star stays in one', TAGS, 'refs/tags/v1/a', [], false],
  ['a branch, where tags are wanted', TAGS, 'refs/heads/v1', ['a'], false],
  ['what the second of two filters wants', EITHER, 'refs/heads/dev', ['a'], true],
  ['everything but what is excluded', push({ branches: { excludes: ['wip/*'] } }), 'refs/heads/x/y', ['a'], true],
  ['what alone is excluded', push({ branches: { excludes: ['wip/*'] } }), 'refs/heads/wip/y', ['a'], false],
])('a push of %s', async (_name, triggers, ref, files, isStarted) => {
  await room.create(watching(triggers));
  room.push(ref, COMMIT, files);
  expect(await started(1)).toHaveLength(isStarted ? 1 : 0);
});

test('a trigger with filters starts on the commit that was pushed, on its branch', async () => {
  await room.create(watching(BRANCHES));
  room.push('refs/heads/release/1', COMMIT);
  const [execution] = await started(1);
  expect(execution).toMatchObject({
    status: 'Succeeded',
    trigger: { triggerType: 'WebhookV2', triggerDetail: CONNECTION },
    sourceRevisions: [{ revisionId: COMMIT }],
  });
  const { actionExecutionDetails } = await room.call('ListActionExecutions', { pipelineName: 'demo' });
  expect((actionExecutionDetails as Json[])[1]).toMatchObject({
    output: { outputVariables: { BranchName: 'release/1', CommitId: COMMIT } },
  });
});

test('a tag that starts a pipeline is what it runs on', async () => {
  await room.create(watching(TAGS));
  room.push('refs/tags/v1', COMMIT);
  expect((await started(1))[0]).toMatchObject({ sourceRevisions: [{ revisionId: COMMIT }] });
});

test.each<[string, () => void, Json]>([
  ['of another repository', () => undefined, { FullRepositoryId: 'acme/other' }],
  ['where changes are not to be detected', () => undefined, { DetectChanges: 'false' }],
  [
    'through a connection that is not available',
    () => {
      room.connection = 'PENDING';
    },
    {},
  ],
])('a push %s starts nothing', async (_name, prepare, configuration) => {
  await room.create(watching(undefined, configuration));
  prepare();
  room.push('refs/heads/main', COMMIT);
  expect(await started(1)).toEqual([]);
});

test('a branch that is deleted starts nothing', async () => {
  await room.create(watching(undefined));
  const gone = { repository: 'acme/app', ref: 'refs/heads/main', before: COMMIT, after: '0'.repeat(40), files: [] };
  room.repositories.push(gone);
  expect(await started(1)).toEqual([]);
});

test('a pipeline whose variable has no value does not start, and tells why', async () => {
  await room.create({ ...watching(undefined), variables: [{ name: 'WHO' }] });
  room.push('refs/heads/main', COMMIT);
  expect(await room.executions()).toEqual([]);
  const why = 'demo does not start: The variable WHO needs a value';
  expect(room.runtime.activities).toContainEqual({ kind: 'pipeline', text: why });
});

test('a rule of EventBridge whose target is the pipeline starts it, and no other', async () => {
  const { targets } = room;
  expect(targets?.arns()).toEqual([]);
  await room.create(watching(undefined));
  const arn = 'arn:aws:codepipeline:us-east-1:000000000000';
  expect(targets?.arns()).toEqual([`${arn}:demo`]);
  for (const name of ['demo', 'other']) targets?.start(`${arn}:${name}`, `arn:${name}`);
  const [execution, ...others] = await started(1);
  expect(execution).toMatchObject({ trigger: { triggerType: 'CloudWatchEvent', triggerDetail: 'arn:demo' } });
  expect(others).toEqual([]);
});
