import type { CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { jsonObject, type Answer } from '../../front/message';
import { inTheNameOf, jsonRequest } from '../emulator-call';

const TARGET = 'AmazonEC2ContainerRegistry_V20150921';

/** How ECR names an image: by its digest, or by a tag. */
export interface ImageId {
  readonly imageDigest?: string;
  readonly imageTag?: string;
}

/** An image as `BatchGetImage` answers it. */
export interface StoredImage {
  readonly digest: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly mediaType: string;
}

/** Calls the emulator's ECR in the name of whoever made a call. */
export function callEcr(call: Call, { send }: CorrectionContext, action: string, input: object): Promise<Answer> {
  return send(jsonRequest({ headers: inTheNameOf(call, 'ecr'), target: `${TARGET}.${action}`, input }));
}

/** An image of a repository; undefined where there is no such image, or no such repository. */
export async function storedImage(
  call: Call,
  context: CorrectionContext,
  repositoryName: string,
  imageId: ImageId,
): Promise<StoredImage | undefined> {
  const answer = await callEcr(call, context, 'BatchGetImage', { repositoryName, imageIds: [imageId] });
  const { images } = jsonObject(answer.body) as {
    images?: { imageId: ImageId; imageManifest: string; imageManifestMediaType: string }[];
  };
  const found = images?.[0];
  if (found?.imageId.imageDigest === undefined) return undefined;
  return {
    digest: found.imageId.imageDigest,
    manifest: jsonObject(Buffer.from(found.imageManifest)),
    mediaType: found.imageManifestMediaType,
  };
}

/** Bytes of an image as it is pulled: its configuration and its layers, compressed. */
export function imageBytes({ config, layers }: Readonly<Record<string, unknown>>): number {
  return [config, ...(Array.isArray(layers) ? (layers as unknown[]) : [])].reduce((sum: number, part) => {
    const { size } = (part ?? {}) as { size?: unknown };
    return sum + (typeof size === 'number' ? size : 0);
  }, 0);
}
