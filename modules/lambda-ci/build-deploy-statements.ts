import type { DeployTarget } from '../codeless-lambda';
import type { PolicyStatement } from '../shared/iam';
import type { Place } from '../shared/place';
import { arnIn } from '../shared/place';

const CONTRACT_ACTIONS = ['ssm:GetParameter'];
const FUNCTION_ACTIONS = [
  'lambda:GetAlias',
  'lambda:GetFunctionConfiguration',
  'lambda:ListAliases',
  'lambda:ListProvisionedConcurrencyConfigs',
  'lambda:ListVersionsByFunction',
  'lambda:PublishVersion',
  'lambda:UpdateAlias',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
];
const VERSION_ACTIONS = [
  'lambda:DeleteFunction',
  'lambda:GetFunctionConfiguration',
  'lambda:GetProvisionedConcurrencyConfig',
];
const COMPARE_ACTIONS = ['lambda:GetFunction'];
const SMOKE_TEST_ACTIONS = ['lambda:InvokeFunction'];
const SMOKE_TESTED_ACTIONS = ['lambda:GetFunctionConcurrency'];
const LAYER_ACTIONS = ['lambda:PublishLayerVersion'];
const LAYER_VERSION_ACTIONS = ['lambda:DeleteLayerVersion'];
const USED_LAYER_ACTIONS = ['lambda:GetLayerVersion'];
const LIST_ACTIONS = ['lambda:ListEventSourceMappings', 'lambda:ListLayerVersions'];
const PACKAGE_ACTIONS = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];
const BUCKET_ACTIONS = ['s3:ListBucket'];
const GROUP_ACTIONS = ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment', 'codedeploy:ListDeployments'];
const APPLICATION_ACTIONS = ['codedeploy:RegisterApplicationRevision'];
const DEPLOYMENT_CONFIG_ACTIONS = ['codedeploy:GetDeploymentConfig'];
const ALARM_ACTIONS = ['cloudwatch:DescribeAlarms'];
const DECRYPT_ACTIONS = ['kms:Decrypt'];
const PUBLISH_ACTIONS = ['sns:Publish'];

/** What decides which rights a deploy needs. */
export interface DeployNeeds {
  readonly place: Place;
  readonly target: DeployTarget;
  /** Whether the new version is invoked before it gets traffic. */
  readonly smokeTest: boolean;
  /** Whether the difference is shown before. */
  readonly difference: boolean;
  /** The topic that is told of deploys. */
  readonly topicArn: string | undefined;
}

/** What `codeless deploy`, which prunes at its end, needs to ship to one function; and `codeless diff`, where it is run. */
export function deployStatements({ place, target, smokeTest, difference, topicArn }: DeployNeeds): PolicyStatement[] {
  const { functionArn, layerName, artifacts, codeDeploy, kmsKeyArn } = target;
  const layerArn = arnIn(place, 'lambda', `layer:${layerName}`);
  const versions = [`${functionArn}:*`];
  return [
    { actions: CONTRACT_ACTIONS, resources: [arnIn(place, 'ssm', `parameter${target.contractParameterName}`)] },
    { actions: FUNCTION_ACTIONS, resources: [functionArn] },
    ...(smokeTest ? [{ actions: SMOKE_TESTED_ACTIONS, resources: [functionArn] }] : []),
    // A call that names a version is judged by the two together: DeleteFunction can't delete the function.
    {
      actions: [...VERSION_ACTIONS, ...(difference ? COMPARE_ACTIONS : []), ...(smokeTest ? SMOKE_TEST_ACTIONS : [])],
      resources: versions,
    },
    { actions: LAYER_ACTIONS, resources: [layerArn] },
    { actions: LAYER_VERSION_ACTIONS, resources: [`${layerArn}:*`] },
    // Lambda fetches layers with the caller's rights.
    { actions: USED_LAYER_ACTIONS, resources: [`${layerArn}:*`, ...target.layers] },
    // Lambda knows no resource for these two.
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
    { actions: LIST_ACTIONS, resources: ['*'] },
    ...(artifacts === undefined ? [] : packageStatements(place, target.functionName, artifacts)),
    ...(codeDeploy === undefined ? [] : codeDeployStatements(place, codeDeploy)),
    // Composite alarms are shown to who may describe all.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
    ...(target.alarms.length === 0 ? [] : [{ actions: ALARM_ACTIONS, resources: ['*'] }]),
    // Lambda shows encrypted variables to who may decrypt them; to others a changed one looks like an unchanged one.
    ...(kmsKeyArn === undefined ? [] : [{ actions: DECRYPT_ACTIONS, resources: [kmsKeyArn] }]),
    ...(topicArn === undefined ? [] : [{ actions: PUBLISH_ACTIONS, resources: [topicArn] }]),
  ];
}

/** Packages and the ledger of one function. */
function packageStatements(
  { partition }: Place,
  functionName: string,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
): PolicyStatement[] {
  const bucketArn = `arn:${partition}:s3:::${bucket}`;
  const root = prefix === '' ? `${functionName}/` : `${prefix}/${functionName}/`;
  return [
    { actions: PACKAGE_ACTIONS, resources: [`${bucketArn}/${root}*`] },
    {
      actions: BUCKET_ACTIONS,
      resources: [bucketArn],
      // IfExists: S3 asks for this without a prefix when it decides whether a missing key is 404 or 403.
      conditions: { StringLikeIfExists: { 's3:prefix': `${root}*` } },
    },
  ];
}

/** Shifting the traffic of one deployment group. */
function codeDeployStatements(
  place: Place,
  { application, deploymentGroup }: { readonly application: string; readonly deploymentGroup: string },
): PolicyStatement[] {
  return [
    {
      actions: GROUP_ACTIONS,
      resources: [arnIn(place, 'codedeploy', `deploymentgroup:${application}/${deploymentGroup}`)],
    },
    { actions: APPLICATION_ACTIONS, resources: [arnIn(place, 'codedeploy', `application:${application}`)] },
    // The group's configuration is not known here.
    { actions: DEPLOYMENT_CONFIG_ACTIONS, resources: [arnIn(place, 'codedeploy', 'deploymentconfig:*')] },
  ];
}
