import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { ArtifactStore } from '../../../cli/aws/artifact-store';
import { retryConflicts } from '../../../cli/aws/retry';
import { rememberFailedCall } from '../../../cli/failed-call';
import { CALLS } from '../../../cli/iam/calls';
import type { KnownSubject } from '../../../cli/iam/known-subject';
import { describeError, type Problem } from '../../../cli/output/describe-error';

const KNOWN: KnownSubject = {
  functionName: 'demo',
  layerName: 'demo-deps',
  bucket: 'packages',
  root: 'releases/demo/',
  codeDeploy: { application: 'app', group: 'group' },
  contractParameter: '/codeless/demo/contract',
  notifyTopic: 'arn:aws:sns:eu-west-1:111122223333:deploys',
};

const CALLER = 'arn:aws:sts::111122223333:assumed-role/ci/run-7';
const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:demo';
const LAYER = 'arn:aws:lambda:eu-west-1:111122223333:layer:demo-deps';
const PACKAGES = 'arn:aws:s3:::packages/releases/demo/*';
const BUCKET = 'arn:aws:s3:::packages';
const GROUP = 'arn:aws:codedeploy:eu-west-1:111122223333:deploymentgroup:app/group';
const REPOSITORY = 'arn:aws:ecr:eu-west-1:111122223333:repository/demo';

interface Failure {
  readonly client: string;
  readonly operation: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly name?: string;
  readonly message?: string;
  readonly status?: number;
}

function told({ client, operation, input = {}, name = 'AccessDenied', message = '', status = 403 }: Failure): Problem {
  const error = Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, requestId: 'r-1' } });
  if (client !== '')
    rememberFailedCall(error, `${client}Client`, `${operation}Command`, { input, region: 'eu-west-1' });
  return describeError(error, undefined, KNOWN);
}

/** The statements of a hint. */
function statements({ hint = '' }: Problem): unknown[] {
  const json = /: ([[{].*[\]}])[.;]/.exec(hint)?.[1] ?? '[]';
  return [JSON.parse(json) as unknown].flat();
}

type Row = readonly [
  call: string,
  input: Readonly<Record<string, unknown>>,
  ...statements: readonly (readonly [string, string])[],
];

const IN_FUNCTION = { FunctionName: 'demo' };
const IN_VERSION = { FunctionName: 'demo', Qualifier: '7' };
const IN_BUCKET = { Bucket: 'packages', Key: 'releases/demo/1/app.zip' };
const IN_GROUP = { applicationName: 'app', deploymentGroupName: 'group' };
const IN_REPOSITORY = { registryId: '111122223333', repositoryName: 'demo' };

const ROWS: readonly Row[] = [
  [
    'SSM GetParameter',
    { Name: '/codeless/demo/contract' },
    ['ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/codeless/demo/contract'],
  ],
  ['Lambda GetAlias', { ...IN_FUNCTION, Name: 'live' }, ['lambda:GetAlias', FUNCTION]],
  ['Lambda GetFunctionConfiguration', IN_FUNCTION, ['lambda:GetFunctionConfiguration', FUNCTION]],
  ['Lambda GetFunctionConfiguration', IN_VERSION, ['lambda:GetFunctionConfiguration', `${FUNCTION}:*`]],
  ['Lambda GetFunction', IN_FUNCTION, ['lambda:GetFunction', FUNCTION]],
  ['Lambda GetFunction', IN_VERSION, ['lambda:GetFunction', `${FUNCTION}:*`]],
  ['Lambda UpdateAlias', { ...IN_FUNCTION, Name: 'live' }, ['lambda:UpdateAlias', FUNCTION]],
  [
    'Lambda UpdateFunctionConfiguration',
    IN_FUNCTION,
    ['lambda:UpdateFunctionConfiguration', FUNCTION],
    ['lambda:GetLayerVersion', `${LAYER}:*`],
  ],
  ['Lambda UpdateFunctionCode', IN_FUNCTION, ['lambda:UpdateFunctionCode', FUNCTION], ['s3:GetObject', PACKAGES]],
  [
    'Lambda PublishLayerVersion',
    { LayerName: 'demo-deps' },
    ['lambda:PublishLayerVersion', LAYER],
    ['s3:GetObject', PACKAGES],
  ],
  ['Lambda PublishVersion', IN_FUNCTION, ['lambda:PublishVersion', FUNCTION]],
  ['Lambda Invoke', IN_VERSION, ['lambda:InvokeFunction', `${FUNCTION}:*`]],
  ['Lambda ListLayerVersions', { LayerName: 'demo-deps' }, ['lambda:ListLayerVersions', '*']],
  ['Lambda ListVersionsByFunction', IN_FUNCTION, ['lambda:ListVersionsByFunction', FUNCTION]],
  ['Lambda ListAliases', IN_FUNCTION, ['lambda:ListAliases', FUNCTION]],
  ['Lambda GetProvisionedConcurrencyConfig', IN_VERSION, ['lambda:GetProvisionedConcurrencyConfig', `${FUNCTION}:*`]],
  ['Lambda GetFunctionConcurrency', IN_FUNCTION, ['lambda:GetFunctionConcurrency', FUNCTION]],
  ['Lambda ListProvisionedConcurrencyConfigs', IN_FUNCTION, ['lambda:ListProvisionedConcurrencyConfigs', FUNCTION]],
  ['Lambda ListEventSourceMappings', {}, ['lambda:ListEventSourceMappings', '*']],
  ['Lambda DeleteFunction', IN_VERSION, ['lambda:DeleteFunction', `${FUNCTION}:*`]],
  ['Lambda DeleteLayerVersion', { LayerName: 'demo-deps' }, ['lambda:DeleteLayerVersion', `${LAYER}:*`]],
  ['S3 GetObject', IN_BUCKET, ['s3:GetObject', PACKAGES], ['s3:ListBucket', BUCKET]],
  ['S3 HeadObject', IN_BUCKET, ['s3:GetObject', PACKAGES], ['s3:ListBucket', BUCKET]],
  ['S3 PutObject', IN_BUCKET, ['s3:PutObject', PACKAGES]],
  ['S3 CopyObject', IN_BUCKET, ['s3:PutObject', PACKAGES], ['s3:GetObject', PACKAGES]],
  ['S3 ListObjectsV2', { Bucket: 'packages' }, ['s3:ListBucket', BUCKET]],
  ['S3 DeleteObjects', { Bucket: 'packages' }, ['s3:DeleteObject', PACKAGES]],
  ['ECR BatchGetImage', IN_REPOSITORY, ['ecr:BatchGetImage', REPOSITORY]],
  ['ECR GetDownloadUrlForLayer', IN_REPOSITORY, ['ecr:GetDownloadUrlForLayer', REPOSITORY]],
  ['ECR GetRepositoryPolicy', IN_REPOSITORY, ['ecr:GetRepositoryPolicy', REPOSITORY]],
  ['CodeDeploy ListDeployments', IN_GROUP, ['codedeploy:ListDeployments', GROUP]],
  [
    'CodeDeploy CreateDeployment',
    IN_GROUP,
    ['codedeploy:CreateDeployment', GROUP],
    ['codedeploy:RegisterApplicationRevision', 'arn:aws:codedeploy:eu-west-1:111122223333:application:app'],
    ['codedeploy:GetDeploymentConfig', 'arn:aws:codedeploy:eu-west-1:111122223333:deploymentconfig:*'],
  ],
  ['CodeDeploy GetDeployment', { deploymentId: 'd-1' }, ['codedeploy:GetDeployment', GROUP]],
  ['CodeDeploy StopDeployment', { deploymentId: 'd-1' }, ['codedeploy:StopDeployment', '*']],
  ['CloudWatch DescribeAlarms', {}, ['cloudwatch:DescribeAlarms', '*']],
  [
    'SNS Publish',
    { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:deploys' },
    ['sns:Publish', 'arn:aws:sns:eu-west-1:111122223333:deploys'],
  ],
  [
    'CloudWatchLogs FilterLogEvents',
    { logGroupName: '/aws/lambda/demo' },
    ['logs:FilterLogEvents', 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/demo:*'],
  ],
];

/** The rows, with their statements in one. */
const CASES = ROWS.map(([call, input, ...expected]): [string, Row[1], (readonly [string, string])[]] => [
  call,
  input,
  expected,
]);

test('the table has every call that the program makes', () => {
  const services: Readonly<Record<string, string>> = { cloudwatchlogs: 'logs' };
  const rows = ROWS.map(([call]) => {
    const [service = '', action = ''] = call.split(' ');
    return `${services[service.toLowerCase()] ?? service.toLowerCase()}:${action}`;
  });
  const made = CALLS.map(({ service, action }) => `${service}:${action}`);
  expect([...new Set(rows)].sort()).toEqual([...new Set(made)].sort());
});

test.each(CASES)('%s, denied without a word for %j, says which permissions may lack', (call, input, expected) => {
  const [client = '', operation = ''] = call.split(' ');
  const problem = told({ client, operation, input, message: 'Access Denied' });
  const actions = [...new Set(expected.map(([action]) => action))];
  expect(problem).toMatchObject({ exit: 'failed', code: 'AccessDenied' });
  expect(problem.message).toBe(
    `${actions.join(' or ')} is denied to the role or user (${call}: AccessDenied, request id r-1)`,
  );
  const anyAccount = (arn: string): string =>
    arn.includes('repository/') || arn.includes(':sns:') ? arn : arn.replace('111122223333', '*');
  expect(statements(problem)).toEqual(
    expected.map(([Action, Resource]) => ({
      Effect: 'Allow',
      Action,
      Resource: anyAccount(Resource),
      ...(Action === 's3:ListBucket' ? { Condition: { StringLikeIfExists: { 's3:prefix': 'releases/demo/*' } } } : {}),
    })),
  );
});

test.each(CASES)('%s, denied as AWS tells it for %j, says who lacks what on what', (call, input, expected) => {
  const [client = '', operation = ''] = call.split(' ');
  for (const [action, resource] of expected) {
    const on = resource.replace(/\/\*$/, '/1/app.zip').replace(/:\*$/, ':7');
    const message = `User: ${CALLER} is not authorized to perform: ${action} on resource: ${on} because no identity-based policy allows the ${action} action`;
    const problem = told({ client, operation, input, name: 'AccessDeniedException', message });
    expect(problem.message).toBe(
      `${action} is denied to ${CALLER} on ${on}, as no identity-based policy allows it (${call}: AccessDeniedException, request id r-1)`,
    );
    expect(statements(problem)).toEqual([expect.objectContaining({ Action: action, Resource: resource })]);
  }
});

const GET = { client: 'S3', operation: 'GetObject', input: IN_BUCKET };
const saying = (
  rest: string,
  action = 's3:GetObject',
  on = '"arn:aws:s3:::packages/releases/demo/1/app.zip"',
): string => `User: ${CALLER} is not authorized to perform: ${action} on resource: ${on} ${rest}`;

test.each([
  ['service control policy', "the organization's service control policy"],
  ['resource control policy', "the organization's resource control policy"],
  ['permissions boundary', 'its permissions boundary'],
  ['session policy', 'the session policy that the role was assumed with'],
  ['identity-based policy', 'the policy of the role or user'],
  ['resource-based policy', 'the policy of the resource itself'],
  ['VPC endpoint policy', 'the policy of the VPC endpoint'],
])('an explicit deny in a %s is told, with no statement that would not help', (policy, place) => {
  const { message, hint } = told({ ...GET, message: saying(`with an explicit deny in a ${policy}`) });
  expect(message).toContain(` by an explicit deny in a ${policy} (S3 GetObject: AccessDenied`);
  expect(hint).toBe(`No statement that allows helps against an explicit deny: change ${place}.`);
});

test('an explicit deny of which AWS tells the policy by its ARN, or nothing, is told too', () => {
  const arn = 'arn:aws:organizations::1:policy/o-1/service_control_policy/p-1';
  const named = told({ ...GET, message: saying(`with an explicit deny in a service control policy: ${arn}`) });
  expect(named.message).toContain('by an explicit deny in a service control policy (');
  expect(told({ ...GET, message: saying('with an explicit deny') })).toMatchObject({
    message: expect.stringContaining('app.zip by an explicit deny (') as string,
    hint: 'No statement that allows helps against an explicit deny: change the policy that denies it.',
  });
});

test.each([
  ['permissions boundary', 'its permissions boundary'],
  ['session policy', 'the session policy that the role was assumed with'],
  ['service control policy', "the organization's service control policy"],
])('the statement goes to the %s if that one does not allow it', (policy, place) => {
  const { hint } = told({ ...GET, message: saying(`because no ${policy} allows the s3:GetObject action`) });
  expect(hint).toMatch(new RegExp(`^Add this statement to ${place}: \\{"Effect":"Allow","Action":"s3:GetObject"`));
});

test('a statement for the policy of a resource names who may, and for a repository no resource', () => {
  const said = saying('because no resource-based policy allows the s3:GetObject action');
  const role = { AWS: 'arn:aws:iam::111122223333:role/ci' };
  expect(statements(told({ ...GET, message: said }))).toEqual([
    { Effect: 'Allow', Principal: role, Action: 's3:GetObject', Resource: PACKAGES },
  ]);
  const rest = 'because no resource-based policy allows the ecr:BatchGetImage action';
  const image = { client: 'ECR', operation: 'BatchGetImage', input: IN_REPOSITORY };
  expect(statements(told({ ...image, message: saying(rest, 'ecr:BatchGetImage', REPOSITORY) }))).toEqual([
    { Effect: 'Allow', Principal: role, Action: 'ecr:BatchGetImage' },
  ]);
});

test('a missing key in a bucket that may not be listed asks for the listing', () => {
  const said = saying(
    'because no identity-based policy allows the s3:ListBucket action',
    's3:ListBucket',
    `"${BUCKET}"`,
  );
  const problem = told({ ...GET, message: said });
  expect(problem.message).toMatch(/^s3:ListBucket is denied to .* on arn:aws:s3:::packages, as/);
  expect(statements(problem)).toEqual([expect.objectContaining({ Action: 's3:ListBucket', Resource: BUCKET })]);
});

const KMS_KEY = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';

test.each<[what: string, failure: Failure, action: string, resource: string]>([
  [
    'a key of a bucket',
    { client: 'S3', operation: 'PutObject', message: saying('because no', 'kms:GenerateDataKey', KMS_KEY) },
    'kms:GenerateDataKey',
    KMS_KEY,
  ],
  [
    'a key of a parameter',
    {
      client: 'SSM',
      operation: 'GetParameter',
      name: 'AccessDeniedException',
      message: `The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.`,
    },
    'kms:Decrypt',
    '*',
  ],
  [
    'a key of variables',
    {
      client: 'Lambda',
      operation: 'Invoke',
      name: 'KMSAccessDeniedException',
      status: 502,
      message: `Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings. KMS Exception: AccessDeniedException KMS Message: User: arn:aws:sts::111122223333:assumed-role/demo/demo is not authorized to perform: kms:Decrypt on resource: ${KMS_KEY} because no identity-based policy allows the kms:Decrypt action`,
    },
    'kms:Decrypt',
    KMS_KEY,
  ],
  [
    'a package that Lambda fetches',
    {
      client: 'Lambda',
      operation: 'UpdateFunctionCode',
      name: 'AccessDeniedException',
      message:
        'Your access has been denied by S3, please make sure your request credentials have permission to GetObject for packages/releases/demo/1/app.zip. S3 Error Code: AccessDenied. S3 Error Message: Access Denied',
    },
    's3:GetObject',
    PACKAGES,
  ],
  [
    'a layer of others',
    {
      client: 'Lambda',
      operation: 'UpdateFunctionConfiguration',
      message: saying('', 'lambda:GetLayerVersion', 'arn:aws:lambda:eu-west-1:999999999999:layer:agent:3'),
    },
    'lambda:GetLayerVersion',
    'arn:aws:lambda:eu-west-1:999999999999:layer:agent:3',
  ],
  [
    'a role to assume',
    {
      client: '',
      operation: '',
      message: saying('', 'sts:AssumeRole', 'arn:aws:iam::999999999999:role/deploy'),
    },
    'sts:AssumeRole',
    'arn:aws:iam::999999999999:role/deploy',
  ],
])('%s that is denied inside a call is what the statement is for', (_what, failure, action, resource) => {
  const problem = told(failure);
  expect(problem.message.startsWith(`${action} is denied to `)).toBe(true);
  expect(statements(problem)).toEqual([{ Effect: 'Allow', Action: action, Resource: resource }]);
});

test('a token that a role does not trust is a matter of the trust policy', () => {
  const message = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';
  expect(told({ client: '', operation: '', message })).toMatchObject({
    message:
      'sts:AssumeRoleWithWebIdentity is denied to the role or user (a call to AWS: AccessDenied, request id r-1)',
    hint: expect.stringMatching(/^The role's trust policy does not let this token in/) as string,
  });
});

test('an image that Lambda may not pull is a matter of the policy of the repository', () => {
  const message = 'Lambda does not have permission to access the ECR image. Check the ECR permissions.';
  const problem = told({ client: 'Lambda', operation: 'UpdateFunctionCode', name: 'AccessDeniedException', message });
  expect(problem.message).toMatch(/^ecr:BatchGetImage and ecr:GetDownloadUrlForLayer are denied to Lambda/);
  expect(problem.hint).toContain('"Principal":{"Service":"lambda.amazonaws.com"}');
});

test('what AWS says in other words is shown', () => {
  const { message } = told({ ...GET, message: 'All access to this object has been disabled' });
  expect(message).toContain('(All access to this object has been disabled)');
});

describe('with the SDK itself', () => {
  let server: Server;
  let answer: { readonly status: number; readonly body: string };

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(answer.status, { 'content-type': 'application/xml' }).end(answer.body);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });

  afterAll(async () => {
    // Connections that are kept alive would hold it open.
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  function client(): S3Client {
    return retryConflicts(
      new S3Client({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        region: 'cn-north-1',
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      }),
    );
  }

  test('the answer to HeadObject, which has no body, says as much', async () => {
    answer = { status: 403, body: '' };
    const command = new HeadObjectCommand({ Bucket: 'packages', Key: 'releases/demo/1/app.zip' });
    const error: unknown = await client()
      .send(command)
      .catch((reason: unknown) => reason);
    const problem = describeError(error, undefined, KNOWN);
    expect(problem).toMatchObject({
      code: 'AccessDenied',
      message: 's3:GetObject or s3:ListBucket is denied to the role or user (S3 HeadObject: AccessDenied)',
    });
    expect(statements(problem)).toMatchObject([
      { Action: 's3:GetObject', Resource: 'arn:aws-cn:s3:::packages/releases/demo/*' },
      { Action: 's3:ListBucket', Resource: 'arn:aws-cn:s3:::packages' },
    ]);
  });

  test('a key that DeleteObjects may not delete, which is told in an answer of success, says as much', async () => {
    const body =
      '<DeleteResult><Error><Key>releases/demo/1/app.zip</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error></DeleteResult>';
    answer = { status: 200, body: `<?xml version="1.0"?>${body}` };
    const store = new ArtifactStore(client(), 'packages', new AbortController().signal);
    const error: unknown = await store.remove(['releases/demo/1/app.zip']).catch((reason: unknown) => reason);
    const problem = describeError(error, undefined, KNOWN);
    expect(problem.message).toBe('s3:DeleteObject is denied to the role or user (S3 DeleteObjects: AccessDenied)');
    expect(statements(problem)).toMatchObject([{ Action: 's3:DeleteObject' }]);
  });
});
