import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';

import type { Setting } from './settings';

/** Variables in which CI systems say what they build: CodeBuild, GitHub Actions, GitLab CI. */
export const SOURCE_VERSION_VARIABLES = ['CODEBUILD_RESOLVED_SOURCE_VERSION', 'GITHUB_SHA', 'CI_COMMIT_SHA'] as const;

/** Bytes of a source version once it is written into a key; S3's keys end at 1,024 with prefix and function. */
const MAX_ENCODED = 600;

/** Milliseconds for Git to answer. */
const GIT_TIMEOUT = 10_000;

/**
 * What is released where nobody says it: what the CI builds, else the commit that is checked out, with `-dirty` where the
 * source differs from it, else a random one.
 *
 * @param directory the source
 */
export async function defaultSourceVersion(directory: string, env: NodeJS.ProcessEnv): Promise<Setting<string>> {
  for (const name of SOURCE_VERSION_VARIABLES) {
    const value = env[name];
    if (value !== undefined && value !== '') return { value, source: 'environment' };
  }
  const value = (await checkedOut(directory, env)) ?? randomUUID().replaceAll('-', '').toUpperCase();
  return { value, source: 'default' };
}

/** Whether a source version fits into a key of S3. */
export function fitsIntoKey(sourceVersion: string): boolean {
  return encodeURIComponent(sourceVersion).length <= MAX_ENCODED;
}

async function checkedOut(directory: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const git = async (...args: string[]): Promise<string> => {
    const options = { cwd: directory, env: { ...env, GIT_OPTIONAL_LOCKS: '0' }, timeout: GIT_TIMEOUT };
    return (await promisify(execFile)('git', args, { ...options, maxBuffer: 64 << 20 })).stdout.trim();
  };
  try {
    const [commit, changes] = await Promise.all([git('rev-parse', 'HEAD'), git('status', '--porcelain', '--', '.')]);
    return changes === '' ? commit : `${commit}-dirty`;
  } catch {
    // No Git, no repository, no commit yet, or an archive.
    return undefined;
  }
}
