import { runSimulation } from '@cloud-copilot/iam-simulate';

import type { RecordedCall } from '../../../local-aws';
import type { Policy } from '../../../cli/iam/policy';

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

/** What IAM is asked when a call is made. */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** What the calls are about, as far as the record does not tell. */
export interface CallSubject {
  readonly functionName: string;
  readonly packageType: 'Zip' | 'Image';
  readonly layerName: string;
  /** ARNs of the layer versions that a deploy puts on the function. */
  readonly layers: readonly string[];
  readonly bucket: string | undefined;
  /** What the function's keys begin with. */
  readonly root: string;
  /** `application/group` */
  readonly deploymentGroup: string;
  /** The key of the variables, where the verb compares them. */
  readonly variablesKey: string | undefined;
  /** ARN of the topic that is told of deploys. */
  readonly topic: string;
}

type Ask = (call: RecordedCall, subject: CallSubject) => readonly (readonly [action: string, resource: string])[];

const arn = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const object = (path: string): string => `arn:aws:s3:::${path}`;

/** The function, or the version or alias of it that the call names: since 2022 Lambda judges by the two together. */
const named = ({ qualifier }: RecordedCall, { functionName }: CallSubject): string =>
  arn('lambda', `function:${functionName}${qualifier === undefined ? '' : `:${qualifier}`}`);

/** A permission of the call's own name on the function. */
const onFunction: Ask = (call, subject) => [[`lambda:${call.action}`, named(call, subject)]];

/** A permission of the call's own name on the repository. */
const onRepository: Ask = ({ action, resource = '' }) => [[`ecr:${action}`, arn('ecr', `repository/${resource}`)]];

/** The package that Lambda fetches, with the caller's rights. */
const fetched = ({ bucket, root, packageType }: CallSubject): [string, string][] =>
  bucket === undefined || packageType === 'Image' ? [] : [['s3:GetObject', object(`${bucket}/${root}v1/app.zip`)]];

/**
 * What IAM asks for each call, by AWS's documentation and not by the program's own list.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const ASKED: Readonly<Record<string, Ask>> = {
  'ssm:GetParameter': (_call, { functionName }) => [
    ['ssm:GetParameter', arn('ssm', `parameter/codeless/${functionName}/contract`)],
  ],
  'lambda:GetAlias': onFunction,
  'lambda:UpdateAlias': onFunction,
  'lambda:GetFunction': onFunction,
  'lambda:GetFunctionConfiguration': (call, subject) => [
    ...onFunction(call, subject),
    ...(subject.variablesKey === undefined ? [] : [['kms:Decrypt', subject.variablesKey] as const]),
  ],
  'lambda:PublishVersion': onFunction,
  'lambda:DeleteFunction': onFunction,
  'lambda:ListAliases': onFunction,
  'lambda:ListVersionsByFunction': onFunction,
  'lambda:ListProvisionedConcurrencyConfigs': onFunction,
  'lambda:GetFunctionConcurrency': onFunction,
  'lambda:GetProvisionedConcurrencyConfig': onFunction,
  'lambda:ListLayerVersions': () => [['lambda:ListLayerVersions', '*']],
  'lambda:ListEventSourceMappings': () => [['lambda:ListEventSourceMappings', '*']],
  'lambda:Invoke': (call, subject) => [['lambda:InvokeFunction', named(call, subject)]],
  'lambda:UpdateFunctionCode': (call, subject) => [...onFunction(call, subject), ...fetched(subject)],
  'lambda:UpdateFunctionConfiguration': (call, subject) => [
    ...onFunction(call, subject),
    ...subject.layers.map((layer) => ['lambda:GetLayerVersion', layer] as const),
  ],
  'lambda:PublishLayerVersion': (_call, subject) => [
    ['lambda:PublishLayerVersion', arn('lambda', `layer:${subject.layerName}`)],
    ...fetched(subject),
  ],
  'lambda:DeleteLayerVersion': ({ resource = '' }) => [
    ['lambda:DeleteLayerVersion', arn('lambda', `layer:${resource.replace('/', ':')}`)],
  ],
  'ecr:BatchGetImage': onRepository,
  'ecr:GetDownloadUrlForLayer': onRepository,
  'ecr:GetRepositoryPolicy': onRepository,
  's3:GetObject': ({ resource = '' }) => [['s3:GetObject', object(resource)]],
  's3:HeadObject': ({ resource = '' }) => [['s3:GetObject', object(resource)]],
  's3:PutObject': ({ resource = '' }) => [['s3:PutObject', object(resource)]],
  's3:CopyObject': ({ resource = '' }, { bucket = '', root }) => [
    ['s3:PutObject', object(resource)],
    ['s3:GetObject', object(`${bucket}/${root}v1/app.zip`)],
  ],
  's3:DeleteObjects': (_call, { bucket = '', root }) => [['s3:DeleteObject', object(`${bucket}/${root}v1/app.zip`)]],
  'codedeploy:ListDeployments': (_call, { deploymentGroup }) => [
    ['codedeploy:ListDeployments', arn('codedeploy', `deploymentgroup:${deploymentGroup}`)],
  ],
  'codedeploy:GetDeployment': (_call, { deploymentGroup }) => [
    ['codedeploy:GetDeployment', arn('codedeploy', `deploymentgroup:${deploymentGroup}`)],
  ],
  'codedeploy:StopDeployment': () => [['codedeploy:StopDeployment', '*']],
  'codedeploy:CreateDeployment': (_call, { deploymentGroup }) => [
    ['codedeploy:CreateDeployment', arn('codedeploy', `deploymentgroup:${deploymentGroup}`)],
    ['codedeploy:RegisterApplicationRevision', arn('codedeploy', `application:${deploymentGroup.split('/')[0] ?? ''}`)],
    ['codedeploy:GetDeploymentConfig', arn('codedeploy', 'deploymentconfig:CodeDeployDefault.LambdaAllAtOnce')],
  ],
  'cloudwatch:DescribeAlarms': () => [['cloudwatch:DescribeAlarms', '*']],
  'sns:Publish': (_call, { topic }) => [['sns:Publish', topic]],
  'logs:FilterLogEvents': (_call, { functionName }) => [
    ['logs:FilterLogEvents', arn('logs', `log-group:/aws/lambda/${functionName}:*`)],
  ],
};

/** What IAM is asked for some calls, each request once. */
export function iamRequests(calls: readonly RecordedCall[], subject: CallSubject): IamRequest[] {
  const requests = calls.flatMap((call): IamRequest[] => {
    const name = `${call.service}:${call.action}`;
    const bucket = object(subject.bucket ?? '');
    if (name === 's3:ListObjectsV2') {
      return [{ action: 's3:ListBucket', resource: bucket, context: { 's3:prefix': subject.root } }];
    }
    const asked = ASKED[name]?.(call, subject);
    if (asked === undefined) throw new Error(`it is not written down what IAM asks for ${name}`);
    // S3 says that a key is missing only to who may list.
    const missing = call.service === 's3' && call.status === 404 ? [['s3:ListBucket', bucket] as const] : [];
    return [...asked, ...missing].map(([action, resource]) => ({ action, resource, context: {} }));
  });
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}

/** A key's usual policy, which leaves it to the policies of the account's roles. */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

/**
 * The simulator refuses actions for which the ARN of an alias could be that of a version too. None of our conditions tells
 * them apart, so that another action on the same ARN gets the same answer.
 */
const AMBIGUOUS: Readonly<Record<string, string>> = {
  'lambda:GetProvisionedConcurrencyConfig': 'lambda:GetFunctionConfiguration',
};

/** Whether a policy allows a request. */
export async function isAllowed(policy: Policy, request: IamRequest): Promise<boolean> {
  const instead = AMBIGUOUS[request.action];
  if (instead === undefined) return simulate(policy, request);
  const Statement = policy.Statement.filter(({ Action }) => Action.includes(request.action));
  const renamed = Statement.map((statement) => ({ ...statement, Action: [instead] }));
  return renamed.length > 0 && simulate({ ...policy, Statement: renamed }, { ...request, action: instead });
}

async function simulate(policy: Policy, { action, resource, context }: IamRequest): Promise<boolean> {
  const outcome = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${ACCOUNT}:role/pipeline`,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { ...context },
      },
      ...(action.startsWith('kms:') ? { resourcePolicy: KEY_POLICY } : {}),
      identityPolicies: [{ name: 'printed', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (outcome.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(outcome.errors)}`);
  return outcome.overallResult === 'Allowed';
}

/** A policy for each action and resource of a policy's statements. */
export function singlePermissions({ Version, Statement }: Policy): Policy[] {
  return Statement.flatMap((statement) =>
    statement.Action.flatMap((action) =>
      statement.Resource.map((resource) => ({
        Version,
        Statement: [{ ...statement, Action: [action], Resource: [resource] }],
      })),
    ),
  );
}
