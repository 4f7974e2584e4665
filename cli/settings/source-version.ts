import { randomUUID } from 'node:crypto';

import { git } from '../git/git';
import type { Setting } from './settings';

/** Variables in which CI systems say what they build: CodeBuild, GitHub Actions, GitLab CI. */
export const SOURCE_VERSION_VARIABLES = ['CODEBUILD_RESOLVED_SOURCE_VERSION', 'GITHUB_SHA', 'CI_COMMIT_SHA'] as const;

/** Bytes of a source version once it is written into a key; S3's keys end at 1,024 with prefix and function. */
const MAX_ENCODED = 600;

/** Whatever the repository is configured for; a submodule has a configuration of its own. */
const STATUS = ['status', '--porcelain', '--no-renames', '--untracked-files=normal', '--ignore-submodules=dirty'];

/** Milliseconds for Git to answer. */
const GIT_TIMEOUT = 10_000;

/**
 * What is released where nobody says it: the commit that is checked out, which after `codeless checkout` is another than the
 * CI was started for; else what the CI says that it builds, else a random one. Where no CI builds, `-dirty` says that the
 * source differs from the commit.
 *
 * @param directory the source
 */
export async function defaultSourceVersion(directory: string, env: NodeJS.ProcessEnv): Promise<Setting<string>> {
  const said = SOURCE_VERSION_VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  const value = await checkedOut(directory, env, said === undefined);
  if (said !== undefined && (value === undefined || value === said)) return { value: said, source: 'environment' };
  return { value: value ?? randomUUID().replaceAll('-', '').toUpperCase(), source: 'default' };
}

/** Whether a source version fits into a key of S3. */
export function fitsIntoKey(sourceVersion: string): boolean {
  return encodeURIComponent(sourceVersion).length <= MAX_ENCODED;
}

/** @returns undefined where there is no Git, no repository or no commit yet, and for an archive */
async function checkedOut(
  directory: string,
  env: NodeJS.ProcessEnv,
  tellsChanges: boolean,
): Promise<string | undefined> {
  const options = { directory, env, signal: AbortSignal.timeout(GIT_TIMEOUT) };
  try {
    const [head, changes] = await Promise.all([
      git(options, 'rev-parse', '--verify', '--quiet', 'HEAD'),
      tellsChanges ? git(options, ...STATUS, '--', '.') : undefined,
    ]);
    const [commit] = head.lines;
    if (commit === undefined || (changes !== undefined && changes.code !== 0)) return undefined;
    return changes === undefined || changes.lines.length === 0 ? commit : `${commit}-dirty`;
  } catch {
    // Git takes too long.
    return undefined;
  }
}
