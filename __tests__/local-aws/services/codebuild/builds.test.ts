import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { BuildRoom } from './build-room';

const run = promisify(execFile);
const MINUTE = 60_000;

let room: BuildRoom;
const readers: ChildProcess[] = [];

beforeEach(async () => {
  room = await BuildRoom.start();
});

afterEach(async () => {
  // Where nothing ever opens the pipe, its reader would wait for ever.
  for (const reader of readers.splice(0)) reader.kill();
  await room.stop();
});

const commands = (...lines: string[]): string =>
  `version: 0.2\nphases: { pre_build: { commands: ${JSON.stringify(lines)}, finally: [echo never] } }\n`;

/** A pipe through which a test hears that commands have begun, and that nothing of them is left. */
class Pipe {
  private constructor(
    readonly path: string,
    private readonly stream: Readable,
  ) {}

  static async make(): Promise<Pipe> {
    const path = join(room.runtime.directory, 'pipe');
    await run('mkfifo', [path]);
    const reader = spawn('cat', [path]);
    readers.push(reader);
    return new Pipe(path, reader.stdout);
  }

  /** A command that says that it has begun, and holds the pipe open in the foreground and in the background. */
  get command(): string {
    return `exec 9>${this.path}; echo begun >&9; sleep 1000 & sleep 1000`;
  }

  async begun(): Promise<void> {
    await once(this.stream, 'data');
  }

  async released(): Promise<void> {
    if (!this.stream.readableEnded) await once(this.stream.resume(), 'end');
  }
}

test('a build that is stopped leaves no process, no directory and no more phases', async () => {
  const pipe = await Pipe.make();
  const id = await room.begin(await room.project(commands(pipe.command)));
  await pipe.begun();
  await room.call('StopBuild', { id });
  await pipe.released();
  const { info, phases, output } = await room.ended(id);
  expect([info.buildStatus, phases.slice(-2)]).toEqual(['STOPPED', ['PRE_BUILD STOPPED', 'FINALIZING SUCCEEDED']]);
  expect(output).toEqual([]);
  expect(existsSync(join(room.runtime.directory, 'builds', id.split(':')[1] ?? ''))).toBe(false);
});

test('what a build leaves in the background ends with it', async () => {
  const pipe = await Pipe.make();
  const ended = room.run(commands(`exec 9>${pipe.path}; sleep 1000 & echo done`));
  expect((await ended).info.buildStatus).toBe('SUCCEEDED');
  await pipe.released();
});

test('a build ends when its time is over', async () => {
  const pipe = await Pipe.make();
  const id = await room.begin(await room.project(commands(pipe.command), { timeoutInMinutes: 15 }));
  await pipe.begun();
  await room.runtime.clock.advance(14 * MINUTE);
  expect((await room.info(id)).buildStatus).toBe('IN_PROGRESS');
  await room.runtime.clock.advance(MINUTE);
  await pipe.released();
  const { info, contexts } = await room.ended(id);
  expect([info.buildStatus, contexts]).toEqual(['TIMED_OUT', ['BUILD_TIMED_OUT: Build has timed out.']]);
});

test('builds end when the local AWS does', async () => {
  const pipe = await Pipe.make();
  const { id, done } = await room.builds.start({
    ...{ project: await room.project(commands(pipe.command)), inputs: [], outputs: [], environment: [] },
    ...{ primary: '', initiator: 'codepipeline/demo', sourceVersion: '' },
  });
  await pipe.begun();
  await room.runtime.stop();
  await pipe.released();
  expect(await done).toMatchObject({ id, status: 'STOPPED' });
});

test('a pipeline stops its build', async () => {
  const pipe = await Pipe.make();
  const id = await room.begin(await room.project(commands(pipe.command)));
  await pipe.begun();
  await room.builds.stop(id);
  expect((await room.info(id)).buildStatus).toBe('STOPPED');
});

test('a project’s limit of concurrent builds refuses the next, until one has ended', async () => {
  const pipe = await Pipe.make();
  const project = await room.project(commands(pipe.command), { concurrentBuildLimit: 1 });
  const id = await room.begin(project);
  await pipe.begun();
  await expect(room.begin(project)).rejects.toThrow(
    /^AccountLimitExceededException: Cannot have more than 1 concurrent/,
  );
  await room.builds.stop(id);
  const next = await room.begin(project, { buildspecOverride: commands('true') });
  expect((await room.ended(next)).info).toMatchObject({ buildStatus: 'SUCCEEDED', buildNumber: 2 });
});

test('EventBridge and people hear of the build’s states, in order', async () => {
  const { info } = await room.run(commands('exit 4'));
  const told = room.runtime.told.map(({ source, detailType, resources, detail }) => {
    expect([source, resources, detail['build-id']]).toEqual(['aws.codebuild', [info.arn], info.arn]);
    return `${detailType}: ${String(detail['build-status'])} ${String(detail['current-phase'])}`;
  });
  expect(told).toEqual([
    'CodeBuild Build State Change: IN_PROGRESS SUBMITTED',
    'CodeBuild Build State Change: FAILED COMPLETED',
  ]);
  expect(room.runtime.activities).toEqual([
    { kind: 'build', text: `${info.id} IN_PROGRESS` },
    { kind: 'build', text: `${info.id} FAILED` },
  ]);
});

test('builds are listed, the newest first, and found by id and by ARN', async () => {
  const project = await room.project(commands('true'));
  const first = await room.ended(await room.begin(project));
  const second = await room.ended(await room.begin(project));
  await room.run(commands('true'));
  const ids = [second.info.id, first.info.id];
  expect(await room.call('ListBuildsForProject', { projectName: project })).toEqual({ ids });
  expect(await room.call('ListBuildsForProject', { projectName: project, sortOrder: 'ASCENDING' })).toEqual({
    ids: [...ids].reverse(),
  });
  const found = await room.call('BatchGetBuilds', { ids: [first.info.arn, 'none:1'] });
  expect(found).toMatchObject({ builds: [{ id: first.info.id }], buildsNotFound: ['none:1'] });
});

test('fails where there is no such build or project', async () => {
  await expect(room.call('StopBuild', { id: 'none:1' })).rejects.toThrow(
    'ResourceNotFoundException: Build cannot be found: none:1',
  );
  await expect(room.begin('none')).rejects.toThrow(
    /^ResourceNotFoundException: Project cannot be found: .*:project\/none$/,
  );
  await expect(room.call('ListBuildsForProject', { projectName: 'none' })).rejects.toThrow(
    /^ResourceNotFoundException/,
  );
});
