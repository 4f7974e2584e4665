import { median } from '../statistics';
import type { Task } from './field/field';
import type { Run } from './field/subject';
import type { ToolName } from './tools/tool';

/** One figure of a run. */
export type Figure = (run: Run) => number;

/** Seconds of a run. */
export const seconds: Figure = (run) => run.seconds;
/** Calls to AWS of a run. */
export const calls: Figure = (run) => run.calls;
/** MB that a run held at most. */
export const memory: Figure = (run) => run.memory;

/** Many values as one. */
export type Reduce = (values: readonly number[]) => number;

/** The smallest value. */
export const fastest: Reduce = (values) => Math.min(...values);

/** A program's figure at a task; NaN if it did not do it. */
export function of(task: Task, tool: ToolName, figure: Figure, reduce: Reduce = median): number {
  const runs = task[tool] ?? [];
  return runs.length === 0 ? NaN : reduce(runs.map(figure));
}

/** How many times the other program's figure that of `codeless` is; NaN if the other did not do the task. */
export function beside(other: ToolName, task: Task, figure: Figure, reduce: Reduce = median): number {
  return of(task, 'codeless', figure, reduce) / of(task, other, figure, reduce);
}
