import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { NoSuchKey, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { sdkStreamMixin } from '@smithy/core/serde';

import type { Calls } from './faults';

interface Input {
  readonly Key: string;
  readonly Body?: string | Readable;
  readonly CopySource?: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

/** The objects of one bucket. */
export class FakeS3 {
  readonly objects = new Map<string, Buffer>();
  /** What is made of the content of the next answers on their way. */
  readonly mangled: ((content: Buffer) => Buffer)[] = [];

  constructor(private readonly calls: Calls) {}

  /** A client that asks these objects, and no network. */
  get client(): S3Client {
    const client = new S3Client({ region: 'eu-west-1' });
    client.send = this.calls.sender((action, input: Input) => this.#answer(action, input));
    return client;
  }

  text(key: string): string {
    return this.#object(key).toString();
  }

  /** Base64 SHA-256 of an object. */
  digest(key: string): string {
    return sha256(this.#object(key));
  }

  async #answer(action: string, { Key, Body, CopySource = '', IfMatch, IfNoneMatch }: Input): Promise<object> {
    switch (action) {
      case 'GetObject':
        return this.#read(Key);
      case 'ListObjectsV2':
        return { Contents: [...this.objects].map(([key, { length }]) => ({ Key: key, Size: length })) };
      case 'PutObject': {
        const body = typeof Body === 'string' ? Buffer.from(Body) : await whole(Body);
        const present = this.objects.has(Key) ? this.#etag(Key) : undefined;
        if ((IfNoneMatch === '*' && present !== undefined) || (IfMatch !== undefined && IfMatch !== present)) {
          throw new S3ServiceException({
            ...{ name: 'PreconditionFailed', $fault: 'client', $metadata: { httpStatusCode: 412 } },
          });
        }
        this.objects.set(Key, body);
        return { ETag: this.#etag(Key) };
      }
      case 'CopyObject':
        this.objects.set(Key, this.#object(decodeURIComponent(CopySource).replace(/^[^/]+\//, '')));
        return {};
      default:
        throw new Error(`the fake S3 has no ${action}`);
    }
  }

  #read(key: string): object {
    const content = this.#object(key);
    const sent = this.mangled.shift()?.(content) ?? content;
    return { Body: sdkStreamMixin(Readable.from([sent])), ContentLength: content.length, ETag: this.#etag(key) };
  }

  #object(key: string): Buffer {
    const found = this.objects.get(key);
    if (found === undefined) throw new NoSuchKey({ $metadata: { httpStatusCode: 404 }, message: `no ${key}` });
    return found;
  }

  #etag(key: string): string {
    return `"${createHash('md5').update(this.#object(key)).digest('hex')}"`;
  }
}

/** A digest as Lambda writes it. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

async function whole(stream: Readable | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
