import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { ECRClient, RepositoryPolicyNotFoundException } from '@aws-sdk/client-ecr';

import type { Download } from '../../../../cli/aws/clients';
import type { Calls } from './faults';

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const REPOSITORY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo';

interface Input {
  readonly imageIds?: readonly { readonly imageDigest?: string; readonly imageTag?: string }[];
  readonly layerDigest?: string;
}

/** One repository of ECR's. */
export class FakeEcr {
  /** Manifests by their digests. */
  readonly manifests = new Map<string, string>();
  readonly tags = new Map<string, string>();
  policy: string | undefined;
  readonly #blobs = new Map<string, string>();

  constructor(private readonly calls: Calls) {}

  get client(): ECRClient {
    const client = new ECRClient({ region: 'eu-west-1' });
    client.send = this.calls.sender((action, input: Input) => Promise.resolve(this.#answer(action, input)));
    return client;
  }

  /** Pushes an image; its URI by the digest. */
  push(content: string, tag?: string, { architecture = 'arm64', size = 1000 } = {}): string {
    const config = JSON.stringify({ architecture, os: 'linux', content });
    this.#blobs.set(digestOf(config), config);
    const mediaType = 'application/vnd.docker.container.image.v1+json';
    return this.put(
      { config: { mediaType, digest: digestOf(config), size: 10 }, layers: [{ mediaType: 'gzip', digest: 'x', size }] },
      tag,
    );
  }

  put(manifest: object, tag?: string): string {
    const text = JSON.stringify({ schemaVersion: 2, ...manifest });
    this.manifests.set(digestOf(text), text);
    if (tag !== undefined) this.tags.set(tag, digestOf(text));
    return `${REPOSITORY}@${digestOf(text)}`;
  }

  /** What the URL of a part answers. */
  download({ pathname }: URL): Download {
    const blob = this.#blobs.get(pathname.slice(1));
    return { status: blob === undefined ? 404 : 200, body: Readable.from([Buffer.from(blob ?? 'missing')]) };
  }

  /** Loses or changes the configuration of every image that was pushed. */
  spoil(change: (config: string) => string | undefined): void {
    for (const [digest, config] of this.#blobs) {
      const text = change(config);
      if (text === undefined) this.#blobs.delete(digest);
      else this.#blobs.set(digest, text);
    }
  }

  #answer(action: string, { imageIds = [], layerDigest = '' }: Input): object {
    switch (action) {
      case 'BatchGetImage': {
        const [id = {}] = imageIds;
        const imageDigest = id.imageDigest ?? this.tags.get(id.imageTag ?? '') ?? '';
        const imageManifest = this.manifests.get(imageDigest);
        if (imageManifest === undefined) return { images: [], failures: [{ failureCode: 'ImageNotFound' }] };
        return { images: [{ imageId: { imageDigest }, imageManifest, imageManifestMediaType: MANIFEST }] };
      }
      case 'GetDownloadUrlForLayer':
        return { downloadUrl: `https://layers.example/${layerDigest}` };
      case 'GetRepositoryPolicy': {
        if (this.policy !== undefined) return { policyText: this.policy };
        throw new RepositoryPolicyNotFoundException({ $metadata: { httpStatusCode: 400 }, message: 'none' });
      }
      default:
        throw new Error(`the fake ECR has no ${action}`);
    }
  }
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
