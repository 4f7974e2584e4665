import { median } from '../statistics';
import { table } from '../table';
import type { Run } from './subject';

/** All runs of both at one task. */
export interface Task {
  readonly codeless: readonly Run[];
  readonly predecessor: readonly Run[];
}

/** What was measured. */
export interface DeployResults {
  readonly unchanged: Task;
  /** The same where the program finds nothing that it compiled before, as on the machines of a CI. */
  readonly fresh: Task;
  readonly change: Task;
  readonly large: Task;
  readonly help: Task;
  /** MB of the large source. */
  readonly megabytes: number;
}

/** Goals, each a bound that is met when reached. */
const GOALS = { unchangedRatio: 0.5, unchangedCalls: 5, memory: 200, help: 0.15 } as const;

const NOTES = [
  'Both run on the same local AWS in turns, through one bucket. Docker, which aws-lambda-ci needs for dependencies, is',
  'stood in for by a script that runs pip. NODE_EXTRA_CA_CERTS is unset. aws-lambda-ci has its compiled code in any case:',
  'pip makes it. On a busy machine the fastest runs are the ones that nothing disturbed.',
];

/** The results as a table, which says of each goal whether it was met. */
export function deployReport({ unchanged, fresh, change, large, help, megabytes }: DeployResults): string {
  const header = ['median', 'runs', 'codeless', 'aws-lambda-ci', 'ratio', 'goal', 'met', 'ratio of the fastest'];
  return [
    table(header, [
      row('deploy, nothing changed', unchanged, seconds, time, ['ratio', GOALS.unchangedRatio]),
      row('  calls to AWS', unchanged, calls, String, ['value', GOALS.unchangedCalls]),
      row('  on a new machine', fresh, seconds, time, ['ratio', GOALS.unchangedRatio]),
      row('deploy, code changed', change, seconds, time),
      row('  calls to AWS', change, calls, String),
      row(`deploy, ${megabytes} MB changed`, large, seconds, time),
      row('  peak memory', large, memory, megabytesText, ['value', GOALS.memory]),
      row('--help', help, seconds, time, ['value', GOALS.help]),
    ]),
    ...NOTES,
  ].join('\n');
}

type Figure = (run: Run) => number;

const seconds: Figure = (run) => run.seconds;
const calls: Figure = (run) => run.calls;
const memory: Figure = (run) => run.memory;

function row(
  name: string,
  task: Task,
  figure: Figure,
  text: (value: number) => string,
  goal?: readonly [of: 'ratio' | 'value', bound: number],
): string[] {
  const [own, other] = [median(task.codeless.map(figure)), median(task.predecessor.map(figure))];
  const ratio = own / other;
  const fastest = Math.min(...task.codeless.map(figure)) / Math.min(...task.predecessor.map(figure));
  const cells = [name, String(task.codeless.length), show(own, text), show(other, text), show(ratio, ratioText)];
  if (goal === undefined) return [...cells, '', '', show(fastest, ratioText)];
  const [of, bound] = goal;
  const value = of === 'ratio' ? ratio : own;
  const met = Number.isNaN(value) ? 'not measured' : value <= bound ? 'yes' : 'NO';
  return [...cells, `<= ${of === 'ratio' ? ratioText(bound) : text(bound)}`, met, show(fastest, ratioText)];
}

function show(value: number, text: (value: number) => string): string {
  return Number.isNaN(value) ? '-' : text(value);
}

function time(value: number): string {
  return value < 1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(2)} s`;
}

function megabytesText(value: number): string {
  return `${value.toFixed(0)} MB`;
}

function ratioText(value: number): string {
  return value.toFixed(2);
}
