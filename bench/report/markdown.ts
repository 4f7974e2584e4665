import { goalRows, type BenchReport } from './report';

/** A report in Markdown, for a page. @param measured when and on what, such as `2026-11-27 on 2 cores` */
export function markdownReport({ header, rows, goals, notes }: BenchReport, measured: string): string {
  const parts = [`Measured on ${measured}.`, markdownTable([header, ...rows])];
  if (goals.length > 0) parts.push(markdownTable(goalRows(goals)));
  if (notes.length > 0) parts.push(notes.map((note) => `- ${note}`).join('\n'));
  return parts.join('\n\n');
}

/** The first row is the header; figures stand to the right. */
function markdownTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${header.map((_, index) => cells[index] ?? '').join(' | ')} |`;
  return [line(header), line(header.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
