import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { unzipped } from '../../../helpers/zips';
import { action, build, CONNECTION, HEAD, pipeline, ROLE, Room, source, type Json } from './room';

let room: Room;

beforeEach(async () => {
  room = await Room.open();
  room.builds.outcomes.set('unit', 'SUCCEEDED');
});

afterEach(() => room.close());

const withSource = (...actions: Json[]): Json =>
  pipeline([], {
    stages: [
      { name: 'Source', actions },
      { name: 'Build', actions: [build('unit')] },
    ],
  });

async function run(others: Json = {}): Promise<{ id: string; status: string; details: Json[] }> {
  const id = await room.start(others);
  const status = await room.ended(id);
  const filter = { pipelineExecutionId: id };
  const { actionExecutionDetails } = await room.call('ListActionExecutions', { pipelineName: 'demo', filter });
  return { id, status, details: (actionExecutionDetails as Json[]).reverse() };
}

function failure(detail: Json | undefined): unknown {
  const { executionResult } = detail?.output as { executionResult: { errorDetails?: Json } };
  return executionResult.errorDetails;
}

function keyOf(detail: Json | undefined): string {
  const { outputArtifacts } = detail?.output as { outputArtifacts: { s3location: { bucket: string; key: string } }[] };
  const { bucket, key } = outputArtifacts[0]?.s3location ?? { bucket: '', key: '' };
  return `/${bucket}/${key}`;
}

describe('a source with a connection', () => {
  test('puts a zip of the commit into the artifact bucket, in the name of the pipeline’s role', async () => {
    const repository = join(room.runtime.directory, 'app');
    const git = (...args: string[]): string =>
      execFileSync('git', ['-C', repository, ...args])
        .toString()
        .trim();
    execFileSync('git', ['init', '--quiet', repository]);
    execFileSync('sh', ['-c', `echo 'print()' > app.py && mkdir lib && echo x > lib/a`], { cwd: repository });
    const who = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];
    git('add', '.');
    git(...who, 'commit', '--quiet', '-m', 'real');
    room.commit('refs/heads/main', git('rev-parse', 'HEAD'), 'real');
    room.repositories.add('acme/app', room.commits, repository);
    await room.create(withSource(source({ OutputArtifactFormat: 'CODE_ZIP' })));
    const { status, details } = await run();
    expect(status).toBe('Succeeded');
    const object = room.s3.objects.get(keyOf(details[0]));
    const files = await unzipped(object?.body ?? Buffer.alloc(0));
    expect(Object.keys(files).sort()).toEqual(['app.py', 'lib/', 'lib/a']);
    expect(files['app.py']?.toString()).toBe('print()\n');
    expect(object?.headers.authorization).toContain(`Credential=key of ${ROLE}/`);
  });

  test('as a reference gives the build what to clone', async () => {
    await room.create(withSource(source()));
    const { details } = await run();
    const clone = { url: 'http://git/acme/app.git', commit: HEAD };
    expect(room.builds.started[0]).toMatchObject({
      inputs: [{ name: 'source', clone }],
      sourceVersion: HEAD,
      sourceRepoUrl: clone.url,
    });
    expect(JSON.parse(room.s3.objects.get(keyOf(details[0]))?.body.toString() ?? '')).toEqual(clone);
  });

  test('takes the head of its branch, and tells of it', async () => {
    await room.create(withSource(source()));
    const { id, details } = await run();
    expect(details[0]).toMatchObject({
      output: {
        outputVariables: {
          AuthorDate: '2026-01-02T03:04:05Z',
          BranchName: 'main',
          CommitId: HEAD,
          CommitMessage: 'first',
          ConnectionArn: CONNECTION,
          FullRepositoryName: 'acme/app',
        },
      },
    });
    expect(await room.execution(id)).toMatchObject({
      artifactRevisions: [
        {
          name: 'source',
          revisionId: HEAD,
          revisionSummary: 'first',
          revisionUrl: `http://git/acme/app/commit/${HEAD}`,
        },
      ],
    });
    expect(room.runtime.recorded).toContainEqual({
      service: 'codeconnections',
      action: 'UseConnection',
      resource: CONNECTION,
      caller: ROLE,
      write: true,
      status: 200,
    });
  });

  test('takes the commit that the start names', async () => {
    const commit = 'c'.repeat(40);
    room.commit('refs/heads/old', commit, 'old');
    await room.create(withSource(source()));
    await run({
      sourceRevisions: [{ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: commit }],
    });
    expect(room.builds.started[0]?.sourceVersion).toBe(commit);
  });

  test.each([
    ['its connection is pending', 'PENDING' as const, {}, 'ConfigurationError', /is PENDING/],
    ['there is no such connection', undefined, {}, 'ConfigurationError', /is not there/],
    ['there is no such repository', 'AVAILABLE' as const, { FullRepositoryId: 'a/b' }, 'RevisionUnavailable', /a\/b/],
    [
      'there is no such branch',
      'AVAILABLE' as const,
      { BranchName: 'gone' },
      'RevisionUnavailable',
      /refs\/heads\/gone/,
    ],
  ])('fails where %s', async (_name, status, configuration, code, message) => {
    await room.create(withSource(source(configuration)));
    room.connection = status;
    const { status: ended, details } = await run();
    expect(ended).toBe('Failed');
    expect(failure(details[0])).toEqual({ code, message: expect.stringMatching(message) as string });
  });

  test('is encrypted with the key of the artifact store', async () => {
    const key = { id: 'arn:aws:kms:us-east-1:000000000000:key/1', type: 'KMS' };
    const declaration = withSource(source());
    await room.create({ ...declaration, artifactStore: { type: 'S3', location: 'artifacts', encryptionKey: key } });
    const { details } = await run();
    expect(room.s3.objects.get(keyOf(details[0]))?.headers).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': key.id,
    });
  });
});

describe('a source in S3', () => {
  const object = (configuration: Json = {}): Json =>
    action('Source', 'S3', {
      configuration: { S3Bucket: 'sources', S3ObjectKey: 'app.zip', ...configuration },
      outputArtifacts: [{ name: 'source' }],
    });

  beforeEach(() => {
    room.s3.objects.set('/sources/app.zip', { body: Buffer.from('zip'), headers: {} });
  });

  test('is copied into the artifact bucket', async () => {
    await room.create(withSource(object()));
    const { details, status } = await run();
    expect(status).toBe('Succeeded');
    expect(room.s3.objects.get(keyOf(details[0]))?.body.toString()).toBe('zip');
    expect(details[0]).toMatchObject({
      output: {
        outputVariables: { BucketName: 'sources', ETag: 'e1', ObjectKey: 'app.zip', VersionId: 'newest' },
      },
    });
  });

  test('is of the version that the start names', async () => {
    await room.create(withSource(object()));
    const version = { actionName: 'Source', revisionType: 'S3_OBJECT_VERSION_ID', revisionValue: 'v7' };
    expect((await run({ sourceRevisions: [version] })).status).toBe('Succeeded');
    expect(room.builds.started.at(-1)?.sourceVersion).toBe('v7');
  });

  test.each<[string, Json, string, RegExp]>([
    ['the bucket has no versions', {}, 'Suspended', /no versions/],
    ['there is no such object', { S3ObjectKey: 'gone.zip' }, 'Enabled', /no such key/],
  ])('fails where %s', async (_name, configuration, versioning, message) => {
    room.s3.versioning = versioning;
    await room.create(withSource(object(configuration)));
    const { status, details } = await run();
    expect(status).toBe('Failed');
    expect(failure(details[0])).toMatchObject({ message: expect.stringMatching(message) as string });
  });
});

describe('a build', () => {
  const builds = (...actions: Json[]): Json => pipeline([{ name: 'Build', actions }]);

  test('is given its sources, outputs, variables and who asks for it', async () => {
    const EnvironmentVariables = JSON.stringify([
      { name: 'COMMIT', value: '#{Code.CommitId}' },
      { name: 'KEY', value: '/key', type: 'PARAMETER_STORE' },
    ]);
    const made = build('unit', {
      configuration: { ProjectName: 'unit', EnvironmentVariables },
      outputArtifacts: [{ name: 'package-of-all' }],
      roleArn: 'arn:aws:iam::000000000000:role/own',
    });
    const stages = [
      { name: 'Source', actions: [source({}, { namespace: 'Code' })] },
      { name: 'Build', actions: [made] },
    ];
    await room.create(pipeline([], { stages }));
    const { id } = await run();
    expect(room.builds.started[0]).toMatchObject({
      project: 'unit',
      primary: 'source',
      executionId: id,
      initiator: 'codepipeline/demo',
      outputs: [
        {
          name: 'package-of-all',
          bucket: 'artifacts',
          key: expect.stringMatching(/^demo\/package-of\/\w{7}$/) as string,
        },
      ],
      environment: [
        { name: 'COMMIT', value: HEAD, type: 'PLAINTEXT' },
        { name: 'KEY', value: '/key', type: 'PARAMETER_STORE' },
      ],
    });
    const call = { service: 'codebuild', resource: 'unit', caller: 'arn:aws:iam::000000000000:role/own', status: 200 };
    expect(room.runtime.recorded).toContainEqual({ ...call, action: 'StartBuild', write: true });
    expect(room.runtime.recorded).toContainEqual({ ...call, action: 'BatchGetBuilds', write: false });
  });

  test('exports variables to the actions after it', async () => {
    room.builds.exported.set('unit', { TAG: 'v1' });
    room.builds.outcomes.set('next', 'SUCCEEDED');
    const EnvironmentVariables =
      '[{"name":"ALL","value":"#{Unit.TAG} #{codepipeline.PipelineExecutionId} #{variables.WHO}"}]';
    const next = build('next', { runOrder: 2, configuration: { ProjectName: 'next', EnvironmentVariables } });
    const variables = [{ name: 'WHO', defaultValue: 'all' }];
    const made = pipeline([{ name: 'Build', actions: [build('unit', { namespace: 'Unit' }), next] }], { variables });
    await room.create(made);
    const { id, details } = await run();
    expect(room.builds.started[1]?.environment).toEqual([{ name: 'ALL', value: `v1 ${id} all`, type: 'PLAINTEXT' }]);
    expect(details[2]).toMatchObject({
      input: {
        configuration: { EnvironmentVariables },
        resolvedConfiguration: { EnvironmentVariables: `[{"name":"ALL","value":"v1 ${id} all"}]` },
      },
    });
    await run({ variables: [{ name: 'WHO', value: 'me' }] });
    expect(room.builds.started.at(-1)?.environment[0]?.value).toMatch(/ me$/);
  });

  test('has the input that PrimarySource names as its source', async () => {
    const both = [{ name: 'source' }, { name: 'tools' }];
    const tools = source({}, { name: 'Tools', outputArtifacts: [{ name: 'tools' }] });
    const made = build('unit', {
      inputArtifacts: both,
      configuration: { ProjectName: 'unit', PrimarySource: 'tools' },
    });
    const stages = [
      { name: 'Source', actions: [source(), tools] },
      { name: 'Build', actions: [made] },
    ];
    await room.create(pipeline([], { stages }));
    await run();
    expect(room.builds.started[0]).toMatchObject({ primary: 'tools', inputs: both });
  });

  test.each([
    ['there is no such project', { ProjectName: 'missing' }, /ResourceNotFoundException/],
    ['its variables are no JSON', { ProjectName: 'unit', EnvironmentVariables: '{' }, /JSON array/],
    ['it is a batch', { ProjectName: 'unit', BatchEnabled: 'true' }, /batch/],
    ['a variable refers to nothing', { ProjectName: '#{Nobody.Name}' }, /#\{Nobody.Name\}/],
  ])('fails where %s', async (_name, configuration, message) => {
    await room.create(builds(build('unit', { configuration })));
    const { status, details } = await run();
    expect(status).toBe('Failed');
    expect(failure(details[1])).toEqual({
      code: 'ConfigurationError',
      message: expect.stringMatching(message) as string,
    });
    expect(room.builds.started).toHaveLength(0);
  });

  test.each([
    ['that an earlier run order made is there', 2, undefined],
    ['that is made at the same time is missing', 1, 'No action before made the artifact made'],
  ])('an artifact %s', async (_name, runOrder, message) => {
    room.builds.outcomes.set('maker', 'SUCCEEDED').set('taker', 'SUCCEEDED');
    const maker = build('maker', { outputArtifacts: [{ name: 'made' }] });
    const taker = build('taker', { runOrder, inputArtifacts: [{ name: 'made' }] });
    await room.create(builds(taker, maker));
    const { details } = await run();
    const error = failure(details.find(({ actionName }) => actionName === 'taker'));
    expect(error).toEqual(message && { code: 'ConfigurationError', message });
  });

  test('fails with several inputs of which none is the source', async () => {
    const tools = source({}, { name: 'Tools', outputArtifacts: [{ name: 'tools' }] });
    const made = build('unit', { inputArtifacts: [{ name: 'source' }, { name: 'tools' }] });
    const stages = [
      { name: 'Source', actions: [source(), tools] },
      { name: 'Build', actions: [made] },
    ];
    await room.create(pipeline([], { stages }));
    expect((await run()).status).toBe('Failed');
  });
});
