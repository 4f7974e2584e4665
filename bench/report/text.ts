import { goalRows, type BenchReport } from './report';
import { table } from './table';

/** A report in plain text, for a terminal. */
export function textReport({ header, rows, goals, notes }: BenchReport): string {
  const [goalHeader, ...goalLines] = goalRows(goals);
  const goalTable = goalHeader === undefined ? [] : ['', table(goalHeader, goalLines)];
  return [table(header, rows), ...goalTable, ...(notes.length === 0 ? [] : ['', ...notes])].join('\n');
}
