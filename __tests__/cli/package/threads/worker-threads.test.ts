import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { DeflatedPart, DeflateJob } from '../../../../cli/package/threads/deflate-job';
import type { Task } from '../../../../cli/package/threads/task';
import { WorkerThreads } from '../../../../cli/package/threads/worker-threads';

class FakeWorker extends EventEmitter {
  public readonly asked: Task[] = [];
  public terminated = false;

  public postMessage(task: Task): void {
    this.asked.push(task);
  }

  public terminate(): Promise<number> {
    this.terminated = true;
    return Promise.resolve(0);
  }
}

const JOB: DeflateJob = {
  memory: new Uint8Array(10),
  parts: [{ offset: 0, bytes: 9, compressible: true }],
};
const ANSWER: readonly DeflatedPart[] = [{ bytes: 3, stored: false }];

function setUp(): { workers: [FakeWorker, FakeWorker]; threads: WorkerThreads } {
  const workers: [FakeWorker, FakeWorker] = [new FakeWorker(), new FakeWorker()];
  return { workers, threads: new WorkerThreads(workers as unknown as Worker[]) };
}

describe('WorkerThreads', () => {
  it('gives each job to the worker that has fewest, and answers each with its own', async () => {
    const { workers, threads } = setUp();
    const jobs = [threads.deflate(JOB), threads.deflate(JOB), threads.deflate(JOB)];

    expect(workers.map(({ asked }) => asked.length)).toEqual([2, 1]);
    workers[1].emit('message', ANSWER);
    await expect(jobs[1]).resolves.toBe(ANSWER);
    workers[0].emit('message', []);
    workers[0].emit('message', ANSWER);
    await expect(Promise.all([jobs[0], jobs[2]])).resolves.toEqual([[], ANSWER]);
  });

  it('hands over only what a worker reads', () => {
    const { workers, threads } = setUp();
    void threads.deflate({ ...JOB, parts: JOB.parts.map((part) => ({ ...part, secret: () => 1 })) });

    expect(workers[0].asked).toEqual([{ kind: 'deflate', job: JOB }]);
  });

  it.each<[string, unknown]>([
    ['error', new Error('out of memory')],
    ['exit', 1],
  ])('fails all jobs, and those to come, after the %s of a worker', async (event, value) => {
    const { workers, threads } = setUp();
    const jobs = [threads.deflate(JOB), threads.deflate(JOB)];
    workers[1].emit(event, value);

    for (const job of [...jobs, threads.deflate(JOB)]) {
      await expect(job).rejects.toThrow(value instanceof Error ? value.message : 'ended with code 1');
    }
  });

  it('hands over which share of a zip is read back', () => {
    const { workers, threads } = setUp();
    void threads.readBack('app.zip', { index: 0, of: threads.count });
    void threads.readBack('app.zip', { index: 1, of: threads.count });

    expect(workers.flatMap(({ asked }) => asked)).toEqual([
      { kind: 'read back', file: 'app.zip', share: { index: 0, of: 2 } },
      { kind: 'read back', file: 'app.zip', share: { index: 1, of: 2 } },
    ]);
  });

  it('has memory for two jobs of each worker, and ends the workers', async () => {
    const { workers, threads } = setUp();
    expect(new Set(threads.memories).size).toBe(4);

    await threads.close();

    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true]);
  });
});
