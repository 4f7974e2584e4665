import { action, build, pipeline, Room, type Json } from './room';

const DAY = 86_400_000;
const SOURCE_DONE = [
  'STARTED',
  'Source STARTED',
  'Source/Source STARTED',
  'Source/Source SUCCEEDED',
  'Source SUCCEEDED',
];

let room: Room;

beforeEach(async () => {
  room = await Room.open();
});

afterEach(() => room.close());

const stage = (name: string, actions: Json[], others: Json = {}): Json => ({ name, actions, ...others });
const approval = (others: Json = {}): Json => action('Ask', 'Manual', others);

async function stateOf(stageName: string): Promise<{ latestExecution?: Json; actionStates: Json[] } & Json> {
  const { stageStates } = await room.call('GetPipelineState', { name: 'demo' });
  const state = (stageStates as Json[]).find((one) => one.stageName === stageName);
  return state as { actionStates: Json[] } & Json;
}

async function tokenOf(id: string): Promise<string> {
  await room.told(id, 'Gate/Ask STARTED');
  let token: unknown;
  await room.until(async () => {
    const { actionStates } = await stateOf('Gate');
    token = (actionStates[0]?.latestExecution as Json | undefined)?.token;
    return token !== undefined;
  }, 'a token');
  return String(token);
}

async function review(token: string, status: string, summary = 'because'): Promise<Json> {
  const names = { pipelineName: 'demo', stageName: 'Gate', actionName: 'Ask' };
  return room.call('PutApprovalResult', { ...names, token, result: { status, summary } });
}

describe('an execution', () => {
  test.each<[string, Json[], Record<string, 'SUCCEEDED' | 'FAILED'>, string, string[]]>([
    [
      'runs stage after stage',
      [stage('Build', [build('unit')]), stage('Deploy', [build('ship')])],
      { unit: 'SUCCEEDED', ship: 'SUCCEEDED' },
      'Succeeded',
      [
        'Build STARTED',
        'Build/unit STARTED',
        'Build/unit SUCCEEDED',
        'Build SUCCEEDED',
        'Deploy STARTED',
        'Deploy/ship STARTED',
        'Deploy/ship SUCCEEDED',
        'Deploy SUCCEEDED',
        'SUCCEEDED',
      ],
    ],
    [
      'runs the actions of a stage by their run order',
      [stage('Build', [build('second', { runOrder: 7 }), build('first', { runOrder: 2 })])],
      { first: 'SUCCEEDED', second: 'SUCCEEDED' },
      'Succeeded',
      [
        'Build STARTED',
        'Build/first STARTED',
        'Build/first SUCCEEDED',
        'Build/second STARTED',
        'Build/second SUCCEEDED',
        'Build SUCCEEDED',
        'SUCCEEDED',
      ],
    ],
    [
      'ends where an action fails, and starts nothing after it',
      [stage('Build', [build('unit'), build('later', { runOrder: 2 })]), stage('Deploy', [build('ship')])],
      { unit: 'FAILED', later: 'SUCCEEDED', ship: 'SUCCEEDED' },
      'Failed',
      ['Build STARTED', 'Build/unit STARTED', 'Build/unit FAILED', 'Build FAILED', 'FAILED'],
    ],
    [
      'retries a stage once by itself, all of it, where it is told to',
      [stage('Build', [build('unit')], { onFailure: { result: 'RETRY' } })],
      { unit: 'FAILED' },
      'Failed',
      [
        'Build STARTED',
        'Build/unit STARTED',
        'Build/unit FAILED',
        'Build FAILED',
        'Build RESUMED',
        'Build/unit STARTED',
        'Build/unit FAILED',
        'Build FAILED',
        'FAILED',
      ],
    ],
    [
      'retries failed actions alone where it is told to',
      [
        stage('Build', [build('good'), build('bad', { runOrder: 2 })], {
          onFailure: { result: 'RETRY', retryConfiguration: { retryMode: 'FAILED_ACTIONS' } },
        }),
      ],
      { good: 'SUCCEEDED', bad: 'FAILED' },
      'Failed',
      [
        'Build STARTED',
        'Build/good STARTED',
        'Build/good SUCCEEDED',
        'Build/bad STARTED',
        'Build/bad FAILED',
        'Build FAILED',
        'Build RESUMED',
        'Build/bad STARTED',
        'Build/bad FAILED',
        'Build FAILED',
        'FAILED',
      ],
    ],
  ])('%s', async (_name, stages, outcomes, status, expected) => {
    for (const [project, outcome] of Object.entries(outcomes)) room.builds.outcomes.set(project, outcome);
    await room.create(pipeline(stages));
    const id = await room.start();
    expect(await room.ended(id)).toBe(status);
    expect(room.history(id)).toEqual([...SOURCE_DONE, ...expected]);
  });

  test('runs actions of one run order at once, and lets the others end where one fails', async () => {
    await room.create(pipeline([stage('Build', [build('left'), build('right'), build('after', { runOrder: 2 })])]));
    const id = await room.start();
    await Promise.all([room.building('left'), room.building('right')]);
    room.builds.finish('left', 'FAILED');
    await room.told(id, 'Build/left FAILED');
    expect(await room.execution(id)).toMatchObject({ status: 'InProgress' });
    room.builds.finish('right');
    expect(await room.ended(id)).toBe('Failed');
    expect(room.history(id).slice(-4)).toEqual([
      'Build/left FAILED',
      'Build/right SUCCEEDED',
      'Build FAILED',
      'FAILED',
    ]);
    expect(room.builds.started.map(({ project }) => project)).not.toContain('after');
  });

  test('starts when its pipeline is created', async () => {
    room.builds.outcomes.set('unit', 'SUCCEEDED');
    await room.call('CreatePipeline', { pipeline: pipeline([stage('Build', [build('unit')])]) });
    const [execution] = await room.executions();
    expect(execution).toMatchObject({ trigger: { triggerType: 'CreatePipeline' } });
    expect(await room.ended(String(execution?.pipelineExecutionId))).toBe('Succeeded');
  });

  test('tells the event bus what AWS tells', async () => {
    room.builds.outcomes.set('unit', 'FAILED');
    await room.create(pipeline([stage('Build', [build('unit')])]));
    const id = await room.start();
    await room.ended(id);
    const common = { pipeline: 'demo', 'execution-id': id, version: 1, 'pipeline-execution-attempt': 1 };
    expect(room.runtime.told[0]).toEqual({
      source: 'aws.codepipeline',
      detailType: 'CodePipeline Pipeline Execution State Change',
      resources: ['arn:aws:codepipeline:us-east-1:000000000000:demo'],
      detail: {
        ...common,
        state: 'STARTED',
        'start-time': expect.stringMatching(/^\d{4}-.+Z$/) as string,
        'execution-trigger': {
          'trigger-type': 'StartPipelineExecution',
          'trigger-detail': 'arn:aws:iam::000000000000:root',
        },
      },
    });
    const failed = room.runtime.told.find(({ detail }) => detail.action === 'unit' && detail.state === 'FAILED');
    expect(failed).toMatchObject({
      detailType: 'CodePipeline Action Execution State Change',
      detail: {
        ...common,
        stage: 'Build',
        region: 'us-east-1',
        type: { owner: 'AWS', category: 'Build', provider: 'CodeBuild', version: '1' },
        'execution-result': {
          'external-execution-id': 'unit:1',
          'external-execution-url': 'https://logs/unit:1',
          'external-execution-summary': 'Build terminated with state: FAILED. COMMAND_EXECUTION_ERROR',
          'error-code': 'JobFailed',
        },
        'input-artifacts': [
          {
            name: 'source',
            s3location: { bucket: 'artifacts', key: expect.stringMatching(/^demo\/source\/\w{7}$/) as string },
          },
        ],
      },
    });
    expect(room.runtime.activities.map(({ text }) => text)).toContain(
      `demo ${id.slice(0, 8)} Build/unit failed: Build terminated with state: FAILED. COMMAND_EXECUTION_ERROR`,
    );
  });
});

describe('an approval', () => {
  const gated = pipeline([stage('Gate', [approval()]), stage('Deploy', [build('ship')])]);

  beforeEach(() => room.builds.outcomes.set('ship', 'SUCCEEDED'));

  test('that is given lets the execution go on', async () => {
    await room.create(gated);
    const id = await room.start();
    expect(await review(await tokenOf(id), 'Approved', 'fine')).toEqual({ approvedAt: expect.any(Number) as number });
    expect(await room.ended(id)).toBe('Succeeded');
    expect(room.history(id)).toContain('Gate/Ask SUCCEEDED');
    const { actionStates } = await stateOf('Gate');
    expect(actionStates[0]?.latestExecution).toMatchObject({ status: 'Succeeded', summary: 'fine' });
    expect(actionStates[0]?.latestExecution).not.toHaveProperty('token');
  });

  test('that is refused fails it', async () => {
    await room.create(gated);
    const id = await room.start();
    await review(await tokenOf(id), 'Rejected', 'not today');
    expect(await room.ended(id)).toBe('Failed');
    expect(room.history(id).slice(-3)).toEqual(['Gate/Ask FAILED', 'Gate FAILED', 'FAILED']);
    const { actionStates } = await stateOf('Gate');
    expect(actionStates[0]?.latestExecution).toMatchObject({ status: 'Failed', summary: 'not today' });
  });

  test.each([
    ['after seven days by default', {}, 7 * DAY],
    ['after the minutes that it has', { timeoutInMinutes: 90 }, 90 * 60_000],
  ])('that nobody answers fails it %s', async (_name, others, milliseconds) => {
    await room.create(pipeline([stage('Gate', [approval(others)])]));
    const id = await room.start();
    await tokenOf(id);
    await room.runtime.clock.advance(milliseconds - 1000);
    await room.settle();
    expect(await room.execution(id)).toMatchObject({ status: 'InProgress' });
    await room.runtime.clock.advance(2000);
    expect(await room.ended(id)).toBe('Failed');
  });

  test('fails for a token of no request', async () => {
    await room.create(gated);
    await tokenOf(await room.start());
    expect(await review('00000000-0000-0000-0000-000000000000', 'Approved')).toMatchObject({
      error: expect.stringMatching(/^InvalidApprovalTokenException/) as string,
    });
  });

  test('fails where it was answered before', async () => {
    await room.create(gated);
    const id = await room.start();
    const token = await tokenOf(id);
    await review(token, 'Approved');
    await room.ended(id);
    expect(await review(token, 'Rejected')).toMatchObject({
      error: expect.stringMatching(/^ApprovalAlreadyCompletedException/) as string,
    });
  });
});

describe('executions of one pipeline', () => {
  const building = (executionMode: string): Json => pipeline([stage('Build', [build('unit')])], { executionMode });

  test('in SUPERSEDED mode: the newest takes the place of the one that waits before a stage', async () => {
    await room.create(building('SUPERSEDED'));
    const ids = [await room.start()];
    await room.building('unit');
    for (let count = 0; count < 2; count += 1) {
      ids.push(await room.start());
      await room.told(ids.at(-1) ?? '', 'Source SUCCEEDED');
    }
    expect(await room.ended(ids[1] ?? '')).toBe('Superseded');
    expect(room.history(ids[1] ?? '')).toEqual([...SOURCE_DONE, 'SUPERSEDED']);
    expect(await stateOf('Build')).toMatchObject({
      latestExecution: { pipelineExecutionId: ids[0], status: 'InProgress' },
      inboundExecution: { pipelineExecutionId: ids[2], status: 'InProgress' },
    });
    room.builds.finish('unit');
    await room.building('unit', 2);
    room.builds.finish('unit');
    expect(await Promise.all([ids[0], ids[2]].map((id) => room.ended(id ?? '')))).toEqual(['Succeeded', 'Succeeded']);
  });

  test('in QUEUED mode: they go one after another through a stage, in their order', async () => {
    await room.create(building('QUEUED'));
    const ids = [await room.start(), await room.start(), await room.start()];
    for (const [index, id] of ids.entries()) {
      await room.building('unit', index + 1);
      expect(room.builds.started).toHaveLength(index + 1);
      expect(room.builds.started[index]?.executionId).toBe(id);
      room.builds.finish('unit', index === 1 ? 'FAILED' : 'SUCCEEDED');
    }
    expect(await Promise.all(ids.map((id) => room.ended(id)))).toEqual(['Succeeded', 'Failed', 'Succeeded']);
  });

  test('in PARALLEL mode: they know nothing of each other', async () => {
    await room.create(building('PARALLEL'));
    const ids = [await room.start(), await room.start()];
    await room.building('unit', 2);
    room.builds.finish('unit');
    room.builds.finish('unit');
    expect(await Promise.all(ids.map((id) => room.ended(id)))).toEqual(['Succeeded', 'Succeeded']);
  });

  test.each(['QUEUED', 'PARALLEL'])('fails beyond fifty at once in %s mode', async (mode) => {
    await room.create(building(mode));
    const ids: string[] = [];
    for (let count = 0; count < 50; count += 1) ids.push(await room.start());
    await expect(room.start()).rejects.toThrow('ConcurrentPipelineExecutionsLimitExceededException');
    for (const id of ids) await room.told(id, 'Source SUCCEEDED');
  });

  test('are canceled where the structure of the pipeline changes', async () => {
    await room.create(building('SUPERSEDED'));
    const id = await room.start();
    await room.building('unit');
    await room.call('UpdatePipeline', { pipeline: pipeline([stage('Build', [build('other')])]) });
    expect(await room.ended(id)).toBe('Cancelled');
    expect(room.history(id).slice(-3)).toEqual(['Build/unit CANCELED', 'Build CANCELED', 'CANCELED']);
  });

  test('go on where an update leaves the structure as it is', async () => {
    await room.create(building('SUPERSEDED'));
    const id = await room.start();
    await room.building('unit');
    await room.call('UpdatePipeline', { pipeline: { ...building('SUPERSEDED'), roleArn: 'arn:aws:iam::1:role/new' } });
    room.builds.finish('unit');
    expect(await room.ended(id)).toBe('Succeeded');
  });
});

describe('an execution that is stopped', () => {
  const twoStages = pipeline([stage('Build', [build('unit')]), stage('Deploy', [build('ship')])]);
  const stop = (pipelineExecutionId: string, others: Json = {}): Promise<Json> =>
    room.call('StopPipelineExecution', { pipelineName: 'demo', pipelineExecutionId, reason: 'enough', ...others });

  beforeEach(() => room.create(twoStages));

  test('ends after the actions that run', async () => {
    const id = await room.start();
    await room.building('unit');
    expect(await stop(id)).toEqual({ pipelineExecutionId: id });
    expect(await room.execution(id)).toMatchObject({ status: 'Stopping' });
    room.builds.finish('unit');
    expect(await room.ended(id)).toBe('Stopped');
    expect(room.history(id).slice(-4)).toEqual(['STOPPING', 'Build/unit SUCCEEDED', 'Build STOPPED', 'STOPPED']);
    expect((await room.executions())[0]).toMatchObject({ stopTrigger: { reason: 'enough' } });
  });

  test('ends at once where its actions are abandoned, also after it was asked to wait', async () => {
    const id = await room.start();
    await room.building('unit');
    await stop(id);
    await stop(id, { abandon: true });
    expect(await room.ended(id)).toBe('Stopped');
    expect(room.history(id).slice(-4)).toEqual(['STOPPING', 'Build/unit ABANDONED', 'Build STOPPED', 'STOPPED']);
    expect((await stateOf('Build')).actionStates[0]?.latestExecution).toMatchObject({ status: 'Abandoned' });
  });

  test('ends at once where it waits before a stage', async () => {
    await room.start();
    await room.building('unit');
    const id = await room.start();
    await room.told(id, 'Source SUCCEEDED');
    await stop(id);
    expect(await room.ended(id)).toBe('Stopped');
  });

  test('can be retried where it stopped', async () => {
    const id = await room.start();
    await room.building('unit');
    await stop(id, { abandon: true });
    await room.ended(id);
    const retry = { pipelineName: 'demo', stageName: 'Build', pipelineExecutionId: id, retryMode: 'FAILED_ACTIONS' };
    expect(await room.call('RetryStageExecution', retry)).toEqual({ pipelineExecutionId: id });
    await room.building('unit', 2);
    room.builds.finish('unit');
    room.builds.finish('unit');
    await room.building('ship');
    room.builds.finish('ship');
    expect(await room.ended(id)).toBe('Succeeded');
  });

  test('fails where it is over, or is stopping already', async () => {
    room.builds.outcomes.set('unit', 'FAILED');
    const over = await room.start();
    await room.ended(over);
    expect((await stop(over)).error).toMatch(/^PipelineExecutionNotStoppableException/);
    room.builds.outcomes.clear();
    const id = await room.start();
    await room.building('unit', 2);
    await stop(id);
    expect((await stop(id)).error).toMatch(/^DuplicatedStopRequestException/);
  });
});

describe('a stage that failed', () => {
  const twoActions = pipeline([stage('Build', [build('good'), build('bad', { runOrder: 2 })])]);
  const retry = (pipelineExecutionId: string, retryMode: string, stageName = 'Build'): Promise<Json> =>
    room.call('RetryStageExecution', { pipelineName: 'demo', stageName, pipelineExecutionId, retryMode });

  async function failed(): Promise<string> {
    room.builds.outcomes.set('good', 'SUCCEEDED').set('bad', 'FAILED');
    const id = await room.start();
    expect(await room.ended(id)).toBe('Failed');
    room.builds.outcomes.set('bad', 'SUCCEEDED');
    return id;
  }

  test.each([
    ['FAILED_ACTIONS', ['Build/bad STARTED', 'Build/bad SUCCEEDED']],
    ['ALL_ACTIONS', ['Build/good STARTED', 'Build/good SUCCEEDED', 'Build/bad STARTED', 'Build/bad SUCCEEDED']],
  ])('is retried with %s', async (mode, expected) => {
    await room.create(twoActions);
    const id = await failed();
    const before = room.history(id).length;
    await retry(id, mode);
    expect(await room.ended(id)).toBe('Succeeded');
    expect(room.history(id).slice(before)).toEqual([
      'RESUMED',
      'Build RESUMED',
      ...expected,
      'Build SUCCEEDED',
      'SUCCEEDED',
    ]);
    expect(room.runtime.told.at(-1)?.detail).toMatchObject({ 'pipeline-execution-attempt': 2 });
  });

  test('fails to be retried where a newer execution entered it, or the pipeline changed', async () => {
    await room.create(twoActions);
    const first = await failed();
    const second = await failed();
    expect((await retry(first, 'ALL_ACTIONS')).error).toMatch(/^NotLatestPipelineExecutionException/);
    await room.call('UpdatePipeline', { pipeline: twoActions });
    expect((await retry(second, 'ALL_ACTIONS')).error).toMatch(/^NotLatestPipelineExecutionException/);
  });

  test('fails to be retried where it did not fail', async () => {
    await room.create(twoActions);
    const id = await failed();
    expect((await retry(id, 'ALL_ACTIONS', 'Source')).error).toMatch(/^StageNotRetryableException/);
    expect((await retry(id, 'ALL_ACTIONS', 'Nowhere')).error).toMatch(/^StageNotRetryableException/);
  });

  test('is rolled back to the last execution that succeeded in it, on the sources of that one', async () => {
    await room.create(pipeline([stage('Deploy', [build('ship')], { onFailure: { result: 'ROLLBACK' } })]));
    room.builds.outcomes.set('ship', 'SUCCEEDED');
    const good = await room.start();
    await room.ended(good);
    room.commit('refs/heads/main', 'b'.repeat(40), 'second');
    room.builds.outcomes.clear();
    const ship = async (count: number, status: 'SUCCEEDED' | 'FAILED'): Promise<void> => {
      await room.building('ship', count);
      room.builds.finish('ship', status);
    };
    const bad = await room.start();
    await ship(2, 'FAILED');
    await ship(3, 'SUCCEEDED');
    expect(await room.ended(bad)).toBe('Failed');
    const [rollback] = await room.executions();
    expect(rollback).toMatchObject({
      executionType: 'ROLLBACK',
      trigger: { triggerType: 'AutomatedRollback', triggerDetail: bad },
      rollbackMetadata: { rollbackTargetPipelineExecutionId: good },
      sourceRevisions: [{ actionName: 'Source', revisionId: 'a'.repeat(40), revisionSummary: 'first' }],
    });
    const id = String(rollback?.pipelineExecutionId);
    expect(await room.ended(id)).toBe('Succeeded');
    expect(room.history(id).slice(0, 3)).toEqual(['STARTED', 'Deploy STARTED', 'Deploy/ship STARTED']);
    expect(room.builds.started.map(({ sourceVersion }) => sourceVersion[0])).toEqual(['a', 'b', 'a']);
    await room.start();
    await ship(4, 'FAILED');
    await ship(5, 'FAILED');
    const [second] = await room.executions();
    expect(second).toMatchObject({ rollbackMetadata: { rollbackTargetPipelineExecutionId: good } });
    expect(await room.ended(String(second?.pipelineExecutionId))).toBe('Failed');
    await room.settle();
    expect(await room.executions()).toHaveLength(6);
  });
});

test('what runs ends where its pipeline is deleted', async () => {
  await room.create(pipeline([stage('Build', [build('unit')])]));
  const id = await room.start();
  await room.building('unit');
  await room.call('DeletePipeline', { name: 'demo' });
  await room.told(id, 'CANCELED');
  expect((await room.call('GetPipeline', { name: 'demo' })).error).toMatch(/^PipelineNotFoundException/);
});
