import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../child';
import { interleave } from '../interleave';
import type { BenchOptions } from '../options';
import { median } from '../statistics';
import { table } from '../table';
import type { Kind, Measurement } from './kinds';

/** The construct may take this many times what the resources take that it is made of. */
const GOAL = 1.1;

const HEADER = ['', 'build', 'synth', 'both', 'ratio', 'goal', 'per added', 'heap', 'ratio', 'rss', 'ratio'];

/** Times functions of the construct against the same resources written by hand, each stack in a process of its own. */
export async function functionsBench(options: BenchOptions, progress: (line: string) => void): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'codeless-bench-'));
  try {
    const rows: string[][] = [];
    let smaller: { size: number; medians: Record<Kind, Measurement> } | undefined;
    for (const size of options.sizes) {
      progress(`functions: ${options.rounds} × ${size} codeless, ${size} handwritten`);
      const results = await interleave(options.rounds, {
        codeless: () => measure('codeless', size, directory),
        handwritten: () => measure('handwritten', size, directory),
      });
      const medians = { codeless: medianOf(results.codeless), handwritten: medianOf(results.handwritten) };
      rows.push(...rowsOf(size, medians, smaller));
      smaller = { size, medians };
    }
    return `Functions, median of ${options.rounds}\n${table(HEADER, rows)}`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(kind: Kind, size: number, directory: string): Promise<Measurement> {
  const outdir = join(directory, `${kind}-${size}`);
  const args = ['--expose-gc', join(__dirname, 'child.js'), kind, String(size), outdir];
  return JSON.parse((await runChild(process.execPath, args)).stdout) as Measurement;
}

function medianOf(runs: readonly Measurement[]): Measurement {
  const of = (name: keyof Measurement): number => median(runs.map((run) => run[name]));
  return { buildMs: of('buildMs'), synthMs: of('synthMs'), heapMb: of('heapMb'), rssMb: of('rssMb') };
}

function rowsOf(
  size: number,
  medians: Record<Kind, Measurement>,
  smaller: { size: number; medians: Record<Kind, Measurement> } | undefined,
): string[][] {
  const { codeless, handwritten } = medians;
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const mb = (value: number): string => `${value.toFixed(0)} MB`;
  const ratio = (name: (run: Measurement) => number): string => (name(codeless) / name(handwritten)).toFixed(2);
  const perAdded = (kind: Kind): string =>
    smaller ? `${((total(medians[kind]) - total(smaller.medians[kind])) / (size - smaller.size)).toFixed(2)} ms` : '';
  const row = (kind: Kind, ratios: readonly [string, string, string, string]): string[] => {
    const run = medians[kind];
    const [time, goal, heap, rss] = ratios;
    const times = [ms(run.buildMs), ms(run.synthMs), ms(total(run)), time, goal, perAdded(kind)];
    return [`${size} ${kind}`, ...times, mb(run.heapMb), heap, mb(run.rssMb), rss];
  };
  return [
    row('codeless', [ratio(total), `<= ${GOAL}`, ratio((run) => run.heapMb), ratio((run) => run.rssMb)]),
    row('handwritten', ['', '', '', '']),
  ];
}

function total(run: Measurement): number {
  return run.buildMs + run.synthMs;
}
