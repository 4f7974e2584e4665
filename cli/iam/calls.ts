import type { PackageType } from '../../modules/codeless-lambda/contract';
import type { VerbName } from '../verb';
import type { GrantName } from './grants';

/** A permission, and on what. */
export type Permission = readonly [action: string, on: GrantName];

/** A call to AWS that the program makes, and what IAM asks for it. */
export interface Call {
  /** As IAM writes it: `lambda`. */
  readonly service: string;
  /** The API's name: `GetAlias`. */
  readonly action: string;
  /** The call's own permission first, then those that the service asks for beside it. */
  readonly permissions: readonly Permission[];
  /** The verbs that make it on these resources. */
  readonly verbs: readonly VerbName[];
  /** The functions that it is made for; absent: all. */
  readonly packageType?: PackageType;
}

/** Permissions that are not called as the API is. */
const NAMED_OTHERWISE: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  's3:HeadObject': 's3:GetObject',
  's3:CopyObject': 's3:PutObject',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:DeleteObjects': 's3:DeleteObject',
};

/** @param name as in `lambda:GetAlias` */
function call(name: string, on: GrantName, verbs: readonly VerbName[], ...implied: readonly Permission[]): Call {
  const [service = '', action = ''] = name.split(':');
  return { service, action, permissions: [[NAMED_OTHERWISE[name] ?? name, on], ...implied], verbs };
}

/** The call, of functions of one package type. */
function only(packageType: PackageType, ...args: Parameters<typeof call>): Call {
  return { ...call(...args), packageType };
}

/** Verbs that look at the alias, at `$LATEST` and at the version behind the alias. */
const STATE: readonly VerbName[] = ['deploy', 'diff', 'status', 'rollback'];

/** Verbs that take the lease, which is a description of the alias. */
const CHANGES: readonly VerbName[] = ['deploy', 'rollback', 'prune'];

/** Every call that the program makes. */
export const CALLS: readonly Call[] = [
  call('ssm:GetParameter', 'Contract', [
    ...STATE,
    'build',
    'versions',
    'prune',
    'logs',
    'invoke',
    'verify',
    'explain-iam',
  ]),
  call('lambda:GetAlias', 'Function', [...STATE, 'versions', 'prune', 'verify']),
  call('lambda:GetFunctionConfiguration', 'Function', [...STATE, 'versions', 'prune', 'logs', 'verify', 'explain-iam']),
  call('lambda:GetFunctionConfiguration', 'Versions', STATE),
  // Lambda shows encrypted variables to who may decrypt them; to others a changed one looks like an unchanged one.
  call('lambda:GetFunctionConfiguration', 'Function', ['deploy', 'diff', 'status'], ['kms:Decrypt', 'VariablesKey']),
  only('Zip', 'lambda:GetFunction', 'Versions', ['diff']),
  only('Image', 'lambda:GetFunction', 'Versions', ['verify']),
  only('Image', 'lambda:GetFunction', 'Function', ['explain-iam']),
  only('Image', 'lambda:GetFunction', 'TaggedPlaceholder', STATE),
  only('Image', 'ecr:BatchGetImage', 'Images', ['deploy', 'diff', 'verify']),
  only('Image', 'ecr:GetDownloadUrlForLayer', 'Images', ['deploy', 'diff', 'verify']),
  only('Image', 'ecr:GetRepositoryPolicy', 'Images', ['verify']),
  call('lambda:UpdateAlias', 'Function', CHANGES),
  // Lambda fetches layers with the caller's rights.
  only('Zip', 'lambda:UpdateFunctionConfiguration', 'Function', ['deploy'], ['lambda:GetLayerVersion', 'UsedLayers']),
  // Lambda fetches packages with the caller's rights.
  only('Zip', 'lambda:UpdateFunctionCode', 'Function', ['deploy'], ['s3:GetObject', 'Packages']),
  only('Image', 'lambda:UpdateFunctionCode', 'Function', ['deploy']),
  only('Zip', 'lambda:PublishLayerVersion', 'Layer', ['deploy'], ['s3:GetObject', 'Packages']),
  call('lambda:PublishVersion', 'Function', ['deploy']),
  call('lambda:Invoke', 'SmokeTest', ['deploy']),
  call('lambda:Invoke', 'Versions', ['invoke']),
  only('Zip', 'lambda:ListLayerVersions', 'Listing', ['deploy', 'diff']),
  call('lambda:ListLayerVersions', 'Listing', ['prune']),
  call('lambda:ListVersionsByFunction', 'Function', [...CHANGES, 'versions']),
  call('lambda:ListAliases', 'Function', ['prune']),
  // Asked if the alias has weights: Lambda sets some by itself while it allocates.
  call('lambda:GetProvisionedConcurrencyConfig', 'Versions', ['deploy', 'rollback']),
  call('lambda:GetFunctionConcurrency', 'SmokeTestedFunction', ['deploy']),
  call('lambda:ListProvisionedConcurrencyConfigs', 'Function', ['prune']),
  call('lambda:ListEventSourceMappings', 'Listing', ['prune']),
  call('lambda:DeleteFunction', 'Versions', ['prune']),
  call('lambda:DeleteLayerVersion', 'LayerVersions', ['prune']),
  // Who may not list a bucket is told 403 of a key that is missing.
  call('s3:GetObject', 'Packages', [...STATE, 'versions', 'prune'], ['s3:ListBucket', 'Bucket']),
  only('Zip', 's3:HeadObject', 'Packages', ['diff'], ['s3:ListBucket', 'Bucket']),
  call('s3:PutObject', 'Packages', ['deploy', 'rollback']),
  only('Zip', 's3:CopyObject', 'Packages', ['deploy'], ['s3:GetObject', 'Packages']),
  call('s3:ListObjectsV2', 'Bucket', ['prune', 'verify']),
  call('s3:DeleteObjects', 'Packages', ['prune']),
  call('codedeploy:ListDeployments', 'DeploymentGroup', [...CHANGES, 'status', 'verify']),
  call(
    'codedeploy:CreateDeployment',
    'DeploymentGroup',
    ['deploy'],
    ['codedeploy:RegisterApplicationRevision', 'DeploymentApplication'],
    ['codedeploy:GetDeploymentConfig', 'DeploymentConfigurations'],
  ),
  call('codedeploy:GetDeployment', 'DeploymentGroup', ['deploy']),
  call('codedeploy:StopDeployment', 'StopDeployments', ['rollback']),
  call('cloudwatch:DescribeAlarms', 'Alarms', ['deploy', 'verify']),
  call('sns:Publish', 'Topic', ['deploy', 'rollback']),
  call('logs:FilterLogEvents', 'Logs', ['logs']),
];
