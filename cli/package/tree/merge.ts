import { CodelessError } from '../../errors';
import { sortEntries, type TreeEntry } from './tree-entry';

/** Two trees as one. */
export interface MergedTree {
  /** Sorted byte by byte. */
  readonly entries: readonly TreeEntry[];
  /** Paths that both trees have and where the source's entry was taken. */
  readonly shadowed: readonly string[];
}

/**
 * Puts dependencies beside the source. Where both have a path, the source's is taken: as in a layer, whose files stand
 * behind those of the code.
 *
 * @throws CodelessError with exit `build` where one has a file and the other a directory
 */
export function mergeTrees(source: readonly TreeEntry[], dependencies: readonly TreeEntry[]): MergedTree {
  if (dependencies.length === 0) {
    return { entries: source, shadowed: [] };
  }
  const own = new Set(source.map(({ path }) => path));
  const entries = sortEntries([...source, ...dependencies.filter(({ path }) => !own.has(path))]);
  const files = new Set(entries.map(({ path }) => path));
  for (const { path } of entries) {
    const file = directoriesOf(path).find((directory) => files.has(directory));
    if (file !== undefined) {
      throw new CodelessError(
        'build',
        'PathConflict',
        `'${file}' is a file and a directory ('${path}'), one of them in the source and the other in its dependencies`,
        { hint: 'Rename it in the source, or put the dependencies into a layer.' },
      );
    }
  }
  return { entries, shadowed: dependencies.map(({ path }) => path).filter((path) => own.has(path)) };
}

/** The directories that a path lies in: `a` and `a/b` for `a/b/c`. */
export function directoriesOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
