import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { DeflatedPart, DeflateJob } from '../../../../cli/package/deflate/deflate-job';
import { WorkerDeflater } from '../../../../cli/package/deflate/worker-deflater';

class FakeWorker extends EventEmitter {
  public readonly asked: DeflateJob[] = [];
  public terminated = false;

  public postMessage(job: DeflateJob): void {
    this.asked.push(job);
  }

  public terminate(): Promise<number> {
    this.terminated = true;
    return Promise.resolve(0);
  }
}

const JOB: DeflateJob = {
  memory: new Uint8Array(10),
  parts: [{ offset: 0, bytes: 9, whole: true, last: true, compressible: true }],
};
const ANSWER: readonly DeflatedPart[] = [{ bytes: 3, stored: false }];

function setUp(): { workers: [FakeWorker, FakeWorker]; deflater: WorkerDeflater } {
  const workers: [FakeWorker, FakeWorker] = [new FakeWorker(), new FakeWorker()];
  return { workers, deflater: new WorkerDeflater(workers as unknown as Worker[]) };
}

describe('WorkerDeflater', () => {
  it('gives each job to the worker that has fewest, and answers each with its own', async () => {
    const { workers, deflater } = setUp();
    const jobs = [deflater.deflate(JOB), deflater.deflate(JOB), deflater.deflate(JOB)];

    expect(workers.map(({ asked }) => asked.length)).toEqual([2, 1]);
    workers[1].emit('message', ANSWER);
    await expect(jobs[1]).resolves.toBe(ANSWER);
    workers[0].emit('message', []);
    workers[0].emit('message', ANSWER);
    await expect(Promise.all([jobs[0], jobs[2]])).resolves.toEqual([[], ANSWER]);
  });

  it('hands over only what a worker reads', () => {
    const { workers, deflater } = setUp();
    void deflater.deflate({ ...JOB, parts: JOB.parts.map((part) => ({ ...part, secret: () => 1 })) });

    expect(workers[0].asked).toEqual([JOB]);
  });

  it.each<[string, unknown]>([
    ['error', new Error('out of memory')],
    ['exit', 1],
  ])('fails all jobs, and those to come, after the %s of a worker', async (event, value) => {
    const { workers, deflater } = setUp();
    const jobs = [deflater.deflate(JOB), deflater.deflate(JOB)];
    workers[1].emit(event, value);

    for (const job of [...jobs, deflater.deflate(JOB)]) {
      await expect(job).rejects.toThrow(value instanceof Error ? value.message : 'ended with code 1');
    }
  });

  it('has memory for two jobs of each worker, and ends the workers', async () => {
    const { workers, deflater } = setUp();
    expect(new Set(deflater.memories).size).toBe(4);

    await deflater.close();

    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true]);
  });
});
