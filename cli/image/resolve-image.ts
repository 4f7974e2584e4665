import { createHash } from 'node:crypto';

import type { Download } from '../aws/clients';
import type { EcrApi } from '../aws/ecr';
import { CodelessError } from '../errors';
import { formatBytes } from '../output/units';
import { parseManifest, platformOf } from './image-manifest';
import type { ImageReference } from './image-uri';

/** An image that Lambda takes, named by its digest. */
export interface ImageCode {
  /** Registry, repository and digest: what is shipped, wherever its tag goes. */
  readonly imageUri: string;
  /** Hexadecimal digest, as Lambda's `CodeSha256` of images. */
  readonly sha256: string;
  /** Bytes of the image as it is pulled. */
  readonly bytes: number;
}

/** What an image is looked at for. */
export interface ImageTarget {
  readonly ecr: EcrApi;
  /** The function's. */
  readonly architecture: string;
  /** `CodeSha256` of an image that runs on this architecture already. */
  readonly running: string | undefined;
  /** Asks for what a URL names that AWS signed. */
  readonly download: (url: URL, signal: AbortSignal) => Promise<Download>;
  readonly signal: AbortSignal;
}

/** Most bytes of an image when it is unpacked: one that is larger before is too large. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_BYTES = 10 * 1024 ** 3;

/** The status of HTTP with which a configuration comes. */
const OK = 200;

/** Most bytes of an image's configuration that are read. */
const MAX_CONFIGURATION = 8 * 1024 ** 2;

/**
 * Finds the digest of an image, and looks whether Lambda can run it.
 *
 * @throws CodelessError `ImageNotFound`, `ImageIndex`, `ImageNotRunnable`, `ImageArchitecture`, `ImageTooLarge`, `ImageUnreadable`
 */
export async function resolveImage(reference: ImageReference, target: ImageTarget): Promise<ImageCode> {
  const { repositoryUri } = reference;
  const { digest, manifest: text, mediaType = 'no media type' } = await target.ecr.image(reference);
  const imageUri = `${repositoryUri}@${digest}`;
  const manifest = parseManifest(text);
  if (manifest.kind === 'index') throw isIndex(imageUri, repositoryUri, manifest.digests, target.architecture);
  if (manifest.kind === 'other') {
    const message = `${imageUri} is no container image that Lambda runs (${mediaType})`;
    throw new CodelessError('refused', 'ImageNotRunnable', message, {
      hint: 'Name an image that docker build made, and neither a chart nor a signature.',
    });
  }
  const { bytes, configDigest } = manifest;
  if (bytes > MAX_BYTES) {
    const message = `${imageUri} has ${formatBytes(bytes)}, and Lambda takes ${formatBytes(MAX_BYTES)} unpacked`;
    throw new CodelessError('refused', 'ImageTooLarge', message, {
      hint: 'Leave out what the function does not need.',
    });
  }
  const sha256 = digest.replace(/^sha256:/, '');
  if (sha256 !== target.running) await checkPlatform(reference, imageUri, configDigest, target);
  return { imageUri, sha256, bytes };
}

/** Lambda takes an image of another architecture and cannot start it. */
async function checkPlatform(
  reference: ImageReference,
  imageUri: string,
  configDigest: string,
  target: ImageTarget,
): Promise<void> {
  const { ecr, architecture } = target;
  const url = await ecr.downloadUrl(reference, configDigest);
  const text = await download(url, `the configuration of ${imageUri}`, target);
  if (`sha256:${createHash('sha256').update(text).digest('hex')}` !== configDigest) {
    throw unreadable(`the configuration of ${imageUri}`, 'it has another digest than the manifest says');
  }
  const platform = platformOf(text.toString());
  if (platform === undefined) throw unreadable(`the configuration of ${imageUri}`, 'it does not tell the architecture');
  if (platform === architecture) return;
  const message = `${imageUri} is built for ${platform}, and the function runs on ${architecture}`;
  throw new CodelessError('refused', 'ImageArchitecture', message, {
    hint: `Build it with docker buildx build --platform ${dockerPlatform(architecture)}, or change the function's architecture and apply.`,
  });
}

function isIndex(
  imageUri: string,
  repositoryUri: string,
  digests: ReadonlyMap<string, string>,
  architecture: string,
): CodelessError {
  const own = digests.get(architecture);
  const build = `Build it with docker buildx build --provenance=false --sbom=false --platform ${dockerPlatform(architecture)}`;
  const message = `${imageUri} is an index of images, and Lambda takes the image of one architecture`;
  return new CodelessError('refused', 'ImageIndex', message, {
    hint: own === undefined ? `${build}.` : `${build}, or name the image for ${architecture}: ${repositoryUri}@${own}.`,
  });
}

function dockerPlatform(architecture: string): string {
  return architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
}

/** @throws CodelessError `ImageUnreadable` */
async function download(url: string, what: string, { download: get, signal }: ImageTarget): Promise<Buffer> {
  const { status, body } = await get(new URL(url), signal);
  if (status !== OK) {
    body.destroy();
    throw unreadable(what, `HTTP status ${status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_CONFIGURATION) throw unreadable(what, `it has more than ${formatBytes(MAX_CONFIGURATION)}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unreadable(what: string, reason: string): CodelessError {
  return new CodelessError('failed', 'ImageUnreadable', `${what} could not be read: ${reason}`, {
    hint: 'Its architecture is there: push the image again if it is broken.',
  });
}
