import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalAws } from '../../local-aws';
import type { BenchOptions } from '../options';
import type { BenchReport } from '../report/report';
import { median } from '../statistics';
import { Delivery } from './delivery';

/** Seconds that a push to the local repository may take until its pipeline has ended. */
const GOAL = 15;

/** Times a push to the local repository, from `git push` to the end of the pipeline with one build that it runs. */
export async function pushBench({ rounds }: BenchOptions, progress: (line: string) => void): Promise<BenchReport> {
  const directory = mkdtempSync(join(tmpdir(), 'codeless-bench-'));
  const aws = await startLocalAws({ settling: 0 });
  try {
    const delivery = await Delivery.create(aws, directory);
    progress('git push: once, unmeasured');
    await delivery.push();
    progress(`git push: ${rounds} × a pipeline with one build`);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round += 1) seconds.push(await delivery.push());
    return pushReport(seconds);
  } finally {
    await aws.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The figures of the pushes; the goal holds for the slowest. */
export function pushReport(seconds: readonly number[]): BenchReport {
  const task = 'git push to the end of its pipeline';
  const text = (value: number): string => `${value.toFixed(2)} s`;
  const [fastest, slowest] = [Math.min(...seconds), Math.max(...seconds)];
  return {
    header: ['on the local AWS', 'fastest', 'median', 'slowest'],
    rows: [[task, ...[fastest, median(seconds), slowest].map(text)]],
    goals: [{ name: `${task}, the slowest`, bound: GOAL, value: slowest, fastest, text }],
    notes: [],
  };
}
