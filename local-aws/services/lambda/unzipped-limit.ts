import type { Correction, CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { errorAnswer, jsonObject } from '../../front/message';
import { functionPath, functionReference, latestConfiguration, read } from './function';
import { packageOf } from './package-of';
import { unzippedSize } from './unzipped-size';

/** Bytes that a function's code and all of its layers may have together, unzipped. */
const LIMIT = 262_144_000;

/** DEFLATE makes no more of a byte: https://zlib.net/zlib_tech.html */
const HIGHEST_RATIO = 1032;

/**
 * "Deployment package size: 250 MB (the maximum size of the contents of a deployment package, including layers and custom runtimes, unzipped)":
 * Lambda looks at each call that sets the code or the layers, with what is there of the other. The emulator takes any.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const unzippedLimit: Correction = {
  service: 'lambda',
  actions: ['UpdateFunctionCode', 'UpdateFunctionConfiguration'],
  async answer(call, context) {
    const input = jsonObject(call.request.body);
    if (call.action === 'UpdateFunctionConfiguration' && !Array.isArray(input.Layers)) return undefined;
    const latest = await latestConfiguration(call, context);
    if ('error' in latest) return undefined;
    const layers = layerArns(call.action === 'UpdateFunctionCode' ? latest.configuration.Layers : input.Layers);
    const code = await codeOf(call, input, context);
    const zips = [code, ...(await Promise.all(layers.map((arn) => layerOf(call, arn, context))))];
    const zipped = zips.reduce((sum, { length }) => sum + length, 0);
    if (zipped * HIGHEST_RATIO <= LIMIT) return undefined;
    const size = zips.reduce((sum, zip) => sum + unzippedSize(zip), 0);
    if (size <= LIMIT) return undefined;
    return errorAnswer(
      400,
      'InvalidParameterValueException',
      layers.length === 0
        ? `Unzipped size must be smaller than ${LIMIT} bytes`
        : `Function code combined with layers exceeds the maximum allowed size of ${LIMIT} bytes. The actual size is ${size} bytes.`,
    );
  },
};

const NOTHING = Buffer.alloc(0);

/** ARNs in a request, or in a configuration. */
function layerArns(layers: unknown): string[] {
  const list = (Array.isArray(layers) ? layers : []) as readonly (string | { readonly Arn?: string })[];
  return list.flatMap((layer) => (typeof layer === 'string' ? layer : (layer.Arn ?? [])));
}

/** The zip that a call brings, or else the one that is there. */
async function codeOf(call: Call, input: Record<string, unknown>, context: CorrectionContext): Promise<Buffer> {
  if (call.action === 'UpdateFunctionCode') {
    const code = await packageOf(call, input, context);
    return Buffer.isBuffer(code) ? code : NOTHING;
  }
  const { name } = functionReference(call);
  const found = await context.send(read(call, functionPath(name, '').replace(/\/$/, '')));
  return download(call, (jsonObject(found.body).Code as { Location?: string } | undefined)?.Location, context);
}

async function layerOf(call: Call, arn: string, context: CorrectionContext): Promise<Buffer> {
  const found = await context.send(read(call, `/2018-10-31/layers?find=LayerVersion&Arn=${encodeURIComponent(arn)}`));
  return download(call, (jsonObject(found.body).Content as { Location?: string } | undefined)?.Location, context);
}

async function download(call: Call, location: string | undefined, { send }: CorrectionContext): Promise<Buffer> {
  if (location === undefined || !URL.canParse(location)) return NOTHING;
  const { pathname, search } = new URL(location);
  const { status, body } = await send(read(call, pathname + search));
  return status === 200 ? body : NOTHING;
}
