import { PutObjectCommand } from '@aws-sdk/client-s3';

import type { FileTools } from './artifacts';
import { matchingFiles } from './files';
import type { Project } from './projects';
import { fetchObject } from './source';
import { unzipInto, zipFiles } from './zip';

type Place = { readonly Bucket: string; readonly Key: string } | undefined;

/** Where the cache of a project is in S3; undefined where it has none, or the build specification names no paths. */
export function cachePlace({ name, cache }: Project, paths: readonly string[]): Place {
  if (cache?.type !== 'S3' || paths.length === 0) return undefined;
  const [Bucket = '', ...prefix] = (cache.location ?? '').replace(/^arn:aws:s3:::/, '').split('/');
  return { Bucket, Key: [...prefix, cache.cacheNamespace ?? name].filter(Boolean).join('/') };
}

/**
 * Brings back what the build before left. A cache that cannot be read fails no build.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/caching-s3.html
 */
export async function restoreCache(place: Place, { s3, directory, tell }: FileTools): Promise<void> {
  if (place === undefined) return;
  tell('Downloading S3 cache...');
  try {
    await unzipInto(await fetchObject(s3, place.Bucket, place.Key), directory);
  } catch (error) {
    tell(`Unable to download cache: ${(error as Error).message}`);
  }
}

/**
 * Keeps the paths that a build specification names: relative ones are the source's, and those under `/root/`, which is
 * the home directory in AWS's own images, are in the build's. Other paths are not cached, since they are this machine's.
 */
export async function saveCache(place: Place, paths: readonly string[], tools: FileTools): Promise<void> {
  if (place === undefined) return;
  const { s3, directory, tell } = tools;
  const patterns = paths
    .map((path) => (path.startsWith('/root/') ? path.replace('/root/', 'home/') : `src/${path}`))
    .filter((path) => !path.startsWith('src//'));
  const files = await matchingFiles(directory, patterns);
  tell(`Uploading S3 cache of ${files.length} file(s)...`);
  const Body = await zipFiles(directory, files);
  await s3.send(new PutObjectCommand({ ...place, Body })).catch((error: unknown) => {
    tell(`Unable to upload cache: ${String(error)}`);
  });
}
