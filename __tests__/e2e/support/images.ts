import { createHash } from 'node:crypto';

import {
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';

import type { LocalAws } from '../../../local-aws';
import { clientConfig } from './client-config';

const HOST = '000000000000.dkr.ecr.us-east-1.amazonaws.com';
const DOCKER = 'application/vnd.docker';
const MANIFEST = `${DOCKER}.distribution.manifest.v2+json`;

/** What Lambda needs of a repository. */
const PULL = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'LambdaECRImageRetrievalPolicy',
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    },
  ],
};

/** An image that was pushed. */
export interface PushedImage {
  /** With the digest. */
  readonly uri: string;
  /** The digest as Lambda's `CodeSha256`. */
  readonly hex: string;
}

/** How an image is pushed. */
export interface PushOptions {
  /** @default - none: it is known by its digest */
  readonly tag?: string;
  /** @default 'amd64' */
  readonly architecture?: string;
}

/** Pushes images to the local AWS's ECR: nothing in them can be run. */
export class Registry {
  readonly ecr: ECRClient;

  constructor(private readonly aws: LocalAws) {
    this.ecr = new ECRClient(clientConfig(aws.environment));
  }

  /** @param name with tag or digest, or without */
  uri(name: string): string {
    return `${HOST}/${name}`;
  }

  /** @param isOpen whether its policy lets Lambda pull */
  async create(repositoryName: string, isOpen = false): Promise<void> {
    await this.ecr.send(new CreateRepositoryCommand({ repositoryName }));
    if (!isOpen) return;
    await this.ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: JSON.stringify(PULL) }));
  }

  /** @param content by which images differ */
  async push(
    repository: string,
    content: string,
    { tag, architecture = 'amd64' }: PushOptions = {},
  ): Promise<PushedImage> {
    const config = Buffer.from(JSON.stringify({ architecture, os: 'linux', config: { Cmd: [content] } }));
    await this.#upload(repository, config);
    const manifest = {
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: `${DOCKER}.container.image.v1+json`, size: config.length, digest: digestOf(config) },
      layers: [
        { mediaType: `${DOCKER}.image.rootfs.diff.tar.gzip`, size: 1_000_000, digest: digestOf(Buffer.from(content)) },
      ],
    };
    return this.put(repository, manifest, tag);
  }

  /** Pushes an index of images, as docker buildx does with provenance. */
  async pushIndex(
    repository: string,
    images: Readonly<Record<string, PushedImage>>,
    tag: string,
  ): Promise<PushedImage> {
    const manifests = Object.entries(images).map(([architecture, { hex }]) => ({
      mediaType: MANIFEST,
      size: 1000,
      digest: `sha256:${hex}`,
      platform: { architecture, os: 'linux' },
    }));
    return this.put(
      repository,
      { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests },
      tag,
    );
  }

  async put(repositoryName: string, manifest: object, imageTag?: string): Promise<PushedImage> {
    const imageManifest = JSON.stringify(manifest);
    await this.ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag }));
    const digest = digestOf(Buffer.from(imageManifest));
    return { uri: this.uri(`${repositoryName}@${digest}`), hex: digest.slice('sha256:'.length) };
  }

  async remove(repositoryName: string, { hex }: PushedImage): Promise<void> {
    const imageIds = [{ imageDigest: `sha256:${hex}` }];
    await this.ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
  }

  /** As docker push does. */
  async #upload(repository: string, blob: Buffer): Promise<void> {
    const url = `${this.aws.endpoint}/v2/${repository}/blobs/uploads/?digest=${digestOf(blob)}`;
    const { status } = await fetch(url, { method: 'POST', body: new Uint8Array(blob) });
    if (status !== 201) throw new Error(`the registry took no blob: ${status}`);
  }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
