import type { Correction } from '../../front/correction';
import { jsonAnswer, jsonObject } from '../../front/message';
import { parseImageUri } from './image-uri';

/**
 * `GetFunction` tells of an image both the URI that was given and `ResolvedImageUri`, with the digest. The emulator tells
 * twice what the front gave it, which has tag and digest.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCodeLocation.html
 */
export const imageLocation: Correction = {
  service: 'lambda',
  actions: ['GetFunction'],
  async answer(call, { send }) {
    const answer = await send(call.request);
    const output = jsonObject(answer.body);
    const code = (output.Code ?? {}) as { ImageUri?: unknown };
    const image = typeof code.ImageUri === 'string' ? parseImageUri(code.ImageUri) : undefined;
    if (answer.status !== 200 || image?.digest === undefined) return answer;
    const { repositoryUri, tag, digest } = image;
    const ResolvedImageUri = `${repositoryUri}@${digest}`;
    const ImageUri = tag === undefined ? ResolvedImageUri : `${repositoryUri}:${tag}`;
    return jsonAnswer(200, { ...output, Code: { ...code, ImageUri, ResolvedImageUri } });
  },
};
