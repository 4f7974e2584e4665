import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The project. */
export const ROOT = resolve(__dirname, '../..');

/** The README, the changelog and every page below docs/, relative to the project. */
export function pagePaths(): string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    'CHANGELOG.md',
    ...docs.filter((path) => path.endsWith('.md')).map((path) => join('docs', path)),
  ];
}

/** A page's text. */
export function readPage(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The fenced blocks of one language, in their order. */
export function codeBlocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);
}

/** The cells of each row of a table with this header, as they are written. */
export function tableRows(text: string, header: readonly string[]): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => cells(line).join() === header.join());
  if (start < 0) {
    throw new Error(`no table with the header ${header.join(', ')}`);
  }
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map(cells);
}

function cells(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}
