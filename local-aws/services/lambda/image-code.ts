import type { Correction, CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { errorAnswer, jsonObject, type Answer } from '../../front/message';
import { storedImage } from '../ecr/image-store';
import { imageIdOf, parseImageUri } from './image-uri';

type Input = Readonly<Record<string, unknown>>;

/** Manifests of one image; Lambda takes no index of several. */
const MANIFESTS = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
];

/**
 * "Lambda resolves the image tag to an image digest", which is the function's `CodeSha256`, and takes an image of one
 * architecture from ECR alone. The emulator takes any text, and knows no digest: it is given both tag and digest, and
 * started so that it takes the digest for `CodeSha256` (emulator/serve.py).
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
export const imageCode: Correction = {
  service: 'lambda',
  actions: ['CreateFunction', 'UpdateFunctionCode'],
  async answer(call, context) {
    const input = jsonObject(call.request.body);
    const isNew = call.action === 'CreateFunction';
    const code = isNew ? ((input.Code ?? {}) as Input) : input;
    const uri = code.ImageUri;
    if (typeof uri !== 'string') return undefined;
    const resolved = await resolve(call, context, uri);
    if (typeof resolved !== 'string') return resolved;
    if (input.DryRun === true) return undefined;
    const changed = { ...code, ImageUri: resolved };
    const body = Buffer.from(JSON.stringify(isNew ? { ...input, Code: changed } : changed));
    const headers = { ...call.request.headers, 'content-length': String(body.length) };
    return context.send({ ...call.request, headers, body });
  },
};

/** The URI with tag, where it has one, and digest; or the error that Lambda answers. */
async function resolve(call: Call, context: CorrectionContext, uri: string): Promise<string | Answer> {
  const parsed = parseImageUri(uri);
  if (parsed === undefined) return invalid(`Source image ${uri} is not valid. Provide a valid source image.`);
  const image = await storedImage(call, context, parsed.repository, imageIdOf(parsed));
  if (image === undefined) return invalid(`Source image ${uri} does not exist. Provide a valid source image.`);
  if (!MANIFESTS.includes(image.mediaType)) {
    return invalid(`The image manifest, config or layer media type for the source image ${uri} is not supported.`);
  }
  const { repositoryUri, tag } = parsed;
  return `${repositoryUri}${tag === undefined ? '' : `:${tag}`}@${image.digest}`;
}

function invalid(message: string): Answer {
  return errorAnswer(400, 'InvalidParameterValueException', message);
}
