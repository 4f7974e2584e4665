import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { git, type GitAnswer, type GitOptions } from './git';

/** Whatever the repository is configured for. Git itself would look into submodules with what they are configured for. */
const STATUS = ['status', '--porcelain', '--no-renames', '--untracked-files=normal', '--ignore-submodules=dirty'];

/** A submodule among the lines of `git ls-files`; its path ends the line. */
const SUBMODULE = /^160000 [^\t]*\t(.+)$/s;

/**
 * How a directory differs from the commit, as `git status` tells it: also by files in submodules, each of which is a
 * repository with a configuration of its own.
 *
 * @returns of several repositories the first that Git does not read or that has changes
 */
export async function changesOf(options: GitOptions): Promise<GitAnswer> {
  const [status, files] = await Promise.all([
    git(options, ...STATUS, '--', '.'),
    git(options, 'ls-files', '--stage', '-z', '--', '.'),
  ]);
  if (status.code !== 0 || status.lines.length > 0) return status;
  if (files.code !== 0) return files;
  for (const entry of files.lines.join('\n').split('\0')) {
    const path = SUBMODULE.exec(entry)?.[1];
    if (path === undefined) continue;
    const directory = join(options.directory, path);
    // One that is not checked out has no files that could differ; Git would look at the repository around it.
    if (!existsSync(join(directory, '.git'))) continue;
    const inner = await changesOf({ ...options, directory });
    if (inner.code !== 0 || inner.lines.length > 0) return inner;
  }
  return status;
}
