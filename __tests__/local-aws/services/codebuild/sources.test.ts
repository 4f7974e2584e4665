import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { zipped } from '../../../helpers/zips';
import type { PipelineBuild } from '../../../../local-aws/services/ports';
import { BuildRoom } from './build-room';

const run = promisify(execFile);

let room: BuildRoom;
let directory: string;
let commits: string[];

/** Makes a repository of two commits. */
async function repository(): Promise<void> {
  directory = mkdtempSync(join(tmpdir(), 'codebuild-source-'));
  const git = async (...args: string[]): Promise<string> => {
    const identity = ['-c', 'user.name=n', '-c', 'user.email=e@example.com'];
    return (await run('git', ['-C', directory, ...identity, ...args])).stdout.trim();
  };
  await git('init', '--quiet', '--initial-branch=main');
  commits = [];
  for (const word of ['first', 'second']) {
    writeFileSync(join(directory, 'word.txt'), `${word}\n`);
    await git('add', '.');
    await git('commit', '--quiet', '-m', word);
    commits.push(await git('rev-parse', 'HEAD'));
  }
}

beforeAll(async () => {
  await repository();
  room = await BuildRoom.start();
});

afterAll(async () => {
  await room.stop();
  rmSync(directory, { recursive: true });
});

const commands = (...lines: string[]): string =>
  `version: 0.2\nphases: { build: { commands: ${JSON.stringify(lines)} } }\n`;
const zip = (files: Record<string, string>): Buffer => zipped(files);

test('a source in S3 brings its own build specification', async () => {
  const buildspec = commands('cat a.txt');
  room.aws.objects.set('bucket/in/app.zip', zip({ 'buildspec.yml': buildspec, 'a.txt': 'a\n' }));
  const { output } = await room.run('', { source: { type: 'S3', location: 'bucket/in/app.zip' } });
  expect(output).toEqual(['a']);
});

test('a build specification is taken from the start before the project', async () => {
  const given = await room.run(commands('echo from project'), {}, { buildspecOverride: commands('echo from start') });
  const inJson = await room.run(JSON.stringify({ version: 0.2, phases: { build: { commands: ['echo from json'] } } }));
  expect([given.output, inJson.output]).toEqual([['from start'], ['from json']]);
});

/** A build of a pipeline with two input artifacts. */
const pipelineBuild = (project: string, changes: Partial<PipelineBuild> = {}): PipelineBuild => ({
  project,
  inputs: [
    { name: 'Tools', bucket: 'bucket', key: 'p/tools' },
    { name: 'Source', bucket: 'bucket', key: 'p/source' },
  ],
  primary: 'Source',
  outputs: [{ name: 'Out', bucket: 'bucket', key: 'p/out' }],
  environment: [{ name: 'STAGE', value: 'live', type: 'PLAINTEXT' }],
  initiator: 'codepipeline/demo',
  sourceVersion: 'abc123',
  ...changes,
});

test('a pipeline’s build reads its artifacts, writes its own, and exports variables', async () => {
  const buildspec = `version: 0.2
env: { exported-variables: [RELEASE] }
phases:
  build:
    commands:
      - cat app.txt "$CODEBUILD_SRC_DIR_Tools/tool.txt"
      - echo $STAGE $CODEBUILD_INITIATOR $CODEBUILD_RESOLVED_SOURCE_VERSION $CODEBUILD_SOURCE_VERSION
      - export RELEASE=r-$STAGE; echo made > out.txt
artifacts: { files: [out.txt] }
`;
  room.aws.objects.set('bucket/p/source', zip({ 'app.txt': 'app\n', 'buildspec.yml': buildspec }));
  room.aws.objects.set('bucket/p/tools', zip({ 'tool.txt': 'tool\n' }));
  const project = await room.project('', { source: { type: 'CODEPIPELINE' }, artifacts: { type: 'CODEPIPELINE' } });
  const { id, done } = await room.builds.start(pipelineBuild(project));
  expect(await done).toEqual({
    id,
    status: 'SUCCEEDED',
    exported: { RELEASE: 'r-live' },
    logUrl: expect.stringContaining(`group=/aws/codebuild/${project};stream=${id.split(':')[1] ?? ''}`) as string,
  });
  const { output, info } = await room.ended(id);
  expect(output).toEqual(['app', 'tool', 'live codepipeline/demo abc123 arn:aws:s3:::bucket/p/source']);
  expect(info).toMatchObject({ initiator: 'codepipeline/demo', source: { type: 'CODEPIPELINE' } });
  expect(room.aws.objects.get('bucket/p/out')?.subarray(0, 2).toString()).toBe('PK');
});

test('a pipeline’s source may be a full clone', async () => {
  const [, commit = ''] = commits;
  const clone = { url: directory, commit };
  const project = await room.project(commands('cat word.txt; git log --format=%s'), {
    source: { type: 'CODEPIPELINE', buildspec: commands('cat word.txt; git log --format=%s') },
  });
  const inputs = [{ name: 'Source', bucket: 'bucket', key: 'unused', clone }];
  const { id } = await room.builds.start(pipelineBuild(project, { inputs, outputs: [], sourceVersion: commit }));
  const { output, info } = await room.ended(id);
  expect([output, info.sourceVersion]).toEqual([['second', 'second', 'first'], commit]);
});

test('a pipeline’s outputs take the definitions of their names, where there are several', async () => {
  const buildspec = `version: 0.2
phases: { build: { commands: [touch a b] } }
artifacts: { files: ['**/*'], secondary-artifacts: { A: { files: [a] }, B: { files: [b] } } }
`;
  const project = await room.project('', { source: { type: 'CODEPIPELINE', buildspec } });
  const output = (name: string): { name: string; bucket: string; key: string } => ({
    name,
    bucket: 'bucket',
    key: name,
  });
  const { done } = await room.builds.start(pipelineBuild(project, { inputs: [], outputs: [output('A'), output('B')] }));
  expect((await done).status).toBe('SUCCEEDED');
  expect([room.aws.objects.has('bucket/A'), room.aws.objects.has('bucket/B')]).toEqual([true, true]);
  const missing = await room.builds.start(pipelineBuild(project, { inputs: [], outputs: [output('A'), output('C')] }));
  expect(await missing.done).toMatchObject({
    status: 'FAILED',
    summary:
      'Build terminated with state: FAILED. Phase: UPLOAD_ARTIFACTS, Code: CLIENT_ERROR, ' +
      'Message: no definition of the artifact in the buildspec: artifacts.secondary-artifacts.C',
  });
});

const MISSING: [what: string, source: object, context: RegExp][] = [
  [
    'an object that is not there',
    { type: 'S3', location: 'bucket/none.zip' },
    /^CLIENT_ERROR: NoSuchKey: .* for the object bucket\/none\.zip$/,
  ],
  ['an object that is no archive', { type: 'S3', location: 'bucket/spec.yml' }, /^CLIENT_ERROR: /],
];

test.each(MISSING)('fails in DOWNLOAD_SOURCE with %s', async (_, source, context) => {
  room.aws.objects.set('bucket/spec.yml', Buffer.from('no archive'));
  const { contexts, phases } = await room.run('', { source });
  expect(contexts.join()).toMatch(context);
  expect(phases).toEqual(['DOWNLOAD_SOURCE FAILED', 'FINALIZING SUCCEEDED']);
});

test('fails in DOWNLOAD_SOURCE with a clone of a commit that is not there', async () => {
  const project = await room.project('', { source: { type: 'CODEPIPELINE' } });
  const clone = { url: directory, commit: 'gone' };
  const inputs = [{ name: 'Source', bucket: 'bucket', key: 'unused', clone }];
  const { done } = await room.builds.start(pipelineBuild(project, { inputs, outputs: [] }));
  expect((await done).summary).toMatch(
    /Phase: DOWNLOAD_SOURCE, Code: CLIENT_ERROR, Message: git clone failed for .*gone/,
  );
});

const REFUSED: [settings: object, start: object][] = [
  [{ source: { type: 'GITHUB', location: 'https://github.com/acme/app' } }, {}],
  [{ secondarySources: [{ type: 'S3', location: 'bucket/a', sourceIdentifier: 'a' }] }, {}],
  [{ sourceVersion: 'main' }, {}],
  [{}, { sourceVersion: 'main' }],
];

test.each(REFUSED)('fails to start a build of %j with %j', async (settings, start) => {
  const name = await room.project('version: 0.2\nphases: {}', settings);
  await expect(room.begin(name, start)).rejects.toThrow(/^InvalidInputException: .* projectName,buildspecOverride,/);
});

test('fails to start the build of a project that is not there', async () => {
  await expect(room.builds.start(pipelineBuild('none'))).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});
