import { median } from '../statistics';
import { table } from '../table';
import type { Kind, Measurement } from './kinds';

/** The construct may take this many times what the resources take that it is made of. */
const GOAL = 1.1;

/** All runs of stacks of one size. */
export interface SizeResult {
  /** Functions in a stack. */
  readonly size: number;
  readonly runs: Readonly<Record<Kind, readonly Measurement[]>>;
}

/** The results as a table, two rows a size; sizes rise. */
export function functionsReport(results: readonly SizeResult[]): string {
  const rounds = results[0]?.runs.codeless.length ?? 0;
  const header = [
    ...[`median of ${rounds}`, 'build', 'synth', 'both', 'ratio', 'goal', 'ratio of the fastest', 'per added'],
    ...['heap', 'ratio', 'rss', 'ratio'],
  ];
  const rows = results.flatMap((result, index) => {
    const smaller = results[index - 1];
    return [codelessRow(result, smaller), row('handwritten', result, smaller)];
  });
  return table(header, rows);
}

function codelessRow(result: SizeResult, smaller: SizeResult | undefined): string[] {
  const { codeless, handwritten } = result.runs;
  const ratio = (reduce: (values: readonly number[]) => number, of: (run: Measurement) => number): string =>
    (reduce(codeless.map(of)) / reduce(handwritten.map(of))).toFixed(2);
  return row('codeless', result, smaller, {
    median: ratio(median, total),
    goal: `<= ${GOAL}`,
    fastest: ratio((values) => Math.min(...values), total),
    heap: ratio(median, ({ heapMb }) => heapMb),
    rss: ratio(median, ({ rssMb }) => rssMb),
  });
}

const NO_RATIOS = { median: '', goal: '', fastest: '', heap: '', rss: '' };

function row(kind: Kind, result: SizeResult, smaller: SizeResult | undefined, ratios = NO_RATIOS): string[] {
  const of = ({ runs }: SizeResult, name: (run: Measurement) => number): number => median(runs[kind].map(name));
  const ms = (name: (run: Measurement) => number): string => `${of(result, name).toFixed(0)} ms`;
  const mb = (name: (run: Measurement) => number): string => `${of(result, name).toFixed(0)} MB`;
  const perAdded = smaller && (of(result, total) - of(smaller, total)) / (result.size - smaller.size);
  return [
    ...[`${result.size} ${kind}`, ms(({ buildMs }) => buildMs), ms(({ synthMs }) => synthMs), ms(total)],
    ...[ratios.median, ratios.goal, ratios.fastest, perAdded === undefined ? '' : `${perAdded.toFixed(2)} ms`],
    ...[mb(({ heapMb }) => heapMb), ratios.heap, mb(({ rssMb }) => rssMb), ratios.rss],
  ];
}

function total({ buildMs, synthMs }: Measurement): number {
  return buildMs + synthMs;
}
