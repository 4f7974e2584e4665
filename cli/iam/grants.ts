import type { PackageType } from '../../modules/codeless-lambda/contract';

/** What the permissions are for. */
export interface Subject {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly functionName: string;
  readonly packageType: PackageType;
  /** The repositories of an image function's images: registry's account and name. */
  readonly repositories: readonly { readonly registryId: string; readonly repositoryName: string }[];
  /** Whether the contract names the placeholder's image by a tag, so that Lambda has to be asked for it. */
  readonly hasTaggedPlaceholder: boolean;
  readonly layerName: string;
  /** ARNs of layer versions of others that the function has. */
  readonly foreignLayers: readonly string[];
  readonly bucket: string | undefined;
  /** What every key of the function begins with. */
  readonly root: string;
  readonly codeDeploy: { readonly application: string; readonly group: string } | undefined;
  /** The parameter of the deploy contract. */
  readonly contractParameter: string;
  readonly hasAlarms: boolean;
  readonly hasSmokeTest: boolean;
  /** ARN of the topic that is told of deploys. */
  readonly notifyTopic: string | undefined;
  readonly logGroup: string;
  /** ARN of the key of the customer's own that encrypts the environment variables. */
  readonly variablesKey: string | undefined;
}

/** The resources of one statement. */
export interface Grant {
  /** None where the subject has no such thing. */
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Makes a resource's ARN. */
function arn({ partition, region, account }: Subject, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

const functionArn = (subject: Subject): string => arn(subject, 'lambda', `function:${subject.functionName}`);
const layerArn = (subject: Subject): string => arn(subject, 'lambda', `layer:${subject.layerName}`);

/** On what a permission is given, by the Sid of its statement. */
export const GRANTS = {
  Contract: (subject) => ({ resources: [arn(subject, 'ssm', `parameter${subject.contractParameter}`)] }),
  Function: (subject) => ({ resources: [functionArn(subject)] }),
  // A call that names a version or an alias is judged by the two together; DeleteFunction deletes the function else.
  Versions: (subject) => ({ resources: [`${functionArn(subject)}:*`] }),
  TaggedPlaceholder: (subject) => ({ resources: subject.hasTaggedPlaceholder ? [`${functionArn(subject)}:*`] : [] }),
  Images: (subject) => ({
    resources: subject.repositories.map(({ registryId, repositoryName }) =>
      arn({ ...subject, account: registryId }, 'ecr', `repository/${repositoryName}`),
    ),
  }),
  SmokeTest: (subject) => ({ resources: subject.hasSmokeTest ? [`${functionArn(subject)}:*`] : [] }),
  SmokeTestedFunction: (subject) => ({ resources: subject.hasSmokeTest ? [functionArn(subject)] : [] }),
  Layer: (subject) => ({ resources: [layerArn(subject)] }),
  LayerVersions: (subject) => ({ resources: [`${layerArn(subject)}:*`] }),
  UsedLayers: (subject) => ({ resources: [`${layerArn(subject)}:*`, ...subject.foreignLayers] }),
  // Lambda knows no resource for these two: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
  Listing: () => ({ resources: ['*'] }),
  Packages: (subject) => ({
    resources: subject.bucket === undefined ? [] : [`arn:${subject.partition}:s3:::${subject.bucket}/${subject.root}*`],
  }),
  Bucket: (subject) => ({
    resources: subject.bucket === undefined ? [] : [`arn:${subject.partition}:s3:::${subject.bucket}`],
    // IfExists: S3 asks for this without a prefix when it decides whether a missing key is 404 or 403.
    condition: { StringLikeIfExists: { 's3:prefix': `${subject.root}*` } },
  }),
  DeploymentGroup: (subject) => ({
    resources:
      subject.codeDeploy === undefined
        ? []
        : [arn(subject, 'codedeploy', `deploymentgroup:${subject.codeDeploy.application}/${subject.codeDeploy.group}`)],
  }),
  DeploymentApplication: (subject) => ({
    resources:
      subject.codeDeploy === undefined
        ? []
        : [arn(subject, 'codedeploy', `application:${subject.codeDeploy.application}`)],
  }),
  // The group's configuration is not in the contract.
  DeploymentConfigurations: (subject) => ({
    resources: subject.codeDeploy === undefined ? [] : [arn(subject, 'codedeploy', 'deploymentconfig:*')],
  }),
  // StopDeployment knows no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html
  StopDeployments: (subject) => ({ resources: subject.codeDeploy === undefined ? [] : ['*'] }),
  // Composite alarms are shown to who may describe all: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
  Alarms: (subject) => ({ resources: subject.hasAlarms ? ['*'] : [] }),
  VariablesKey: (subject) => ({ resources: subject.variablesKey === undefined ? [] : [subject.variablesKey] }),
  Topic: (subject) => ({ resources: subject.notifyTopic === undefined ? [] : [subject.notifyTopic] }),
  Logs: (subject) => ({ resources: [arn(subject, 'logs', `log-group:${subject.logGroup}:*`)] }),
} as const satisfies Readonly<Record<string, (subject: Subject) => Grant>>;

/** The Sid of a statement. */
export type GrantName = keyof typeof GRANTS;
