import {
  BatchGetImageCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  GetRepositoryPolicyCommand,
  RepositoryNotFoundException,
  RepositoryPolicyNotFoundException,
} from '@aws-sdk/client-ecr';

import { CodelessError } from '../errors';
import type { ImageReference } from '../image/image-uri';
import type { ClientConfiguration } from './clients';
import { retryConflicts } from './retry';

/** An image as ECR has it. */
export interface StoredImage {
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string | undefined;
}

/** A repository, and in which account. */
type Repository = Pick<ImageReference, 'registryId' | 'repositoryName' | 'repositoryUri'>;

/** Every kind of manifest; without a list ECR answers none of OCI's indexes. */
const MEDIA_TYPES = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/** The calls to ECR that the program makes: it reads, in the account and region of the image. */
export class EcrApi {
  constructor(
    private readonly client: ECRClient,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws CodelessError `ImageNotFound` */
  async image({ registryId, repositoryName, repositoryUri, tag, digest }: ImageReference): Promise<StoredImage> {
    const imageIds = [digest === undefined ? { imageTag: tag } : { imageDigest: digest }];
    const command = new BatchGetImageCommand({ registryId, repositoryName, imageIds, acceptedMediaTypes: MEDIA_TYPES });
    const name = `${repositoryUri}${digest === undefined ? `:${tag ?? ''}` : `@${digest}`}`;
    const { images = [], failures = [] } = await this.client.send(command, this.#options).catch((error: unknown) => {
      throw error instanceof RepositoryNotFoundException ? notFound(name, 'the repository', error) : error;
    });
    const [image] = images;
    if (image?.imageId?.imageDigest !== undefined && image.imageManifest !== undefined) {
      const { imageId, imageManifest: manifest, imageManifestMediaType: mediaType } = image;
      return { digest: imageId.imageDigest ?? '', manifest, mediaType };
    }
    const [failure] = failures;
    if (failure === undefined || failure.failureCode === 'ImageNotFound') throw notFound(name, 'the image');
    const reason = `${failure.failureCode ?? 'no code'}, ${failure.failureReason ?? 'no reason given'}`;
    throw new CodelessError('failed', 'ImageUnreadable', `ECR does not give ${name}: ${reason}`);
  }

  /** Where a part of an image can be downloaded for a while. */
  async downloadUrl({ registryId, repositoryName }: Repository, layerDigest: string): Promise<string> {
    const command = new GetDownloadUrlForLayerCommand({ registryId, repositoryName, layerDigest });
    return (await this.client.send(command, this.#options)).downloadUrl ?? '';
  }

  /** The policy of a repository, as JSON; undefined where it has none. */
  async repositoryPolicy({ registryId, repositoryName }: Repository): Promise<string | undefined> {
    const command = new GetRepositoryPolicyCommand({ registryId, repositoryName });
    try {
      return (await this.client.send(command, this.#options)).policyText;
    } catch (error) {
      if (error instanceof RepositoryPolicyNotFoundException) return undefined;
      throw error;
    }
  }

  get #options(): { readonly abortSignal: AbortSignal } {
    return { abortSignal: this.signal };
  }
}

export function ecrApi(configuration: ClientConfiguration, region: string, signal: AbortSignal): EcrApi {
  return new EcrApi(retryConflicts(new ECRClient({ ...configuration, region })), signal);
}

function notFound(name: string, what: string, cause?: unknown): CodelessError {
  return new CodelessError('usage', 'ImageNotFound', `there is no image ${name}: ECR does not find ${what}`, {
    hint: 'Push it, or correct the name, the account and the region in it.',
    cause,
  });
}
