import { resolveImage, type ImageCode } from '../image/resolve-image';
import { parseImageUri } from '../image/image-uri';
import { CodelessError } from '../errors';
import type { BuiltPackage } from '../package';
import { step } from '../progress';
import { bundleUnlessServed, type Bundle, type BundleTarget } from './bundle';
import type { Engine } from './engine';
import { servedContent, type ServedCode } from './served-code';
import type { FunctionState } from './state';

/** What is shipped: packages that are made of the source, or an image that was pushed before. */
export type Shipment = Bundle<BuiltPackage | ServedCode | ImageCode>;

/** Whether code is an image. */
export function isImage(code: Shipment['code']): code is ImageCode {
  return 'imageUri' in code;
}

/**
 * Makes the packages in a directory of the caller's, or finds the image that is named.
 *
 * @throws CodelessError of the package's making; `ImageNotFound`, `ImageRegion`, `ImageIndex`, `ImageNotRunnable`,
 * `ImageArchitecture`, `ImageTooLarge`, `ImageUnreadable`, `PlaceholderCode`
 */
export async function prepareShipment(
  engine: Engine,
  state: FunctionState,
  target: BundleTarget,
  directory: string,
): Promise<Shipment> {
  const { settings, onProgress } = engine;
  const uri = settings.imageUri.value;
  if (uri === undefined) return bundleUnlessServed(settings, target, directory, engine, servedContent(state));
  const code = await step(
    onProgress,
    'Look at the image',
    () => image(engine, uri, state, target),
    ({ sha256, bytes }) => `sha256:${sha256}, ${bytes} bytes`,
  );
  return { code, dependencies: undefined, packaged: undefined };
}

async function image(
  { settings, clients, signal }: Engine,
  uri: string,
  { serving, latest, placeholderSha256 }: FunctionState,
  { architecture }: BundleTarget,
): Promise<ImageCode> {
  const reference = parseImageUri(uri);
  const region = (latest.FunctionArn ?? '').split(':')[3] ?? '';
  if (reference.region !== region) {
    const message = `image-uri: ${uri} is in ${reference.region}, and Lambda takes images of the function's own region, ${region}`;
    throw new CodelessError('usage', 'ImageRegion', message, {
      hint: 'Push it to a repository there, or replicate it.',
    });
  }
  const isRunning = (serving.Architectures?.[0] ?? 'x86_64') === architecture;
  const code = await resolveImage(reference, {
    ecr: await clients.ecr(region, signal),
    architecture,
    running: isRunning ? serving.CodeSha256 : undefined,
    download: (url, ends) => clients.download(url, ends),
    signal,
  });
  if (uri !== settings.contract?.placeholderImageUri && code.sha256 !== placeholderSha256) return code;
  throw new CodelessError('refused', 'PlaceholderCode', `the image ${uri} is Terraform's placeholder`, {
    hint: 'Push an image of your own and name it with --image-uri.',
  });
}
