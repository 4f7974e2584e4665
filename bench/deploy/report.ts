import type { BenchOptions } from '../options';
import { megabytes, ratio, time } from '../report/figures';
import { figure as shown, type BenchReport } from '../report/report';
import { median } from '../statistics';
import { conditions } from './conditions';
import { beside, calls, memory, of, seconds, type Figure } from './figures';
import type { Task } from './field/field';
import { deployGoals } from './goals';
import type { DeployResults } from './measure';
import type { Packing } from './packing/packing';
import type { FoundTools } from './tools/find-tools';
import type { Tool } from './tools/tool';

/** The results, a column each program, and beside it how many times its figure that of `codeless` is. */
export function deployReport(
  results: DeployResults,
  { tools, missing }: FoundTools,
  options: BenchOptions,
): BenchReport {
  const { near, distant, tree, binaries, packing, checked } = results;
  const words = conditions(options);
  const { distance, treeName, binariesName } = words;
  const [, ...others] = tools;
  const packed = (name: string, figure: (run: Packing) => number): string[] => [
    name,
    String(packing.length),
    time(median(packing.map(figure))),
  ];
  const row = (
    name: string,
    task: Task,
    figure: Figure = seconds,
    text: (value: number) => string = time,
  ): string[] => [
    name,
    String(task.codeless?.length ?? 0),
    shown(of(task, 'codeless', figure), text),
    ...others.flatMap((other) => [
      shown(of(task, other.name, figure), text),
      shown(beside(other.name, task, figure), ratio),
    ]),
  ];
  return {
    header: ['median', 'runs', 'codeless', ...others.flatMap(({ name }) => [name, 'ratio'])],
    rows: [
      row('nothing changed', near.unchanged),
      row('nothing changed, calls to AWS', near.unchanged, calls, String),
      row('nothing changed, on a new machine', near.fresh),
      row('code changed', near.change),
      row('code changed, calls to AWS', near.change, calls, String),
      row('--help', near.help),
      row(`nothing changed, ${distance}`, distant.unchanged),
      row(`code changed, ${distance}`, distant.change),
      row(`nothing changed, ${treeName}`, tree.unchanged),
      row(`one file changed, ${treeName}`, tree.change),
      row(`one file changed, ${treeName}, peak memory`, tree.change, memory, megabytes),
      row(`one file changed, ${binariesName}`, binaries.change),
      row(`one file changed, ${binariesName}, peak memory`, binaries.change, memory, megabytes),
      packed(`packing alone, ${treeName}`, (run) => run.seconds),
      packed(`packing alone, ${treeName}, of it reading the package back`, (run) => run.readBack),
    ],
    goals: deployGoals(results, words),
    notes: [...notes(tools, checked), ...missing],
  };
}

function notes(tools: readonly Tool[], checked: number): string[] {
  return [
    `Python's zipfile unpacked the ${checked} packages that codeless uploaded: each is whole and equals its source.`,
    `Programs: ${tools.map(({ name, version }) => `${name} ${version}`).join(', ')}.`,
    'A ratio is how many times the time of the other program codeless takes: below 1 codeless is faster.',
    'All deploy the same source to functions of their own on one local AWS, in turns, and wait until the alias serves it.',
    'codeless and aws-lambda-ci also see to the dependencies (one, unchanged); lambroll and the AWS CLI ship the source only.',
    'The AWS CLI is a script: zip, update-function-code, wait, publish-version, update-alias.',
    'Docker, which aws-lambda-ci needs for dependencies, is stood in for by a script that runs pip.',
    'On a busy machine the fastest runs are the ones that nothing disturbed.',
  ];
}
