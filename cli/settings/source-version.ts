import { randomUUID } from 'node:crypto';

import { changesOf } from '../git/changes';
import { git } from '../git/git';
import { neutral } from '../neutral';
import type { OnProgress } from '../progress';
import type { Setting } from './settings';

/** Variables in which CI systems say what they build: CodeBuild, GitHub Actions, GitLab CI. */
export const SOURCE_VERSION_VARIABLES = ['CODEBUILD_RESOLVED_SOURCE_VERSION', 'GITHUB_SHA', 'CI_COMMIT_SHA'] as const;

/** Bytes of a source version once it is written into a key; S3's keys end at 1,024 with prefix and function. */
const MAX_ENCODED = 600;

const NO_REPOSITORY = /^fatal: not a (?:git repository|directory)/;

const DUBIOUS = /(?:dubious ownership in repository at |unsafe repository \()'(.*)'/;

/** Milliseconds for Git to answer. */
const GIT_TIMEOUT = 10_000;

/**
 * What is released where nobody says it: the commit that is checked out, which after `codeless checkout` is another than the
 * CI was started for; else what the CI says that it builds, else a random one. Where no CI builds, `-dirty` says that the
 * source differs from the commit.
 *
 * @param directory the source
 * @param onProgress is warned if there is a repository that Git does not read
 */
export async function defaultSourceVersion(
  directory: string,
  env: NodeJS.ProcessEnv,
  onProgress: OnProgress,
): Promise<Setting<string>> {
  const said = SOURCE_VERSION_VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  const value = await checkedOut(directory, env, said === undefined, (reason) => {
    const instead = said === undefined ? 'a random source version is taken' : `${said} is taken as source version`;
    onProgress({ kind: 'note', level: 'warning', text: `${reason}; ${instead}, and no tag is known` });
  });
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
  warn: (reason: string) => void,
): Promise<string | undefined> {
  const options = { directory, env, signal: AbortSignal.timeout(GIT_TIMEOUT) };
  try {
    const [head, changes] = await Promise.all([
      git(options, 'rev-parse', '--verify', '--quiet', 'HEAD'),
      tellsChanges ? changesOf(options) : undefined,
    ]);
    const failure = problemOf(directory, [...head.errors, ...(changes?.code === 0 ? [] : (changes?.errors ?? []))]);
    if (failure !== undefined) warn(failure);
    const [commit] = head.lines;
    if (commit === undefined || (changes !== undefined && changes.code !== 0)) return undefined;
    return changes === undefined || changes.lines.length === 0 ? commit : `${commit}-dirty`;
  } catch {
    warn(`Git did not answer for ${directory} in ${GIT_TIMEOUT / 1000} seconds`);
    return undefined;
  }
}

/** Why Git reads no repository although there is one, and the remedy. */
function problemOf(directory: string, errors: readonly string[]): string | undefined {
  const fatal = errors.find((line) => line.startsWith('fatal: ') && !NO_REPOSITORY.test(line));
  if (fatal === undefined) return undefined;
  const root = DUBIOUS.exec(fatal)?.[1];
  if (root === undefined)
    return `Git does not read the repository of ${directory}: ${neutral(fatal.slice('fatal: '.length))}`;
  const remedy = `git config --global --add safe.directory '${neutral(root)}'`;
  return `Git does not read the repository ${neutral(root)}, because another user owns it: run ${remedy}`;
}
