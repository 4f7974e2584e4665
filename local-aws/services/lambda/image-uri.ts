import type { ImageId } from '../ecr/image-store';

/** An image as a function names it. */
export interface ImageUri {
  /** Registry and repository. */
  readonly repositoryUri: string;
  readonly account: string;
  readonly region: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const FORM =
  /^((\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([a-z0-9][a-z0-9._/-]*))(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** Reads the URI of an image in ECR; undefined for any other text. */
export function parseImageUri(uri: string): ImageUri | undefined {
  const [, repositoryUri, account = '', region = '', repository = '', tag, digest] = FORM.exec(uri) ?? [];
  if (repositoryUri === undefined) return undefined;
  return { repositoryUri, account, region, repository, ...(tag && { tag }), ...(digest && { digest }) };
}

/** How ECR knows it; a digest counts before a tag. */
export function imageIdOf({ tag, digest }: ImageUri): ImageId {
  return digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest };
}
