import { Fn, Token } from 'cdktf';
import type { PolicyStatement } from '../shared/iam';
import type { Place } from '../shared/place';
import { arnIn } from '../shared/place';
import type { BuildVariable, BuildVpcOptions, TestReport } from './build-props';

const READ_OBJECT_ACTIONS = ['s3:GetObject'];
const READ_ARTIFACT_ACTIONS = ['s3:GetObject', 's3:GetObjectVersion'];
const BUCKET_IDENTITY_ACTIONS = ['s3:GetBucketAcl', 's3:GetBucketLocation'];
const CACHE_ACTIONS = ['s3:GetObject', 's3:PutObject'];
const BUCKET_KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];
const REPORT_ACTIONS = ['codebuild:CreateReport', 'codebuild:CreateReportGroup', 'codebuild:UpdateReport'];
const TEST_ACTIONS = ['codebuild:BatchPutTestCases'];
const COVERAGE_ACTIONS = ['codebuild:BatchPutCodeCoverages'];
const PARAMETER_ACTIONS = ['ssm:GetParameters'];
const SECRET_ACTIONS = ['secretsmanager:GetSecretValue'];
const DECRYPT_ACTIONS = ['kms:Decrypt'];
const IMAGE_ACTIONS = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const REGISTRY_ACTIONS = ['ecr:GetAuthorizationToken'];
const READ_NETWORK_ACTIONS = [
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

/** The formats of coverage; all others are of test results. */
const COVERAGE_FORMATS: readonly string[] = ['CLOVERXML', 'COBERTURAXML', 'JACOCOXML', 'SIMPLECOV'];

/**
 * Reading a pipeline's artifacts, and whose bucket they are in.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
 */
export function artifactStatements(bucketArn: string, prefix: string): PolicyStatement[] {
  return [
    { actions: READ_ARTIFACT_ACTIONS, resources: [`${bucketArn}/${prefix}*`] },
    { actions: BUCKET_IDENTITY_ACTIONS, resources: [bucketArn] },
  ];
}

/** Fetching the program. */
export function programStatements(objectArn: string): PolicyStatement[] {
  return [{ actions: READ_OBJECT_ACTIONS, resources: [objectArn] }];
}

/** Keeping a cache under a prefix. */
export function cacheStatements(bucketArn: string, prefix: string): PolicyStatement[] {
  return [{ actions: CACHE_ACTIONS, resources: [`${bucketArn}/${prefix}*`] }];
}

/** Reading and writing objects that a key of one's own encrypts, by way of S3 alone. */
export function bucketKeyStatements({ region, dnsSuffix }: Place, keyArn: string): PolicyStatement[] {
  return [
    {
      actions: BUCKET_KEY_ACTIONS,
      resources: [keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.${dnsSuffix}` } },
    },
  ];
}

/**
 * Writing reports to the groups of one project, which CodeBuild makes with the first.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
 */
export function reportStatements(
  place: Place,
  projectName: string,
  reports: Readonly<Record<string, TestReport>>,
): PolicyStatement[] {
  const arns = (isCoverage: boolean): string[] =>
    Object.entries(reports)
      .filter(([, { fileFormat = '' }]) => COVERAGE_FORMATS.includes(fileFormat) === isCoverage)
      .map(([name]) => arnIn(place, 'codebuild', `report-group/${projectName}-${name}`));
  const [tests, coverage] = [arns(false), arns(true)];
  return [
    { actions: REPORT_ACTIONS, resources: [...tests, ...coverage] },
    { actions: TEST_ACTIONS, resources: tests },
    { actions: COVERAGE_ACTIONS, resources: coverage },
  ].filter(({ resources }) => resources.length > 0);
}

/** Reading what variables are filled with, and decrypting it by way of its service. */
export function variableStatements(
  place: Place,
  environment: Readonly<Record<string, BuildVariable>>,
): PolicyStatement[] {
  const values = Object.values(environment).filter((value) => typeof value !== 'string');
  const parameters = values.flatMap((value) => ('parameterName' in value ? [value] : []));
  const secrets = values.flatMap((value) => ('secretArn' in value ? [value] : []));
  return [
    statement(
      PARAMETER_ACTIONS,
      parameters.map(({ parameterName }) => parameterArn(place, parameterName)),
    ),
    statement(
      SECRET_ACTIONS,
      secrets.map(({ secretArn }) => secretArn),
    ),
    decryptStatement(place, 'ssm', parameters),
    decryptStatement(place, 'secretsmanager', secrets),
  ].flat();
}

/**
 * Being in a VPC: one network interface a build, in the project's subnets alone, that CodeBuild alone may use.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-iam-identity-based-access-control.html#customer-managed-policies-example-create-vpc-network-interface
 */
export function networkStatements(place: Place, { subnetIds, securityGroupIds }: BuildVpcOptions): PolicyStatement[] {
  const interfaces = arnIn(place, 'ec2', 'network-interface/*');
  const subnets = subnetIds.map((id) => arnIn(place, 'ec2', `subnet/${id}`));
  const groups = securityGroupIds.map((id) => arnIn(place, 'ec2', `security-group/${id}`));
  const inSubnets = { ArnEquals: { 'ec2:Subnet': subnets } };
  return [
    // EC2 knows no resource for what describes.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
    { actions: READ_NETWORK_ACTIONS, resources: ['*'] },
    { actions: ['ec2:CreateNetworkInterface'], resources: [interfaces, ...subnets, ...groups] },
    { actions: ['ec2:DeleteNetworkInterface'], resources: [interfaces], conditions: inSubnets },
    {
      actions: ['ec2:CreateNetworkInterfacePermission'],
      resources: [interfaces],
      conditions: { ...inSubnets, StringEquals: { 'ec2:AuthorizedService': 'codebuild.amazonaws.com' } },
    },
  ];
}

/**
 * Pulling an image of a private registry of ECR; of any other there is nothing to allow.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html
 */
export function imageStatements({ partition }: Place, image: string): PolicyStatement[] {
  const ecr = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/;
  const [, account, region, repository] = ecr.exec(image) ?? [];
  if (account === undefined || region === undefined || repository === undefined) {
    return [];
  }
  return [
    { actions: IMAGE_ACTIONS, resources: [`arn:${partition}:ecr:${region}:${account}:repository/${repository}`] },
    // ECR knows no resource for a login.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
    { actions: REGISTRY_ACTIONS, resources: ['*'] },
  ];
}

function parameterArn(place: Place, name: string): string {
  const bare = Token.isUnresolved(name) ? Fn.trimprefix(name, '/') : name.replace(/^\//, '');
  return arnIn(place, 'ssm', `parameter/${bare}`);
}

function decryptStatement(
  { region, dnsSuffix }: Place,
  service: string,
  values: readonly { readonly kmsKeyArn?: string }[],
): PolicyStatement[] {
  const keys = values.flatMap(({ kmsKeyArn }) => (kmsKeyArn === undefined ? [] : [kmsKeyArn]));
  const conditions = { StringEquals: { 'kms:ViaService': `${service}.${region}.${dnsSuffix}` } };
  return statement(DECRYPT_ACTIONS, keys).map((one) => ({ ...one, conditions }));
}

function statement(actions: readonly string[], resources: readonly string[]): PolicyStatement[] {
  return resources.length === 0 ? [] : [{ actions, resources: [...new Set(resources)] }];
}
