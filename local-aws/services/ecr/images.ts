import type { Correction } from '../../front/correction';
import { errorAnswer, jsonAnswer, jsonObject } from '../../front/message';
import { callEcr, imageBytes, storedImage, type ImageId } from './image-store';

const JSON_TYPE = 'application/x-amz-json-1.1';

/**
 * `PutImage` takes the media type from the manifest where none is given, and refuses a manifest without one. The emulator
 * takes Docker's for granted.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html
 */
export const putImage: Correction = {
  service: 'ecr',
  actions: ['PutImage'],
  async answer(call, context) {
    const { imageManifest, imageManifestMediaType: given } = call.input;
    const { mediaType } = jsonObject(Buffer.from(String(imageManifest)));
    if (typeof given === 'string' || typeof mediaType !== 'string') {
      if (typeof given === 'string') return undefined;
      const message = "Invalid parameter at 'imageManifest' failed to satisfy constraint: 'Manifest has no media type'";
      return errorAnswer(400, 'InvalidParameterException', message);
    }
    return callEcr(call, context, 'PutImage', { ...call.input, imageManifestMediaType: mediaType });
  },
};

/**
 * `DescribeImages` refuses an image that is not there, and tells how large the layers are. The emulator leaves out the
 * one, and measures the manifest.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
 */
export const describeImages: Correction = {
  service: 'ecr',
  actions: ['DescribeImages'],
  async answer(call, context) {
    const { repositoryName, imageIds } = call.input as { repositoryName?: string; imageIds?: ImageId[] };
    const name = String(repositoryName);
    const answer = await context.send(call.request);
    if (answer.status !== 200) return answer;
    for (const id of imageIds ?? []) {
      if ((await storedImage(call, context, name, id)) !== undefined) continue;
      const text = `imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'`;
      const message = `The image with imageId {${text}} does not exist within the repository with name '${name}'`;
      return errorAnswer(400, 'ImageNotFoundException', message);
    }
    const { imageDetails } = jsonObject(answer.body) as { imageDetails: { imageDigest: string }[] };
    const details = imageDetails.map(async (detail) => {
      const image = await storedImage(call, context, name, { imageDigest: detail.imageDigest });
      return { ...detail, imageSizeInBytes: imageBytes(image?.manifest ?? {}) };
    });
    return jsonAnswer(200, { imageDetails: await Promise.all(details) }, JSON_TYPE);
  },
};

/**
 * `GetDownloadUrlForLayer` answers an address where the layer is. The emulator's leads out of this machine: what was
 * pushed is answered by its registry, at the same address as all services.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html
 */
export const layerDownloads: Correction = {
  service: 'ecr',
  actions: ['GetDownloadUrlForLayer'],
  async answer(call, context) {
    const { repositoryName, layerDigest } = call.input;
    const answer = await context.send(call.request);
    if (answer.status !== 200) return answer;
    const path = `/v2/${String(repositoryName)}/blobs/${String(layerDigest)}`;
    const { host = '' } = call.request.headers;
    if ((await context.send({ method: 'GET', path, headers: { host } })).status === 200) {
      return jsonAnswer(200, { downloadUrl: `http://${host}${path}`, layerDigest }, JSON_TYPE);
    }
    const message = `The layer with digest '${String(layerDigest)}' does not exist in the repository with name '${String(repositoryName)}'`;
    return errorAnswer(400, 'LayersNotFoundException', message);
  },
};
