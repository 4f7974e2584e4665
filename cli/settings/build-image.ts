/** Where AWS SAM publishes an image with the tools of each runtime. */
const SAM_REPOSITORY = 'public.ecr.aws/sam';

/** What a user said of the container that builds dependencies. */
export interface BuildImageOptions {
  readonly docker: boolean;
  readonly repository: string | undefined;
  readonly image: string | undefined;
}

/**
 * The image that builds dependencies, in which `{runtime}` stands for the function's runtime.
 *
 * A repository alone means its tag `build-<runtime>`, as it did for aws-lambda-ci.
 *
 * @returns undefined where no container is asked for
 */
export function buildImage({ docker, repository, image }: BuildImageOptions): string | undefined {
  if (repository !== undefined) return `${repository}:${image ?? 'build-{runtime}'}`;
  if (image !== undefined) return image.startsWith('build-') ? `${SAM_REPOSITORY}/${image}` : image;
  return docker ? `${SAM_REPOSITORY}/build-{runtime}` : undefined;
}

/** An image of {@link buildImage} for one runtime. */
export function buildImageFor(image: string, runtime: string): string {
  return image.replaceAll('{runtime}', runtime);
}
