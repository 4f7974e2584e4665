import type { CodelessLambdaProps } from '../../../modules';
import { synthesizeLambda, testLambda } from '../../helpers/lambda';
import { inlinePolicies, policyOf } from '../../helpers/policies';

const ROLE = '${aws_iam_role.api_Role_61B66F73.name}';
const LOGS = {
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: ['${aws_cloudwatch_log_group.api_LogGroup_89F0207F.arn}:*'],
};
const READ_NETWORK = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];
const CHANGE_INTERFACES = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
const NETWORK = [
  { Effect: 'Allow', Action: [...READ_NETWORK, ...CHANGE_INTERFACES], Resource: ['*'] },
  {
    Effect: 'Deny',
    Action: CHANGE_INTERFACES,
    Resource: ['*'],
    Condition: { ArnLike: { 'lambda:SourceFunctionArn': 'arn:*:lambda:*:*:function:api' } },
  },
];
const VPC = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };

test('the smallest function may write its own logs and nothing else', () => {
  expect(inlinePolicies(synthesizeLambda())).toEqual([{ role: ROLE, name: 'execution', document: policyOf(LOGS) }]);
});

test.each<[string, Partial<CodelessLambdaProps>, object[]]>([
  ['a VPC', { vpc: VPC }, NETWORK],
  [
    'active tracing',
    { tracing: 'Active' },
    [{ Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: ['*'] }],
  ],
  ['passed through tracing', { tracing: 'PassThrough' }, []],
  [
    'a file system',
    {
      vpc: VPC,
      fileSystem: { accessPointArn: 'arn:access-point', fileSystemArn: 'arn:file-system', localMountPath: '/mnt/a' },
    },
    [
      ...NETWORK,
      {
        Effect: 'Allow',
        Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        Resource: ['arn:file-system'],
        Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': 'arn:access-point' } },
      },
    ],
  ],
  [
    'a key of one’s own',
    { kmsKeyArn: 'arn:key' },
    [{ Effect: 'Allow', Action: ['kms:Decrypt'], Resource: ['arn:key'] }],
  ],
  ['a key for the logs', { logKmsKeyArn: 'arn:key' }, []],
  [
    'a dead letter queue',
    { deadLetter: { queueArn: 'arn:queue' } },
    [{ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['arn:queue'] }],
  ],
  [
    'a dead letter topic',
    { deadLetter: { topicArn: 'arn:topic' } },
    [{ Effect: 'Allow', Action: ['sns:Publish'], Resource: ['arn:topic'] }],
  ],
  [
    'a function URL, warm environments and an empty policy',
    {
      functionUrl: { authorizationType: 'AWS_IAM' },
      provisionedConcurrentExecutions: 1,
      policy: [],
      layers: ['arn:layer'],
      artifacts: { bucket: 'b' },
    },
    [],
  ],
])('%s adds exactly what it needs to the one policy', (_, props, statements) => {
  expect(inlinePolicies(synthesizeLambda(props))).toEqual([
    { role: ROLE, name: 'execution', document: policyOf(LOGS, ...statements) },
  ]);
});

test('the statements of the user are a policy of their own', () => {
  const stack = synthesizeLambda({
    policy: [
      { sid: 'Read', actions: ['dynamodb:GetItem'], resources: ['arn:table'] },
      { effect: 'Deny', actions: ['dynamodb:Scan'], resources: ['arn:table'] },
    ],
  });
  expect(inlinePolicies(stack)).toEqual([
    { role: ROLE, name: 'execution', document: policyOf(LOGS) },
    {
      role: ROLE,
      name: 'function',
      document: policyOf(
        { Sid: 'Read', Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: ['arn:table'] },
        { Effect: 'Deny', Action: ['dynamodb:Scan'], Resource: ['arn:table'] },
      ),
    },
  ]);
});

test('what a given role needs is told, since nothing is attached', () => {
  const lambda = testLambda({ role: { name: 'given', arn: 'arn:role' }, kmsKeyArn: 'arn:key' });
  expect(lambda.iamRole).toBeUndefined();
  expect(lambda.requiredStatements.map((statement) => statement.actions)).toEqual([
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ['kms:Decrypt'],
  ]);
});

test('with a given role each part tells what the role must allow', () => {
  const lambda = testLambda({
    role: { name: 'given', arn: 'arn:role' },
    asyncInvoke: { onSuccess: { eventBusArn: 'arn:bus' }, onFailure: { queueArn: 'arn:queue' } },
  });
  const source = lambda.addEventSource('orders', { queueArn: 'arn:orders' });
  expect(lambda.requiredStatements.map(({ actions }) => actions)).toEqual([LOGS.Action]);
  expect(lambda.alias.requiredStatements).toEqual([
    { actions: ['events:PutEvents'], resources: ['arn:bus'] },
    { actions: ['sqs:SendMessage'], resources: ['arn:queue'] },
  ]);
  expect(source.requiredStatements).toEqual([
    { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], resources: ['arn:orders'] },
  ]);
});
