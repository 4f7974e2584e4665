import { isKnown } from '../shared/checks';
import type { BuildComputeType } from './build-props';

/** The processor that a function runs on, and its build too. */
export type Architecture = 'x86_64' | 'arm64';

/** What AWS names its own images by. */
const AWS_IMAGE = 'aws/codebuild/';
const ARCHITECTURE_IN_IMAGES: Readonly<Record<Architecture, string>> = { x86_64: 'x86_64', arm64: 'aarch64' };

/**
 * Amazon Linux 2023 with all languages; CodeBuild keeps these on its hosts.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/ec2-compute-images.html
 */
const EC2_IMAGES: Readonly<Record<Architecture, string>> = {
  x86_64: `${AWS_IMAGE}amazonlinux-x86_64-standard:5.0`,
  arm64: `${AWS_IMAGE}amazonlinux-aarch64-standard:3.0`,
};

/** Node.js for the program where the function is in another language. */
const PROGRAM_NODEJS = '22';

/**
 * The versions that both {@link EC2_IMAGES} have, of the languages in which the version matters to what is built. Of .NET the
 * newest SDK builds for every version, and choosing one writes a file beside the source.
 *
 * @see https://github.com/aws/aws-codebuild-docker-images/blob/master/al/x86_64/standard/5.0/runtimes.yml
 * @see https://github.com/aws/aws-codebuild-docker-images/blob/master/al/aarch64/standard/3.0/runtimes.yml
 */
const OFFERED: Readonly<Record<string, readonly string[]>> = {
  python: ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14'],
  // 18 can't run the program.
  nodejs: ['20', '22', '24'],
  java: ['corretto8', 'corretto11', 'corretto17', 'corretto21', 'corretto25'],
  ruby: ['3.1', '3.2', '3.3', '3.4'],
};

/** How Lambda's identifiers of runtimes name what CodeBuild calls otherwise. */
const JAVA = /^java(\d+)(\.al2)?$/;
const OTHERS = /^(python|nodejs|ruby)([\d.]+?)(\.x)?$/;

/**
 * Node.js of AWS's images for builds on Lambda; the images of other languages have none.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/lambda-compute-images.html
 * @see https://github.com/aws/aws-codebuild-docker-images/tree/master/al-lambda
 */
const LAMBDA_IMAGES: readonly string[] = ['20', '22', '24'];

/** Whether builds of a compute type run on Lambda. */
export function isLambdaCompute(computeType: BuildComputeType): boolean {
  return computeType.startsWith('BUILD_LAMBDA_');
}

/** Whether AWS keeps an image; one that Terraform alone knows is not. */
export function isAwsImage(image: string): boolean {
  return isKnown(image) && image.startsWith(AWS_IMAGE);
}

/** Whether an image of AWS is one for builds on Lambda. */
export function isLambdaImage(image: string): boolean {
  return image.includes('-lambda-standard:');
}

/** CodeBuild's word for where a build runs. */
export function environmentType(architecture: Architecture, computeType: BuildComputeType): string {
  const processor = architecture === 'arm64' ? 'ARM' : 'LINUX';
  return isLambdaCompute(computeType) ? `${processor}_LAMBDA_CONTAINER` : `${processor}_CONTAINER`;
}

/**
 * AWS's image for a function's builds; undefined where AWS has none with both Node.js and the function's language, which is
 * so on Lambda for all but Node.js.
 *
 * @param runtime Lambda's identifier; undefined for images and where it is not known
 */
export function defaultImage(
  architecture: Architecture,
  computeType: BuildComputeType,
  runtime: string | undefined,
): string | undefined {
  if (!isLambdaCompute(computeType)) {
    return EC2_IMAGES[architecture];
  }
  const [name = 'nodejs', version = PROGRAM_NODEJS] = languageOf(runtime) ?? [];
  if (name !== 'nodejs' || (isKnown(runtime) && languageOf(runtime) === undefined)) {
    return undefined;
  }
  const tag = LAMBDA_IMAGES.includes(version) ? version : PROGRAM_NODEJS;
  return `${AWS_IMAGE}amazonlinux-${ARCHITECTURE_IN_IMAGES[architecture]}-lambda-standard:nodejs${tag}`;
}

/**
 * The versions of languages that a build in AWS's images takes: the function's, where the images have it, and Node.js for
 * the program.
 *
 * @param runtime Lambda's identifier; undefined for images and where it is not known
 */
export function defaultRuntimeVersions(runtime: string | undefined): Readonly<Record<string, string>> {
  const [name = '', version = ''] = languageOf(runtime) ?? [];
  const isOffered = OFFERED[name]?.includes(version) === true;
  return { nodejs: PROGRAM_NODEJS, ...(isOffered ? { [name]: version } : {}) };
}

/** Language and version as CodeBuild names them. */
function languageOf(runtime: string | undefined): readonly [name: string, version: string] | undefined {
  if (!isKnown(runtime)) {
    return undefined;
  }
  const java = JAVA.exec(runtime);
  if (java?.[1] !== undefined) {
    return ['java', `corretto${java[1]}`];
  }
  const [, name, version] = OTHERS.exec(runtime) ?? [];
  return name === undefined || version === undefined ? undefined : [name, version];
}
