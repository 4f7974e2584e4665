import { build, pipeline, Room, source, type Json } from './room';

const ARN = 'arn:aws:codepipeline:us-east-1:000000000000:demo';
const CODE_DEPLOY = { category: 'Deploy', owner: 'AWS', provider: 'CodeDeploy', version: '1' };
const BUILD = { name: 'Build', actions: [build('unit')] };

let room: Room;

beforeEach(async () => {
  room = await Room.open();
  room.builds.outcomes.set('unit', 'SUCCEEDED');
});

afterEach(() => room.close());

const staged = (...stages: Json[]): Json => pipeline([], { stages });
const SOURCE = { name: 'Source', actions: [source()] };

function triggered(filter: Json, sourceActionName = 'Source'): Json {
  const gitConfiguration = { sourceActionName, push: [filter] };
  return pipeline([BUILD], { triggers: [{ providerType: 'CodeStarSourceConnection', gitConfiguration }] });
}

test('a pipeline is given back as it was made, with what AWS adds', async () => {
  const given = pipeline([BUILD], { variables: [{ name: 'WHO', defaultValue: 'all', description: 'who' }] });
  const tags = [{ key: 'team', value: 'a' }];
  const added = {
    ...given,
    version: 1,
    executionMode: 'SUPERSEDED',
    stages: [
      { name: 'Source', actions: [{ ...source(), runOrder: 1 }] },
      { name: 'Build', actions: [{ ...build('unit'), runOrder: 1 }] },
    ],
  };
  room.connection = undefined;
  expect(await room.call('CreatePipeline', { pipeline: given, tags })).toEqual({ pipeline: added, tags });
  const metadata = {
    pipelineArn: ARN,
    created: expect.any(Number) as number,
    updated: expect.any(Number) as number,
  };
  expect(await room.call('GetPipeline', { name: 'demo' })).toEqual({ pipeline: added, metadata });
  expect(await room.call('ListTagsForResource', { resourceArn: ARN })).toEqual({ tags });
});

test('an update makes a new version, the only one that can be read', async () => {
  await room.create(pipeline([BUILD]));
  await room.runtime.clock.advance(60_000);
  const renamed = pipeline([{ ...BUILD, name: 'Test' }]);
  expect(await room.call('UpdatePipeline', { pipeline: renamed })).toMatchObject({ pipeline: { version: 2 } });
  const { pipeline: newest, metadata } = await room.call('GetPipeline', { name: 'demo' });
  expect(newest).toMatchObject({ version: 2, stages: [{ name: 'Source' }, { name: 'Test' }] });
  const { created, updated } = metadata as { created: number; updated: number };
  expect(updated - created).toBeGreaterThanOrEqual(60);
  expect(await room.call('GetPipeline', { name: 'demo', version: 2 })).toMatchObject({ pipeline: { version: 2 } });
  expect((await room.call('GetPipeline', { name: 'demo', version: 1 })).error).toMatch(/^PipelineVersionNotFound/);
});

test('pipelines are listed', async () => {
  for (const name of ['demo', 'two']) await room.create(pipeline([BUILD], { name }));
  const { pipelines } = await room.call('ListPipelines');
  expect(pipelines).toMatchObject([
    {
      name: 'demo',
      version: 1,
      pipelineType: 'V2',
      executionMode: 'SUPERSEDED',
      created: expect.any(Number) as number,
    },
    { name: 'two' },
  ]);
});

test('a pipeline that is deleted is gone, and deleting it again is well', async () => {
  await room.create(pipeline([BUILD]));
  expect(await room.call('DeletePipeline', { name: 'demo' })).toEqual({});
  expect(await room.call('DeletePipeline', { name: 'demo' })).toEqual({});
  expect((await room.call('GetPipeline', { name: 'demo' })).error).toMatch(/^PipelineNotFoundException/);
  expect((await room.call('ListTagsForResource', { resourceArn: ARN })).error).toMatch(/^ResourceNotFoundException/);
});

test('tags are added, replaced and removed', async () => {
  await room.create(pipeline([BUILD]));
  const tags = [
    { key: 'a', value: '1' },
    { key: 'b', value: '2' },
  ];
  await room.call('TagResource', { resourceArn: ARN, tags });
  await room.call('TagResource', { resourceArn: ARN, tags: [{ key: 'a', value: '3' }] });
  await room.call('UntagResource', { resourceArn: ARN, tagKeys: ['b'] });
  expect(await room.call('ListTagsForResource', { resourceArn: ARN })).toEqual({ tags: [{ key: 'a', value: '3' }] });
});

test('fails to tag what there is not', async () => {
  const tags = [{ key: 'a', value: '1' }];
  expect((await room.call('TagResource', { resourceArn: ARN, tags })).error).toMatch(/^ResourceNotFoundException/);
});

describe('CreatePipeline', () => {
  test.each<[string, Json, RegExp]>([
    ['without an artifact store', pipeline([BUILD], { artifactStore: undefined }), /^InvalidStructure.*artifactStore/],
    ['with one stage', pipeline([]), /^InvalidStructureException.*two stages/],
    ['with a build in the first stage', staged(BUILD, SOURCE), /^InvalidStage.*source actions only/],
    ['with a source in a later stage', pipeline([BUILD, { ...SOURCE, name: 'More' }]), /^InvalidStage.*source actions/],
    [
      'with a kind of action that is not here',
      pipeline([{ name: 'Deploy', actions: [{ ...build('ship'), actionTypeId: CODE_DEPLOY }] }]),
      /^InvalidAction.*no type Deploy, AWS, CodeDeploy, 1/,
    ],
    [
      'with a configuration that lacks something',
      pipeline([{ name: 'Build', actions: [build('unit', { configuration: {} })] }]),
      /^InvalidAction.*missing required configuration 'ProjectName'/,
    ],
    [
      'with a configuration that AWS does not know',
      pipeline([{ name: 'Build', actions: [build('unit', { configuration: { ProjectName: 'a', Project: 'b' } })] }]),
      /^InvalidAction.*unknown configuration 'Project'/,
    ],
    ['of type V1 with variables', pipeline([BUILD], { pipelineType: 'V1', variables: [{ name: 'A' }] }), /type V2/],
    ['of type V1 with a mode', pipeline([BUILD], { pipelineType: undefined, executionMode: 'QUEUED' }), /type V2/],
    ['with a trigger of no source', triggered({ tags: {} }, 'unit'), /^InvalidStructure.*names unit/],
    [
      'with conditions',
      pipeline([{ ...BUILD, beforeEntry: { conditions: [] } }]),
      /^InvalidStage.*conditions, which the local AWS/,
    ],
    [
      'with a rollback in PARALLEL mode',
      pipeline([{ ...BUILD, onFailure: { result: 'ROLLBACK' } }], { executionMode: 'PARALLEL' }),
      /^InvalidStage.*rollback/,
    ],
    [
      'with a source that is rolled back',
      staged({ ...SOURCE, onFailure: { result: 'ROLLBACK' } }, BUILD),
      /^InvalidStage.*rollback/,
    ],
  ])('fails %s', async (_name, declaration, message) => {
    expect((await room.call('CreatePipeline', { pipeline: declaration })).error).toMatch(message);
    expect((await room.call('GetPipeline', { name: 'demo' })).error).toMatch(/^PipelineNotFoundException/);
  });

  test('fails for a name that is taken', async () => {
    await room.create(pipeline([BUILD]));
    expect((await room.create(pipeline([BUILD]))).error).toMatch(/^PipelineNameInUseException/);
  });
});

describe('StartPipelineExecution', () => {
  test('starts once for one token', async () => {
    await room.create(pipeline([BUILD]));
    const ids = [await room.start({ clientRequestToken: 't' }), await room.start({ clientRequestToken: 't' })];
    expect(ids[0]).toBe(ids[1]);
    expect(await room.start({ clientRequestToken: 'u' })).not.toBe(ids[0]);
    for (const { pipelineExecutionId } of await room.executions()) await room.ended(String(pipelineExecutionId));
  });

  test('gives variables their values, by default those of the pipeline', async () => {
    const variables = [{ name: 'A', defaultValue: 'x' }, { name: 'B' }];
    await room.call('CreatePipeline', { pipeline: pipeline([BUILD], { variables }) });
    const id = await room.start({ variables: [{ name: 'B', value: 'y' }] });
    await room.ended(id);
    expect(await room.execution(id)).toMatchObject({
      variables: [
        { name: 'A', resolvedValue: 'x' },
        { name: 'B', resolvedValue: 'y' },
      ],
    });
  });

  test.each<[string, Json, RegExp]>([
    ['without a value that it needs', {}, /^ValidationException: The variable B needs a value/],
    ['with a variable that there is not', { variables: [{ name: 'C', value: 'y' }] }, /has no variable C/],
    [
      'with a revision of an action that is no source',
      { sourceRevisions: [{ actionName: 'unit', revisionType: 'COMMIT_ID', revisionValue: 'a' }] },
      /^ValidationException: unit is no source action/,
    ],
    [
      'with a kind of revision that is not here',
      { sourceRevisions: [{ actionName: 'Source', revisionType: 'IMAGE_DIGEST', revisionValue: 'a' }] },
      /takes a IMAGE_DIGEST/,
    ],
    ['of a pipeline that there is not', { name: 'gone' }, /^PipelineNotFoundException/],
  ])('fails %s', async (_name, others, message) => {
    await room.call('CreatePipeline', { pipeline: pipeline([BUILD], { variables: [{ name: 'B' }] }) });
    await expect(room.start(others)).rejects.toThrow(message);
  });
});

test('executions are listed newest first', async () => {
  await room.create(pipeline([BUILD]));
  const ids = [];
  for (const outcome of ['SUCCEEDED', 'FAILED'] as const) {
    room.builds.outcomes.set('unit', outcome);
    ids.unshift(await room.start());
    await room.ended(ids[0] ?? '');
  }
  const listed = (await room.executions()).map(({ pipelineExecutionId }) => pipelineExecutionId);
  expect(listed.slice(0, -1)).toEqual(ids);
  const missing = { pipelineName: 'demo', pipelineExecutionId: '00000000-0000-0000-0000-000000000000' };
  expect((await room.call('GetPipelineExecution', missing)).error).toMatch(/^PipelineExecutionNotFoundException/);
});

test('fails for an operation that is not here', async () => {
  expect((await room.call('PollForJobs')).error).toMatch(/^UnknownOperationException/);
});
