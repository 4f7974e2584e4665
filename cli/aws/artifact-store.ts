import { createHash, getFips } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';

import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3ServiceException,
  paginateListObjectsV2,
  type GetObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

import { CodelessError } from '../errors';
import { UPLOAD } from './connection/connection-handler';
import { deniedKey } from './denied-key';
import { again } from './retry';

/** A text object, and what a conditional write of its successor needs. */
export interface StoredText {
  readonly text: string;
  readonly etag: string | undefined;
}

/** An object, as a listing names it. */
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

/** An ETag that is the content's MD5; that of an upload in parts has a dash. */
const MD5_ETAG = /^"([0-9a-f]{32})"$/;

/** Attempts at a text whose answers are cut; the SDK retries the calls themselves, but not what comes after their head. */
const MAX_READS = 4;

/** Most keys of one call of DeleteObjects. */
const MAX_DELETES = 1000;

/** A file to upload. */
export interface Upload {
  readonly file: string;
  /** Bytes of the file. */
  readonly bytes: number;
  /** Base64 SHA-256, which S3 checks. */
  readonly sha256: string;
}

/** An object as S3 describes it. */
export interface StoredObject {
  readonly bytes: number;
  /** Base64 SHA-256 that it was uploaded with, where it was. */
  readonly sha256: string | undefined;
}

/** The calls to S3 that the program makes, in one bucket. */
export class ArtifactStore {
  constructor(
    private readonly client: S3Client,
    readonly bucket: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Uploads a file as a stream; `onBytes` hears how much has gone. */
  async upload(key: string, { file, bytes, sha256 }: Upload, onBytes: (sent: number) => void): Promise<void> {
    // The SDK cannot send a stream twice, so each attempt opens the file anew.
    await again(async () => {
      let sent = 0;
      const counter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          sent += chunk.length;
          onBytes(sent);
          done(null, chunk);
        },
      });
      const stream = createReadStream(file);
      stream.on('error', (error) => counter.destroy(error));
      await this.client.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: key,
          Body: stream.pipe(counter),
          ContentLength: bytes,
          ContentType: 'application/zip',
          ChecksumSHA256: sha256,
        }),
        { ...this.options, ...UPLOAD },
      );
    }, this.signal);
  }

  /** Copies an object within the bucket, if it is there. */
  async copy(from: string, to: string): Promise<void> {
    const source = [this.bucket, ...from.split('/')].map(encodeURIComponent).join('/');
    try {
      await this.client.send(new CopyObjectCommand({ Bucket: this.bucket, Key: to, CopySource: source }), this.options);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'NoSuchKey')) throw error;
    }
  }

  /**
   * Reads a text; undefined where there is none. An answer that is cut or is not what its ETag tells is asked for again.
   *
   * @throws CodelessError `ObjectCut`
   */
  async readText(key: string): Promise<StoredText | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#get(key);
      if (answer === undefined) return undefined;
      try {
        return { text: await wholeText(answer), etag: answer.ETag };
      } catch (cause) {
        this.signal.throwIfAborted();
        if (attempt < MAX_READS) continue;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new CodelessError('failed', 'ObjectCut', `s3://${this.bucket}/${key} cannot be read whole: ${reason}`, {
          hint: 'Run this again; if it stays so, look at what stands between this machine and S3.',
          cause,
        });
      }
    }
  }

  async #get(key: string): Promise<GetObjectCommandOutput | undefined> {
    try {
      return await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }), this.options);
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /** What an object is; undefined where there is none. */
  async describe(key: string): Promise<StoredObject | undefined> {
    try {
      const { ContentLength, ChecksumSHA256 } = await this.client.send(
        new HeadObjectCommand({ Bucket: this.bucket, Key: key, ChecksumMode: 'ENABLED' }),
        this.options,
      );
      return { bytes: ContentLength ?? 0, sha256: ChecksumSHA256 };
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }

  /** Reads a part of an object. */
  async readRange(key: string, offset: number, bytes: number): Promise<Buffer> {
    const { Body } = await this.client.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: key, Range: `bytes=${offset}-${offset + bytes - 1}` }),
      this.options,
    );
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  /** Asks for one key, to see whether the bucket can be reached. */
  async probe(prefix: string): Promise<void> {
    await this.client.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, MaxKeys: 1 }), this.options);
  }

  /**
   * Writes a text, if the object is still what it was when it was read.
   *
   * @returns the ETag of what was written, or undefined where someone else wrote in between
   */
  async writeText(key: string, text: string, previous: StoredText | undefined): Promise<string | undefined> {
    try {
      const { ETag } = await this.client.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: key,
          Body: text,
          ContentType: 'application/json',
          ...(previous === undefined ? { IfNoneMatch: '*' } : { IfMatch: previous.etag }),
        }),
        this.options,
      );
      return ETag ?? '';
    } catch (error) {
      // A conditional write of an object that is gone is answered by 404.
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 412 || (status === 404 && !(error instanceof Error && error.name === 'NoSuchBucket')))
        return undefined;
      throw error;
    }
  }

  /** Every object whose key begins so. */
  async list(prefix: string): Promise<ListedObject[]> {
    const { client, bucket: Bucket } = this;
    const objects: ListedObject[] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix }, this.options)) {
      for (const { Key = '', Size = 0 } of page.Contents ?? []) objects.push({ key: Key, bytes: Size });
    }
    return objects;
  }

  /** @throws CodelessError `ObjectsKept` where S3 refuses some */
  async remove(keys: readonly string[]): Promise<void> {
    for (let first = 0; first < keys.length; first += MAX_DELETES) {
      const Objects = keys.slice(first, first + MAX_DELETES).map((Key) => ({ Key }));
      const { Errors = [] } = await this.client.send(
        new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects, Quiet: true } }),
        this.options,
      );
      const [refused] = Errors;
      if (refused === undefined) continue;
      if (refused.Code === 'AccessDenied') throw deniedKey(this.bucket, refused);
      const reason = `${refused.Code ?? 'no code'} (${refused.Message ?? 'no reason given'})`;
      const message = `S3 did not delete s3://${this.bucket}/${refused.Key ?? ''}: ${reason}`;
      throw new CodelessError('failed', 'ObjectsKept', message, {
        hint: 'Run codeless prune again.',
      });
    }
  }

  private get options(): { readonly abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

/** The text of an answer, held against its length and, if that is a digest of the content, its ETag. */
async function wholeText({
  Body,
  ContentLength,
  ETag = '',
  ServerSideEncryption,
}: GetObjectCommandOutput): Promise<string> {
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  if (ContentLength !== undefined && bytes.length !== ContentLength) {
    throw new Error(`${bytes.length} of ${ContentLength} bytes came`);
  }
  // The ETag of an object that KMS encrypts is no digest, and Node.js has no MD5 in FIPS mode: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
  const isOpaque = ServerSideEncryption?.startsWith('aws:kms') === true || getFips() === 1;
  const digest = isOpaque ? undefined : MD5_ETAG.exec(ETag)?.[1];
  if (digest !== undefined && createHash('md5').update(bytes).digest('hex') !== digest) {
    throw new Error('what came is not what was stored');
  }
  return new TextDecoder().decode(bytes);
}
