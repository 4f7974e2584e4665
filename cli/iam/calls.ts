import type { VerbName } from '../verbs/verb';
import type { GrantName } from './grants';

/** A call to AWS that the program makes, and what IAM asks for it. */
export interface Call {
  /** As IAM writes it: `lambda`. */
  readonly service: string;
  /** The API's name: `GetAlias`. */
  readonly action: string;
  /** IAM actions, implied ones too, and on what. */
  readonly permissions: readonly (readonly [permission: string, on: GrantName])[];
  readonly verbs: readonly VerbName[];
}

const READ: readonly VerbName[] = ['deploy', 'diff', 'status', 'versions', 'rollback', 'prune', 'verify'];
const ALL: readonly VerbName[] = [...READ, 'logs', 'invoke', 'explain-iam', 'build'];

function call(service: string, action: string, verbs: readonly VerbName[], ...permissions: Call['permissions']): Call {
  return { service, action, permissions, verbs };
}

/** Every call that the program makes. */
export const CALLS: readonly Call[] = [
  call('ssm', 'GetParameter', ALL, ['ssm:GetParameter', 'Contract']),
  call('lambda', 'GetAlias', READ, ['lambda:GetAlias', 'Function']),
  call('lambda', 'GetFunctionConfiguration', ALL, ['lambda:GetFunctionConfiguration', 'FunctionAndVersions']),
  call('lambda', 'GetFunction', ['diff'], ['lambda:GetFunction', 'FunctionAndVersions']),
  // The lease is a description of the alias, so what changes a function needs it whether the alias moves or not.
  call('lambda', 'UpdateAlias', ['deploy', 'rollback', 'prune'], ['lambda:UpdateAlias', 'Function']),
  // Lambda fetches the layers that it is told with the caller's rights.
  call(
    'lambda',
    'UpdateFunctionConfiguration',
    ['deploy'],
    ['lambda:UpdateFunctionConfiguration', 'Function'],
    ['lambda:GetLayerVersion', 'UsedLayers'],
  ),
  // Lambda fetches the package with the caller's rights; so for layers.
  call(
    'lambda',
    'UpdateFunctionCode',
    ['deploy'],
    ['lambda:UpdateFunctionCode', 'Function'],
    ['s3:GetObject', 'Packages'],
  ),
  call(
    'lambda',
    'PublishLayerVersion',
    ['deploy'],
    ['lambda:PublishLayerVersion', 'Layer'],
    ['s3:GetObject', 'Packages'],
  ),
  call('lambda', 'PublishVersion', ['deploy'], ['lambda:PublishVersion', 'Function']),
  call('lambda', 'Invoke', ['deploy'], ['lambda:InvokeFunction', 'SmokeTest']),
  call('lambda', 'Invoke', ['invoke'], ['lambda:InvokeFunction', 'FunctionAndVersions']),
  call('lambda', 'ListLayerVersions', ['deploy', 'diff', 'prune'], ['lambda:ListLayerVersions', 'Listing']),
  call('lambda', 'ListVersionsByFunction', READ, ['lambda:ListVersionsByFunction', 'Function']),
  call('lambda', 'ListAliases', ['prune'], ['lambda:ListAliases', 'Function']),
  call(
    'lambda',
    'ListProvisionedConcurrencyConfigs',
    ['prune'],
    ['lambda:ListProvisionedConcurrencyConfigs', 'Function'],
  ),
  call('lambda', 'ListEventSourceMappings', ['prune'], ['lambda:ListEventSourceMappings', 'Listing']),
  call('lambda', 'DeleteFunction', ['prune'], ['lambda:DeleteFunction', 'Versions']),
  call('lambda', 'DeleteLayerVersion', ['prune'], ['lambda:DeleteLayerVersion', 'LayerVersions']),
  // Who may not list a bucket is told 403 of a key that is missing.
  call('s3', 'GetObject', READ, ['s3:GetObject', 'Packages'], ['s3:ListBucket', 'Bucket']),
  call('s3', 'HeadObject', ['diff'], ['s3:GetObject', 'Packages'], ['s3:ListBucket', 'Bucket']),
  call('s3', 'PutObject', ['deploy', 'rollback'], ['s3:PutObject', 'Packages']),
  call('s3', 'CopyObject', ['deploy'], ['s3:GetObject', 'Packages'], ['s3:PutObject', 'Packages']),
  call('s3', 'ListObjectsV2', ['prune', 'verify'], ['s3:ListBucket', 'Bucket']),
  call('s3', 'DeleteObjects', ['prune'], ['s3:DeleteObject', 'Packages']),
  call(
    'codedeploy',
    'ListDeployments',
    ['deploy', 'rollback', 'prune', 'status'],
    ['codedeploy:ListDeployments', 'DeploymentGroup'],
  ),
  call(
    'codedeploy',
    'CreateDeployment',
    ['deploy'],
    ['codedeploy:CreateDeployment', 'DeploymentGroup'],
    ['codedeploy:RegisterApplicationRevision', 'DeploymentApplication'],
    ['codedeploy:GetDeploymentConfig', 'DeploymentConfigurations'],
  ),
  call('codedeploy', 'GetDeployment', ['deploy', 'status'], ['codedeploy:GetDeployment', 'DeploymentGroup']),
  call('codedeploy', 'StopDeployment', ['rollback'], ['codedeploy:StopDeployment', 'StopDeployments']),
  call('cloudwatch', 'DescribeAlarms', ['deploy', 'verify'], ['cloudwatch:DescribeAlarms', 'Alarms']),
  call('logs', 'FilterLogEvents', ['logs'], ['logs:FilterLogEvents', 'Logs']),
];
