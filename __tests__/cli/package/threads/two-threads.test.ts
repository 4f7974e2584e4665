import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { newJobMemory, type DeflateJob } from '../../../../cli/package/threads/deflate-job';
import type { Task } from '../../../../cli/package/threads/task';
import { TwoThreads } from '../../../../cli/package/threads/two-threads';
import type { ReadBack } from '../../../../cli/package/zip/read-back';

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

const JOB: DeflateJob = { ...newJobMemory(), count: 1 };
const READ: ReadBack = { count: 1, digest: 'aa', entries: [], directories: [], unreadable: [] };

function setUp(): { worker: FakeWorker; threads: TwoThreads; own: unknown[][] } {
  const worker = new FakeWorker();
  const own: unknown[][] = [];
  const threads = new TwoThreads(worker as unknown as Worker, {
    deflate: (...asked) => {
      own.push(asked);
      return Promise.resolve();
    },
    readBack: (...asked) => {
      own.push(asked);
      return Promise.resolve(READ);
    },
  });
  return { worker, threads, own };
}

describe('TwoThreads', () => {
  it('gives jobs to the worker while it has fewer than two, and does the others in this thread', async () => {
    const { worker, threads, own } = setUp();
    const done: number[] = [];
    const jobs = [1, 2, 3].map((count) => threads.deflate({ ...JOB, count }).then(() => done.push(count)));
    await jobs[2];

    expect(worker.asked.map((task) => task.kind === 'deflate' && task.job.count)).toEqual([1, 2]);
    expect(own).toEqual([[{ ...JOB, count: 3 }]]);
    expect(done).toEqual([3]);
    worker.emit('message', undefined);
    await jobs[0];
    expect(done).toEqual([3, 1]);

    void threads.deflate({ ...JOB, count: 4 });
    expect(worker.asked).toHaveLength(3);
    expect(own).toHaveLength(1);
  });

  it('hands over only what a worker reads, in memory that both share', () => {
    const { worker, threads } = setUp();
    void threads.deflate(Object.assign({ ...JOB }, { secret: () => 1 }));

    expect(worker.asked).toEqual([{ kind: 'deflate', job: JOB }]);
    for (const { buffer } of [JOB.memory, JOB.bytes, JOB.compressible, JOB.packed]) {
      expect(buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it.each<[string, unknown]>([
    ['error', new Error('out of memory')],
    ['exit', 1],
  ])('fails all jobs of the worker, and those to come, after its %s', async (event, value) => {
    const { worker, threads } = setUp();
    const jobs = [threads.deflate(JOB), threads.readBack('app.zip', { index: 1, of: 2, lists: false })];
    worker.emit(event, value);

    for (const job of [...jobs, threads.deflate(JOB)]) {
      await expect(job).rejects.toThrow(value instanceof Error ? value.message : 'ended with code 1');
    }
  });

  it('reads one share of a zip back in this thread and the other one in the worker', async () => {
    const { worker, threads, own } = setUp();
    const shares = [0, 1].map((index) => ({ index, of: threads.count, lists: true }));
    const reads = shares.map((share) => threads.readBack('app.zip', share));
    worker.emit('message', { ...READ, count: 2 });

    await expect(Promise.all(reads)).resolves.toEqual([READ, { ...READ, count: 2 }]);
    expect(own).toEqual([['app.zip', shares[0]]]);
    expect(worker.asked).toEqual([{ kind: 'read back', file: 'app.zip', share: shares[1] }]);
  });

  it('has memory for two jobs of the worker, one of this thread and one that is read, and ends the worker', async () => {
    const { worker, threads } = setUp();
    expect(new Set(threads.memories.map(({ memory }) => memory)).size).toBe(4);

    await threads.close();

    expect(worker.terminated).toBe(true);
  });
});
