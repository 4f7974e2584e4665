import type { OnProgress } from '../../progress';
import type { TreeEntry } from './tree-entry';

/**
 * Makes files executable that are started as programs. They can't be meant to be anything else, and a checkout on Windows
 * has no modes.
 *
 * @param paths of the files, from the tree's root; one that is not there is left out
 */
export function makeExecutable(
  entries: readonly TreeEntry[],
  paths: readonly string[],
  onProgress: OnProgress,
): readonly TreeEntry[] {
  const plain = entries.filter(({ path, kind }) => kind === 'file' && paths.includes(path));
  if (plain.length === 0) return entries;
  const names = plain.map(({ path }) => path).join(', ');
  const text = `${names} has no right to be executed, and Lambda starts it: it is shipped with the mode 0755.`;
  onProgress({ kind: 'note', level: 'notice', text });
  return entries.map((entry) => (plain.includes(entry) ? { ...entry, kind: 'executable' } : entry));
}
