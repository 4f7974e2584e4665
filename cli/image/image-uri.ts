import { CodelessError } from '../errors';
import { neutral } from '../neutral';

/** An image in a private repository of ECR's. */
export interface ImageReference {
  /** Registry and repository, without tag and digest. */
  readonly repositoryUri: string;
  /** The account of the registry. */
  readonly registryId: string;
  readonly region: string;
  readonly repositoryName: string;
  /** Undefined where a digest names it: that counts before a tag, as Docker has it. */
  readonly tag: string | undefined;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string | undefined;
}

/** Registry, repository, tag, digest. */
const FORM =
  /^((\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.(?:amazonaws\.(?:com|com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov)\/((?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*\/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*))(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** The form in the words of an error. */
const EXPECTED = 'ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY@sha256:DIGEST, or with :TAG';

/**
 * Reads the URI of an image.
 *
 * @throws CodelessError `ImageUriInvalid` where Lambda would not take it: of another registry, or without tag and digest
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
export function parseImageUri(uri: string): ImageReference {
  const [, repositoryUri, registryId = '', region = '', repositoryName = '', tag, digest] = FORM.exec(uri) ?? [];
  if (repositoryUri === undefined) throw invalid(uri, problemOf(uri));
  if (tag === undefined && digest === undefined) {
    throw invalid(uri, 'names neither a tag nor a digest', `Name one image: ${uri}@sha256:DIGEST, or ${uri}:TAG.`);
  }
  return { repositoryUri, registryId, region, repositoryName, tag: digest === undefined ? tag : undefined, digest };
}

/** The digest that a URI names, as Lambda's `CodeSha256` has it; undefined where it names a tag, or is none. */
export function codeSha256Of(uri: string | undefined): string | undefined {
  return /@sha256:([0-9a-f]{64})$/.exec(uri ?? '')?.[1];
}

function problemOf(uri: string): string {
  if (/^[a-z]+:\/\//.test(uri)) return 'is an address, and Lambda takes the name of an image, without https://';
  if (uri.includes('.dkr.ecr-fips.')) return 'is of a FIPS endpoint, which Lambda does not pull from';
  if (uri.includes('@sha256:') && !/@sha256:[0-9a-f]{64}$/.test(uri)) return 'has a digest that is none of SHA-256';
  if (/^[^/]*\.dkr\.ecr\./.test(uri)) return 'is no image as ECR names them';
  return "is not of a private registry of ECR's, and Lambda takes images from there alone";
}

function invalid(uri: string, problem: string, hint = `Name it as ${EXPECTED}.`): CodelessError {
  return new CodelessError('usage', 'ImageUriInvalid', `image-uri: ${neutral(uri)} ${problem}`, { hint });
}
