/**
 * What the constructs write and the program that ships code reads. Both sides import this file; it imports nothing.
 */

/** The version of {@link DeployContract}; it rises when a reader of the old one would go wrong. */
export const CONTRACT_SCHEMA_VERSION = 1;

/** The Systems Manager parameter that holds the deploy contract of a function. */
export function contractParameterName(functionName: string): string {
  return `/codeless/${functionName}/contract`;
}

/**
 * What every answer of a placeholder carries, as the HTTP header of this name and in the text of an error, so that a
 * program can tell a function that has no code yet.
 */
export const PLACEHOLDER_MARKER = 'codeless-placeholder';

/** The sentence with which a placeholder answers. */
export const PLACEHOLDER_MESSAGE =
  'This function has no code yet: Terraform created it with a placeholder, which the first deploy replaces.';

/** Who decides which version an alias serves. */
export type AliasOwner = 'ci' | 'terraform';

/** How a function's code is packed. */
export type PackageType = 'Zip' | 'Image';

/**
 * The hand-over between Terraform, which owns the function, and the program that owns its code: one JSON document in a
 * Systems Manager parameter, {@link contractParameterName}.
 */
export interface DeployContract {
  /** {@link CONTRACT_SCHEMA_VERSION} of the writer. */
  readonly schemaVersion: number;
  /** The function's name. */
  readonly functionName: string;
  /** The alias that a deploy moves; callers are wired to it. */
  readonly aliasName: string;
  /** Who moves the alias: a deploy refuses to where it is `terraform`. */
  readonly aliasOwner: AliasOwner;
  /** Lambda's identifier of the runtime; absent for images. */
  readonly runtime?: string;
  /** Exactly one of `x86_64` and `arm64`, as Lambda has it. */
  readonly architectures: readonly string[];
  /** How the code is packed. */
  readonly packageType: PackageType;
  /** The name under which a deploy publishes the dependency layer. */
  readonly layerName: string;
  /** ARNs of the layer versions that Terraform declares: a deploy puts them before its own. */
  readonly layers: readonly string[];
  /** The bucket for packages, where there is one. */
  readonly artifactBucket?: string;
  /** The prefix in that bucket, with no slash at its end. */
  readonly artifactPrefix?: string;
  /** The CodeDeploy application that shifts traffic, where there is one. */
  readonly codeDeployApplication?: string;
  /** The CodeDeploy deployment group in that application. */
  readonly codeDeployDeploymentGroup?: string;
  /** Names of the CloudWatch alarms that stop a deploy. */
  readonly alarms: readonly string[];
  /**
   * Base64 SHA-256 of the placeholder's zip as it is now, as in Lambda's `CodeSha256`; absent for images. A function that was
   * created with an earlier handler or release may hold another one: {@link PLACEHOLDER_MARKER} stands in a file of each.
   */
  readonly placeholderSha256?: string;
  /** The image that the function was created with, from whose repository CI's images may come; absent for zips. */
  readonly placeholderImageUri?: string;
  /**
   * Hexadecimal SHA-256 over what Lambda freezes into a version and Terraform owns, and the layers that Terraform
   * declares; it changes with any of it.
   */
  readonly configurationSha256: string;
}
