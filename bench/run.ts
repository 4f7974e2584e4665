import type { BenchName, BenchOptions } from './options';
import { markdownReport } from './report/markdown';
import { ReportPage } from './report/page';
import { verdict, type BenchReport } from './report/report';
import { textReport } from './report/text';

/** Measures one thing. @throws Error if a measurement fails or what is measured does its job wrongly */
export type Bench = (options: BenchOptions, progress: (line: string) => void) => Promise<BenchReport>;

/** Where a run of benches tells what it found. */
export interface RunOutput {
  /** Takes the tables. */
  readonly out: (text: string) => void;
  /** Takes the progress, and at the end the goals that were missed; a line each. */
  readonly progress: (line: string) => void;
  /** When and on what it is measured, for the page. */
  readonly measured: string;
}

/**
 * Runs benches one after another, and writes what they found where it was asked for.
 *
 * @returns the exit code: 0, or 1 if a goal was missed and that is not allowed
 * @throws Error if a measurement fails; the page is left as it was then
 */
export async function runBenches(
  benches: Readonly<Record<BenchName, Bench>>,
  options: BenchOptions,
  { out, progress, measured }: RunOutput,
): Promise<number> {
  // Before the measurements, which take minutes.
  const page = options.page === undefined ? undefined : new ReportPage(options.page, options.benches);
  const reports: [BenchName, BenchReport][] = [];
  for (const name of options.benches) {
    const report = await benches[name](options, progress);
    out(`${reports.length === 0 ? '' : '\n'}${textReport(report)}\n`);
    reports.push([name, report]);
  }
  page?.write(Object.fromEntries(reports.map(([name, report]) => [name, markdownReport(report, measured)])));
  return judge(reports, options.allowsMissedGoals, progress);
}

function judge(
  reports: readonly (readonly [BenchName, BenchReport])[],
  allowsMissedGoals: boolean,
  progress: (line: string) => void,
): number {
  const named = reports.flatMap(([bench, { goals }]) => goals.map((goal) => ({ bench, goal })));
  const of = (wanted: string): typeof named => named.filter(({ goal }) => verdict(goal) === wanted);
  const [missed, unmeasured] = [of('NO'), of('not measured')];
  progress(`goals: ${of('yes').length} met, ${missed.length} missed, ${unmeasured.length} not measured`);
  for (const { bench, goal } of missed) {
    progress(`missed: ${bench}: ${goal.name}: ${goal.text(goal.value)}, at most ${goal.text(goal.bound)} was the goal`);
  }
  return missed.length === 0 || allowsMissedGoals ? 0 : 1;
}
