import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../child';
import { interleave } from '../interleave';
import type { BenchOptions } from '../options';
import type { BenchReport } from '../report/report';
import type { Kind, Measurement } from './kinds';
import { functionsReport } from './report';
import type { SizeResult } from './report';

/** Times functions of the construct against the same resources written by hand, each stack in a process of its own. */
export async function functionsBench(options: BenchOptions, progress: (line: string) => void): Promise<BenchReport> {
  const directory = mkdtempSync(join(tmpdir(), 'codeless-bench-'));
  try {
    const results: SizeResult[] = [];
    for (const size of options.sizes) {
      progress(`functions: ${options.rounds} × ${size} codeless, ${size} handwritten`);
      const runs = await interleave(options.rounds, {
        codeless: () => measure('codeless', size, directory),
        handwritten: () => measure('handwritten', size, directory),
      });
      results.push({ size, runs });
    }
    return functionsReport(results);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(kind: Kind, size: number, directory: string): Promise<Measurement> {
  const outdir = join(directory, `${kind}-${size}`);
  const args = ['--expose-gc', join(__dirname, 'child.js'), kind, String(size), outdir];
  return JSON.parse((await runChild(process.execPath, args)).stdout) as Measurement;
}
