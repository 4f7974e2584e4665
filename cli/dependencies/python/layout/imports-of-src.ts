import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { readText } from '../../../text';
import { isShipped } from '../../shipped-files';

const IMPORT =
  /(?:^|[:;])[ \t]*(?:from[ \t]+src(?:\.[\w.]+)?[ \t]+import\b|import[ \t]+(?:[^#\n]*,[ \t]*)?src[ \t]*(?:[.,;#\n]|as\b|$))|import(?:_module|__)\(\s*["']src[."']/m;

/** Code that runs before a deploy, and not in Lambda. */
const TESTS = /^(tests?|conftest\.py|test_.+\.py|.+_test\.py)$/;

/** The first file of a source, by its path, that imports `src` by that name, but for tests. */
export async function importOfSrc(source: string, below = ''): Promise<string | undefined> {
  const entries = await readdir(join(source, below), { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(below, entry.name);
    if (entry.name.startsWith('.') || TESTS.test(entry.name) || !isShipped(join(source, path))) continue;
    if (entry.isDirectory()) {
      const found = await importOfSrc(source, path);
      if (found !== undefined) return found;
    } else if (entry.name.endsWith('.py') && (await imports(join(source, path)))) {
      return path;
    }
  }
  return undefined;
}

/** What is no text, or too large, is no code that anybody wrote. */
async function imports(file: string): Promise<boolean> {
  return IMPORT.test((await readText(file).catch(() => '')) ?? '');
}
