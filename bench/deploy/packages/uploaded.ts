import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { unpackByPython } from './unpack';

/** The name of the package that holds the code; the others hold dependencies. */
const CODE = /(^|\/)app\.zip$/;

/** The packages that a function's deploys uploaded, each checked once by a tool that is not ours. */
export class UploadedPackages {
  readonly #checked = new Set<string>();

  /** @param directory where packages are put for a moment */
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
    private readonly python: string,
    private readonly directory: string,
  ) {}

  /** How many were checked. */
  get count(): number {
    return this.#checked.size;
  }

  /**
   * Checks what was uploaded since the last check; packages of code have to hold the source as it is now.
   *
   * @throws Error if a package is broken
   */
  async check(functionName: string, source: string): Promise<void> {
    const pages = paginateListObjectsV2({ client: this.s3 }, { Bucket: this.bucket });
    for await (const { Contents: objects = [] } of pages) {
      for (const { Key: key = '', ETag: tag = '' } of objects) {
        const known = `${key} ${tag}`;
        const isPackage = key.includes(`${functionName}/`) && key.endsWith('.zip');
        if (!isPackage || this.#checked.has(known)) continue;
        await this.#check(key, CODE.test(key) ? source : undefined);
        this.#checked.add(known);
      }
    }
  }

  async #check(key: string, source: string | undefined): Promise<void> {
    const path = join(this.directory, 'package-to-check.zip');
    const { Body: body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    await pipeline(body as Readable, createWriteStream(path));
    try {
      await unpackByPython(this.python, path, source);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`codeless uploaded a broken package, ${key}: ${reason}`, { cause: error });
    } finally {
      await rm(path, { force: true });
    }
  }
}
