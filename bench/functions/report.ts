import { megabytes, ratio } from '../report/figures';
import type { BenchReport } from '../report/report';
import { median } from '../statistics';
import type { Kind, Measurement } from './kinds';

/** The construct may take this many times what the resources take that it is made of. */
const GOAL = 1.1;

/** All runs of stacks of one size. */
export interface SizeResult {
  /** Functions in a stack. */
  readonly size: number;
  readonly runs: Readonly<Record<Kind, readonly Measurement[]>>;
}

/** The results, two rows a size; sizes rise. */
export function functionsReport(results: readonly SizeResult[]): BenchReport {
  const rounds = results[0]?.runs.codeless.length ?? 0;
  return {
    header: [`median of ${rounds}`, 'build', 'synth', 'both', 'ratio', 'per added', 'heap', 'ratio', 'rss', 'ratio'],
    rows: results.flatMap((result, index) => {
      const smaller = results[index - 1];
      return [codelessRow(result, smaller), row('handwritten', result, smaller)];
    }),
    goals: results.map((result) => ({
      name: `${result.size} functions, build and synth beside handwritten`,
      bound: GOAL,
      value: compared(result, total),
      fastest: compared(result, total, (values) => Math.min(...values)),
      text: ratio,
    })),
    notes: [],
  };
}

type Figure = (run: Measurement) => number;

/** How many times what the handwritten functions take those of the construct take. */
function compared({ runs }: SizeResult, of: Figure, reduce: (values: readonly number[]) => number = median): number {
  return reduce(runs.codeless.map(of)) / reduce(runs.handwritten.map(of));
}

function codelessRow(result: SizeResult, smaller: SizeResult | undefined): string[] {
  return row('codeless', result, smaller, {
    time: ratio(compared(result, total)),
    heap: ratio(compared(result, ({ heapMb }) => heapMb)),
    rss: ratio(compared(result, ({ rssMb }) => rssMb)),
  });
}

const NO_RATIOS = { time: '', heap: '', rss: '' };

function row(kind: Kind, result: SizeResult, smaller: SizeResult | undefined, ratios = NO_RATIOS): string[] {
  const of = ({ runs }: SizeResult, name: Figure): number => median(runs[kind].map(name));
  const ms = (name: Figure): string => `${of(result, name).toFixed(0)} ms`;
  const mb = (name: Figure): string => megabytes(of(result, name));
  const perAdded = smaller && (of(result, total) - of(smaller, total)) / (result.size - smaller.size);
  return [
    ...[`${result.size} ${kind}`, ms(({ buildMs }) => buildMs), ms(({ synthMs }) => synthMs), ms(total)],
    ...[ratios.time, perAdded === undefined ? '' : `${perAdded.toFixed(2)} ms`],
    ...[mb(({ heapMb }) => heapMb), ratios.heap, mb(({ rssMb }) => rssMb), ratios.rss],
  ];
}

function total({ buildMs, synthMs }: Measurement): number {
  return buildMs + synthMs;
}
