import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import picomatch from 'picomatch';

/**
 * The files under a root that patterns match, sorted; symbolic links to files are files. In a pattern `./` says nothing,
 * and names that begin with a dot are names like others.
 */
export async function matchingFiles(root: string, patterns: readonly string[]): Promise<string[]> {
  const globs = patterns.map((pattern) => pattern.replace(/^\.\//, ''));
  const isMatch = picomatch(globs, { dot: true });
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(root, file);
    if (isMatch(path) && (await stat(file).catch(() => undefined))?.isFile()) found.push(path);
  }
  return found.sort();
}
