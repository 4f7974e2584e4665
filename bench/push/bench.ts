import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalAws } from '../../local-aws';
import type { BenchOptions } from '../options';
import { median } from '../statistics';
import { table } from '../table';
import { Delivery } from './delivery';

/** Seconds that a push to the local repository may take until its pipeline has ended. */
const GOAL = 15;

/** Times a push to the local repository, from `git push` to the end of the pipeline with one build that it runs. */
export async function pushBench({ rounds }: BenchOptions, progress: (line: string) => void): Promise<string> {
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

/** The figures of the pushes, and whether the slowest met the goal. */
export function pushReport(seconds: readonly number[]): string {
  const figures = [Math.min(...seconds), median(seconds), Math.max(...seconds)];
  const isMet = Math.max(...seconds) <= GOAL;
  return [
    table(
      ['on the local AWS', 'min s', 'median s', 'max s'],
      [['git push to the end of its pipeline', ...figures.map((figure) => figure.toFixed(2))]],
    ),
    `Goal: at most ${GOAL} s each time: ${isMet ? 'met' : 'missed'}.`,
  ].join('\n');
}
