import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import type { InputArtifact } from '../ports';
import { PhaseError } from './phase-error';
import { unzipInto } from './zip';

const execute = promisify(execFile);

/** What sources are fetched with. */
export interface SourceTools {
  readonly s3: S3Client;
  /** What Git may know of the machine and of the build. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Puts a source into a directory: a ZIP file of S3, or a clone.
 *
 * @throws PhaseError `CLIENT_ERROR`
 */
export async function fetchSource(
  { bucket, key, clone }: InputArtifact,
  directory: string,
  { s3, env, signal }: SourceTools,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  if (clone === undefined) return unzipInto(await fetchObject(s3, bucket, key), directory);
  const git = (...args: string[]): Promise<unknown> =>
    execute('git', ['-C', directory, ...args], {
      env: { ...env, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1' },
      signal,
    });
  try {
    await git('clone', '--quiet', clone.url, '.');
    await git('checkout', '--quiet', clone.commit);
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() ?? String(error);
    throw new PhaseError('CLIENT_ERROR', `git clone failed for ${clone.url}: ${said}`);
  }
}

/**
 * Reads an object of S3.
 *
 * @throws PhaseError `CLIENT_ERROR`
 */
export async function fetchObject(s3: S3Client, Bucket: string, Key: string): Promise<Buffer> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  } catch (error) {
    throw new PhaseError('CLIENT_ERROR', `${String(error)} for the object ${Bucket}/${Key}`);
  }
}
