import type { Subject } from '../../../cli/iam/grants';
import { policyFor } from '../../../cli/iam/policy';
import { VERBS, type VerbName } from '../../../cli/verb';

const SUBJECT: Subject = {
  partition: 'aws-cn',
  region: 'cn-north-1',
  account: '123456789012',
  functionName: 'demo',
  packageType: 'Zip',
  repositories: [],
  hasTaggedPlaceholder: false,
  layerName: 'demo-deps',
  foreignLayers: [],
  bucket: 'packages',
  root: 'lambda-ci/demo/',
  codeDeploy: undefined,
  contractParameter: '/codeless/demo/contract',
  hasAlarms: false,
  hasSmokeTest: false,
  notifyTopic: undefined,
  logGroup: '/logs/demo',
  variablesKey: undefined,
};

const FUNCTION = 'arn:aws-cn:lambda:cn-north-1:123456789012:function:demo';
const LAYER = 'arn:aws-cn:lambda:cn-north-1:123456789012:layer:demo-deps';

/** The resources on which an action is allowed. */
function resources(subject: Subject, verbs: readonly VerbName[], action: string): readonly string[] {
  return policyFor(subject, verbs).Statement.flatMap(({ Action, Resource }) =>
    Action.includes(action) ? Resource : [],
  );
}

test('prints a whole policy: a statement for each purpose, actions in order and once', () => {
  expect(policyFor(SUBJECT, ['logs', 'explain-iam'])).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Contract',
        Effect: 'Allow',
        Action: ['ssm:GetParameter'],
        Resource: ['arn:aws-cn:ssm:cn-north-1:123456789012:parameter/codeless/demo/contract'],
      },
      { Sid: 'Function', Effect: 'Allow', Action: ['lambda:GetFunctionConfiguration'], Resource: [FUNCTION] },
      {
        Sid: 'Logs',
        Effect: 'Allow',
        Action: ['logs:FilterLogEvents'],
        Resource: ['arn:aws-cn:logs:cn-north-1:123456789012:log-group:/logs/demo:*'],
      },
    ],
  });
});

test('lets who deploys and rolls back tell the topic, where there is one', () => {
  const notifyTopic = 'arn:aws-cn:sns:cn-north-1:123456789012:deploys';
  for (const verb of ['deploy', 'rollback'] as const) {
    expect(resources({ ...SUBJECT, notifyTopic }, [verb], 'sns:Publish')).toEqual([notifyTopic]);
  }
  expect(resources({ ...SUBJECT, notifyTopic }, ['prune', 'diff'], 'sns:Publish')).toEqual([]);
  expect(resources(SUBJECT, ['deploy', 'rollback'], 'sns:Publish')).toEqual([]);
});

test('lets prune delete versions and never the function', () => {
  expect(resources(SUBJECT, ['prune'], 'lambda:DeleteFunction')).toEqual([`${FUNCTION}:*`]);
});

test('lets no verb but prune delete anything', () => {
  const actions = policyFor(
    SUBJECT,
    VERBS.filter((verb) => verb !== 'prune'),
  ).Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => /:(Delete|Remove)/.test(action))).toEqual([]);
});

test('lets those that only look write nothing', () => {
  const looking: readonly VerbName[] = ['build', 'diff', 'status', 'versions', 'logs', 'verify', 'explain-iam'];
  const actions = policyFor(SUBJECT, looking).Statement.flatMap(({ Action }) => Action);
  expect(actions.filter((action) => !/:(Get|List|Filter|Describe)/.test(action))).toEqual([]);
});

test('gives the layers of others to read, and never to publish', () => {
  const foreign = 'arn:aws-cn:lambda:cn-north-1:999999999999:layer:agent:3';
  const subject = { ...SUBJECT, foreignLayers: [foreign] };
  expect(resources(subject, ['deploy'], 'lambda:GetLayerVersion')).toEqual([`${LAYER}:*`, foreign]);
  expect(resources(subject, ['deploy'], 'lambda:PublishLayerVersion')).toEqual([LAYER]);
});

test('gives the objects of the function alone, and of the bucket the listing of its keys', () => {
  expect(resources(SUBJECT, ['deploy'], 's3:PutObject')).toEqual(['arn:aws-cn:s3:::packages/lambda-ci/demo/*']);
  const bucket = policyFor(SUBJECT, ['deploy']).Statement.find(({ Sid }) => Sid === 'Bucket');
  expect(bucket).toEqual({
    Sid: 'Bucket',
    Effect: 'Allow',
    Action: ['s3:ListBucket'],
    Resource: ['arn:aws-cn:s3:::packages'],
    Condition: { StringLikeIfExists: { 's3:prefix': 'lambda-ci/demo/*' } },
  });
});

const APPLICATION = { application: 'a', group: 'g' };

test.each<[what: string, has: Partial<Subject>, action: string, on: string]>([
  ['a bucket', {}, 's3:GetObject', 'arn:aws-cn:s3:::packages/lambda-ci/demo/*'],
  [
    'a deployment group',
    { codeDeploy: APPLICATION },
    'codedeploy:CreateDeployment',
    'arn:aws-cn:codedeploy:cn-north-1:123456789012:deploymentgroup:a/g',
  ],
  [
    'a deployment group',
    { codeDeploy: APPLICATION },
    'codedeploy:RegisterApplicationRevision',
    'arn:aws-cn:codedeploy:cn-north-1:123456789012:application:a',
  ],
  [
    'a deployment group',
    { codeDeploy: APPLICATION },
    'codedeploy:GetDeploymentConfig',
    'arn:aws-cn:codedeploy:cn-north-1:123456789012:deploymentconfig:*',
  ],
  ['a deployment group', { codeDeploy: APPLICATION }, 'codedeploy:StopDeployment', '*'],
  ['alarms', { hasAlarms: true }, 'cloudwatch:DescribeAlarms', '*'],
  ['a smoke test', { hasSmokeTest: true }, 'lambda:InvokeFunction', `${FUNCTION}:*`],
  ['variables under a key', { variablesKey: 'arn:key' }, 'kms:Decrypt', 'arn:key'],
])('asks for what is there alone, with %s: %j %s', (_what, has, action, on) => {
  const verbs: readonly VerbName[] = ['deploy', 'rollback'];
  const bare: Subject = { ...SUBJECT, bucket: undefined };
  expect(resources({ ...SUBJECT, ...has }, verbs, action)).toContain(on);
  expect(resources(bare, verbs, action)).toEqual([]);
});

test('lists the actions of a statement in order, each once', () => {
  const statement = policyFor(SUBJECT, ['deploy', 'rollback', 'deploy']).Statement.find(
    ({ Sid }) => Sid === 'Function',
  );
  expect(statement?.Action).toEqual([
    'lambda:GetAlias',
    'lambda:GetFunctionConfiguration',
    'lambda:ListVersionsByFunction',
    'lambda:PublishVersion',
    'lambda:UpdateAlias',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
  ]);
});

describe('an image function', () => {
  const image: Subject = {
    ...SUBJECT,
    packageType: 'Image',
    repositories: [
      { registryId: '123456789012', repositoryName: 'demo' },
      { registryId: '999999999999', repositoryName: 'team/base' },
    ],
  };
  const REPOSITORIES = [
    'arn:aws-cn:ecr:cn-north-1:123456789012:repository/demo',
    'arn:aws-cn:ecr:cn-north-1:999999999999:repository/team/base',
  ];

  test.each<[VerbName, string[]]>([
    ['deploy', ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']],
    ['diff', ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']],
    ['verify', ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:GetRepositoryPolicy']],
    ['rollback', []],
    ['status', []],
    ['prune', []],
  ])('lets %s read the images of its repositories, and nothing else of ECR', (verb, actions) => {
    const statements = policyFor(image, [verb]).Statement.filter(({ Action }) =>
      Action.some((one) => one.startsWith('ecr:')),
    );
    expect(statements).toEqual(
      actions.length === 0 ? [] : [{ Sid: 'Images', Effect: 'Allow', Action: actions, Resource: REPOSITORIES }],
    );
  });

  test('needs nothing of packages and layers to be deployed', () => {
    const actions = policyFor(image, ['deploy']).Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /^lambda:.*Layer|UpdateFunctionConfiguration|CopyObject/.test(action))).toEqual(
      [],
    );
    expect(resources(image, ['deploy'], 'lambda:UpdateFunctionCode')).toEqual([FUNCTION]);
    expect(resources(image, ['verify'], 'lambda:GetFunction')).toEqual([`${FUNCTION}:*`]);
    expect(resources(image, ['explain-iam'], 'lambda:GetFunction')).toEqual([FUNCTION]);
  });

  test.each([
    [false, []],
    [true, [`${FUNCTION}:*`]],
  ])('asks Lambda for the placeholder only if the contract names it by a tag: %s', (hasTaggedPlaceholder, on) => {
    expect(resources({ ...image, hasTaggedPlaceholder }, ['deploy', 'rollback'], 'lambda:GetFunction')).toEqual(on);
  });

  test('gives a package nothing of ECR', () => {
    expect(resources({ ...image, packageType: 'Zip' }, VERBS, 'ecr:BatchGetImage')).toEqual([]);
  });
});
