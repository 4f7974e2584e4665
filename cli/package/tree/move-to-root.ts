import { CodelessError } from '../../errors';
import { sortEntries, type TreeEntry } from './tree-entry';

/**
 * Entries as they are when what lies in one directory of them is moved to the root.
 *
 * @param directory at the root; its name
 * @throws CodelessError with exit `build`, `PathConflict` where the root has a file or directory of that name
 */
export function moveToRoot(entries: readonly TreeEntry[], directory: string): readonly TreeEntry[] {
  const inside = entries.filter(({ path }) => path.startsWith(`${directory}/`));
  const outside = entries.filter(({ path }) => !path.startsWith(`${directory}/`));
  const taken = new Set(outside.map(({ path }) => path.split('/')[0]));
  const moved = inside.map((entry) => ({
    ...entry,
    root: `${entry.root}${directory}/`,
    path: entry.path.slice(directory.length + 1),
  }));
  const twice = moved.map(({ path }) => path.split('/')[0] ?? '').find((name) => taken.has(name));
  if (twice !== undefined) {
    const message = `'${twice}' is at the root of the source and in its '${directory}', which is shipped at the root`;
    throw new CodelessError('build', 'PathConflict', message, {
      hint: `Rename one, ignore one in .lambdaignore, or ship '${directory}' by --app-src-path.`,
    });
  }
  return sortEntries([...outside, ...moved]);
}
