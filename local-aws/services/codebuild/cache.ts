import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import { matchingFiles } from './files';
import type { Project } from './shapes';
import { unzipInto, zipFiles } from './zip';

/** What caches are kept with. */
export interface CacheTools {
  readonly s3: S3Client;
  /** Of the build; the source and the home directory are in it. */
  readonly directory: string;
  readonly tell: (line: string) => void;
}

/**
 * The cache of a project in S3, with the paths that a build specification names: relative ones are the source's, and
 * those under `/root/` are in the home directory. Other paths are not cached, since they are this machine's.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/caching-s3.html
 */
export class Cache {
  readonly #object: { readonly Bucket: string; readonly Key: string } | undefined;
  readonly #patterns: readonly string[];

  constructor(
    { name, cache }: Project,
    paths: readonly string[],
    private readonly tools: CacheTools,
  ) {
    const [, Bucket, prefix = ''] = /^(?:arn:aws:s3:::)?([^/]+)\/?(.*)$/.exec(cache?.location ?? '') ?? [];
    if (cache?.type === 'S3' && Bucket !== undefined && paths.length > 0) {
      this.#object = {
        Bucket,
        Key: [prefix.replace(/\/$/, ''), cache.cacheNamespace ?? name].filter(Boolean).join('/'),
      };
    }
    this.#patterns = paths
      .filter(isCached)
      .map((path) => (path.startsWith('/root/') ? `home${path.slice(5)}` : `src/${path}`));
    const skipped = this.#object === undefined ? [] : paths.filter((path) => !isCached(path));
    for (const path of skipped) tools.tell(`Skipping invalid cache path ${path}`);
  }

  async restore(): Promise<void> {
    if (this.#object === undefined) return;
    const { s3, directory, tell } = this.tools;
    tell('Downloading S3 cache...');
    try {
      const { Body } = await s3.send(new GetObjectCommand(this.#object));
      await unzipInto(Buffer.from((await Body?.transformToByteArray()) ?? []), directory);
    } catch (error) {
      const reason = error instanceof NoSuchKey ? 'there is none yet' : String(error);
      tell(`Unable to download cache: ${reason}`);
    }
  }

  async save(): Promise<void> {
    if (this.#object === undefined) return;
    const { s3, directory, tell } = this.tools;
    const files = await matchingFiles(directory, this.#patterns);
    tell(`Uploading S3 cache of ${files.length} file(s)...`);
    const Body = await zipFiles(directory, new Map(files.map((file) => [file, file])));
    await s3.send(new PutObjectCommand({ ...this.#object, Body })).catch((error: unknown) => {
      tell(`Unable to upload cache: ${String(error)}`);
    });
  }
}

function isCached(path: string): boolean {
  return path.startsWith('/root/') || !path.startsWith('/');
}
