import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { promisify } from 'node:util';

import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import type { Repositories } from '../ports';
import { PhaseError } from './phase-error';
import type { Source } from './shapes';
import { unzipInto } from './zip';

const git = promisify(execFile);

/** A source of a build: one of its project's, or an artifact of a pipeline. */
export interface BuildSource extends Source {
  /** What of it to build, as the start or the project says. */
  readonly version?: string;
  /** Where an artifact is a full clone. */
  readonly clone?: { readonly url: string; readonly commit: string };
}

/** What sources are fetched with. */
export interface SourceTools {
  readonly s3: S3Client;
  readonly repositories: Repositories;
  /** What Git may know of the machine and of the build. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** A source that is there. */
export interface Fetched {
  /** The commit, where it comes from Git. */
  readonly commit?: string;
}

/**
 * Puts a source into a directory.
 *
 * @throws PhaseError `CLIENT_ERROR`
 * @see https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html
 */
export async function fetchSource(source: BuildSource, directory: string, tools: SourceTools): Promise<Fetched> {
  await mkdir(directory, { recursive: true });
  const { type, location = '', version, clone } = source;
  if (clone !== undefined) return cloneInto(directory, clone, tools);
  switch (type) {
    case 'NO_SOURCE':
      return {};
    case 'CODEPIPELINE':
    case 'S3':
      await unzipInto(await fetchObject(tools, location, type === 'S3' ? version : undefined), directory);
      return {};
    case 'GITHUB': {
      const name = /([^/:]+\/[^/]+?)(?:\.git)?$/.exec(location)?.[1] ?? location;
      const repository = tools.repositories.find(name);
      const ref = version?.replace(/^pr\/(\d+)$/, 'refs/pull/$1/head') ?? 'HEAD';
      const commit = (await repository?.commit(ref))?.id;
      if (repository !== undefined && commit !== undefined) {
        return cloneInto(directory, { url: repository.cloneUrl, commit }, tools);
      }
      const missing = repository === undefined ? 'repository not found' : `reference not found: ${ref}`;
      throw new PhaseError('CLIENT_ERROR', `git clone failed for ${location}: ${missing}`);
    }
    default:
      throw new PhaseError('CLIENT_ERROR', `the local AWS cannot fetch sources of type ${type}`);
  }
}

async function cloneInto(
  directory: string,
  { url, commit }: { readonly url: string; readonly commit: string },
  { env, signal }: SourceTools,
): Promise<Fetched> {
  const options = { env: { ...env, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1' }, signal };
  try {
    await rm(directory, { recursive: true });
    await git('git', ['clone', '--quiet', url, directory], options);
    await git('git', ['-C', directory, 'checkout', '--quiet', commit], options);
    return { commit };
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim() ?? String(error);
    throw new PhaseError('CLIENT_ERROR', `git clone failed for ${url}: ${said}`);
  }
}

/**
 * Reads an object of S3.
 *
 * @param location - `bucket/key`, or an ARN
 * @throws PhaseError `CLIENT_ERROR`
 */
export async function fetchObject(
  { s3, signal }: Pick<SourceTools, 's3' | 'signal'>,
  location: string,
  VersionId?: string,
): Promise<Buffer> {
  const [, Bucket = '', Key = ''] = /^(?:arn:aws:s3:::)?([^/]+)\/(.*)$/.exec(location) ?? [];
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }), { abortSignal: signal });
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new PhaseError('CLIENT_ERROR', `${said} for the source ${Bucket}/${Key}`);
  }
}
