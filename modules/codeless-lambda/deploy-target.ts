/** What a pipeline has to know of the function that it ships to. */
export interface DeployTarget {
  /** The function's name. */
  readonly functionName: string;
  /** ARN of the function, without a qualifier. */
  readonly functionArn: string;
  /**
   * Lambda's identifier of the runtime, such as `python3.13`.
   *
   * @default - none: an image, or a runtime that the build does not have to know
   */
  readonly runtime?: string;
  /** The function's processor; the build runs on the same. */
  readonly architecture: 'x86_64' | 'arm64';
  /** The name under which a deploy publishes the layer of dependencies. */
  readonly layerName: string;
  /** ARNs of the layer versions that Terraform declares. */
  readonly layers: readonly string[];
  /**
   * Where a deploy keeps packages.
   *
   * @default - nowhere: packages are uploaded to Lambda directly
   */
  readonly artifacts?: { readonly bucket: string; readonly prefix: string };
  /**
   * CodeDeploy resources by which a deploy shifts the traffic.
   *
   * @default - none: the alias moves at once
   */
  readonly codeDeploy?: { readonly application: string; readonly deploymentGroup: string };
  /** Names of the CloudWatch alarms that stop a deploy. */
  readonly alarms: readonly string[];
  /**
   * ARN of the KMS key that encrypts the environment variables.
   *
   * @default - Lambda's own key
   */
  readonly kmsKeyArn?: string;
  /** Name of the Systems Manager parameter with the deploy contract. */
  readonly contractParameterName: string;
}

/** Whatever has a function to ship to, such as a `CodelessLambda`. */
export interface Deployable {
  /** The function. */
  readonly deployTarget: DeployTarget;
}
