import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import picomatch from 'picomatch';

/** A pattern of a build specification: `./` says nothing, and names that begin with a dot are names like others. */
function matcher(patterns: readonly string[]): (path: string) => boolean {
  return patterns.length === 0
    ? () => false
    : picomatch(
        patterns.map((pattern) => pattern.replace(/^\.\//, '')),
        { dot: true },
      );
}

/** The files under a root that patterns match, sorted; symbolic links to files are files. */
export async function matchingFiles(
  root: string,
  patterns: readonly string[],
  excluded: readonly string[] = [],
): Promise<string[]> {
  const [isMatch, isExcluded] = [matcher(patterns), matcher(excluded)];
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = relative(root, join(entry.parentPath, entry.name));
    if (!isMatch(path) || isExcluded(path)) continue;
    if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(join(root, path))))) found.push(path);
  }
  return found.sort();
}

/** The directories at the top of a root that a pattern matches. */
export async function matchingDirectories(root: string, pattern: string): Promise<string[]> {
  if (!/[*?[{]/.test(pattern)) return (await isDirectory(join(root, pattern))) ? [pattern] : [];
  const isMatch = matcher([pattern]);
  const entries = await readdir(root, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && isMatch(entry.name)).map(({ name }) => name);
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
