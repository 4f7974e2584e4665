import { megabytes, ratio, time } from '../report/figures';
import type { Goal } from '../report/report';
import type { Conditions } from './conditions';
import { beside, calls, fastest, memory, of, seconds, type Figure } from './figures';
import type { Task } from './field/field';
import type { DeployResults } from './measure';
import type { ToolName } from './tools/tool';

/** What `codeless` has to reach, from what users notice: to wait no longer than with what they use today. */
export function deployGoals({ near, distant, tree, binaries }: DeployResults, conditions: Conditions): Goal[] {
  const { distance, treeName, binariesName } = conditions;
  return [
    compared('nothing changed', 'aws-lambda-ci', near.unchanged, 0.5),
    absolute('nothing changed, calls to AWS', near.unchanged, calls, String, 5),
    compared('nothing changed, on a new machine', 'aws-lambda-ci', near.fresh, 0.5),
    absolute('code changed', near.change, seconds, time, 0.25),
    absolute('--help', near.help, seconds, time, 0.15),
    absolute(`nothing changed, ${distance}`, distant.unchanged, seconds, time, 0.3),
    absolute(`code changed, ${distance}`, distant.change, seconds, time, 2.25),
    compared(`code changed, ${distance}`, 'lambroll', distant.change, 0.35),
    compared(`code changed, ${distance}`, 'AWS CLI', distant.change, 0.61),
    compared(`nothing changed, ${treeName}`, 'lambroll', tree.unchanged, 0.6),
    compared(`one file changed, ${treeName}`, 'lambroll', tree.change, 1),
    absolute(`one file changed, ${treeName}, peak memory`, tree.change, memory, megabytes, 128),
    absolute(`one file changed, ${binariesName}, peak memory`, binaries.change, memory, megabytes, 128),
  ];
}

function absolute(name: string, task: Task, figure: Figure, text: (value: number) => string, bound: number): Goal {
  return { name, bound, text, value: of(task, 'codeless', figure), fastest: of(task, 'codeless', figure, fastest) };
}

function compared(name: string, other: ToolName, task: Task, bound: number): Goal {
  return {
    name: `${name}, beside ${other}`,
    bound,
    text: ratio,
    value: beside(other, task, seconds),
    fastest: beside(other, task, seconds, fastest),
  };
}
