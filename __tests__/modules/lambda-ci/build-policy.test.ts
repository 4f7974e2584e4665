import type { BuildOptions } from '../../../modules/lambda-ci/build-props';
import type { LambdaBuildProps } from '../../../modules/lambda-ci/lambda-build-props';
import { documentOf, policyOf } from '../../helpers/policies';
import type { SynthesizedStack } from '../../helpers/synth';
import type { BuildRoom } from './build-room';
import { PROGRAM, synthesizeBuild } from './build-room';

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Expressions by what they stand for, so that a policy can be read. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/\$\{data\.aws_partition\.\w+\.partition\}/g, 'PARTITION'],
  [/\$\{data\.aws_partition\.\w+\.dns_suffix\}/g, 'SUFFIX'],
  [/\$\{data\.aws_region\.\w+\.id\}/g, 'REGION'],
  [/\$\{data\.aws_caller_identity\.\w+\.account_id\}/g, 'ACCOUNT'],
  [/\$\{aws_s3_bucket\.\w+\.arn\}/g, 'BUCKET'],
  [/\$\{aws_lambda_function\.\w+\.arn\}/g, 'FUNCTION'],
  [/\$\{aws_cloudwatch_log_group\.build_\w+\.arn\}/g, 'LOGS'],
  [new RegExp(`${PROGRAM.sha256}/[0-9a-f]{8}`, 'g'), 'DIGEST'],
];

function readable(stack: SynthesizedStack, address: RegExp): Statement[] {
  const name = stack.addresses.find((one) => address.test(one)) ?? '';
  const policy = MEANINGS.reduce(
    (text, [expression, meaning]) => text.replace(expression, meaning),
    stack.at(name).policy as string,
  );
  return (documentOf({ policy }) as { Statement: Statement[] }).Statement;
}

function statementsOf(props: Partial<LambdaBuildProps>, room: BuildRoom = {}): Statement[] {
  return readable(synthesizeBuild(props, room), /^aws_iam_role_policy\.build_Policy_/);
}

const SMALLEST = statementsOf({}).map((statement) => JSON.stringify(statement));

/** What a build may with some options, beyond what the smallest may. */
function addedBy(props: Partial<LambdaBuildProps>, room: BuildRoom = {}): unknown[] {
  return statementsOf(props, room).filter((statement) => !SMALLEST.includes(JSON.stringify(statement)));
}

const allow = (Action: string[], Resource: string[], Condition?: object): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});

test('CodeBuild assumes the role for its project alone', () => {
  const role = synthesizeBuild()
    .all('aws_iam_role')
    .find(({ name }) => name === 'api-build');
  const document = MEANINGS.reduce((text, [one, by]) => text.replace(one, by), role?.assume_role_policy as string);
  expect(JSON.parse(document)).toEqual(
    policyOf({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'codebuild.amazonaws.com' },
      Condition: {
        StringEquals: {
          'aws:SourceAccount': 'ACCOUNT',
          'aws:SourceArn': 'arn:PARTITION:codebuild:REGION:ACCOUNT:project/api-build',
        },
      },
    }),
  );
});

test('by default a build may read its source and its program, log, and deploy its function', () => {
  expect(statementsOf({})).toEqual([
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], ['LOGS:*']),
    allow(['s3:GetObject', 's3:GetObjectVersion'], ['BUCKET/api/*']),
    allow(['s3:GetBucketAcl', 's3:GetBucketLocation'], ['BUCKET']),
    allow(['s3:GetObject'], ['BUCKET/codeless/DIGEST/codeless.js']),
    allow(['ssm:GetParameter'], ['arn:PARTITION:ssm:REGION:ACCOUNT:parameter/codeless/api/contract']),
    allow(
      [
        'lambda:GetAlias',
        'lambda:GetFunctionConfiguration',
        'lambda:ListAliases',
        'lambda:ListProvisionedConcurrencyConfigs',
        'lambda:ListVersionsByFunction',
        'lambda:PublishVersion',
        'lambda:UpdateAlias',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
      ['FUNCTION'],
    ),
    allow(
      ['lambda:DeleteFunction', 'lambda:GetFunctionConfiguration', 'lambda:GetProvisionedConcurrencyConfig'],
      ['FUNCTION:*'],
    ),
    allow(['lambda:PublishLayerVersion'], ['arn:PARTITION:lambda:REGION:ACCOUNT:layer:api-dependencies']),
    allow(['lambda:DeleteLayerVersion'], ['arn:PARTITION:lambda:REGION:ACCOUNT:layer:api-dependencies:*']),
    allow(['lambda:GetLayerVersion'], ['arn:PARTITION:lambda:REGION:ACCOUNT:layer:api-dependencies:*']),
    allow(['lambda:ListEventSourceMappings', 'lambda:ListLayerVersions'], ['*']),
  ]);
});

test('options that need no right add none', () => {
  const options: BuildOptions = {
    cache: { type: 'local', modes: ['LOCAL_SOURCE_CACHE'] },
    privileged: true,
    environment: { A: 'b' },
    testCommands: ['a'],
    image: 'registry.example.com/build:1',
  };
  expect(addedBy({ ...options, sourcePath: 'a', tagPattern: 'v*', repositoryUrl: 'https://example.com/a' })).toEqual(
    [],
  );
});

test('a key of one’s own is used by way of S3', () => {
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/a';
  expect(addedBy({}, { artifacts: { kmsKeyArn: key } })).toEqual([
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key], {
      StringEquals: { 'kms:ViaService': 's3.REGION.SUFFIX' },
    }),
  ]);
});

test('a cache in S3 is kept under the project’s name', () => {
  expect(addedBy({ cache: { type: 's3' } })).toEqual([
    allow(['s3:GetObject', 's3:PutObject'], ['BUCKET/cache/api-build/*']),
  ]);
});

test('a clone needs the connection by both of its names', () => {
  const connectionArn = 'arn:aws:codeconnections:eu-west-1:111122223333:connection/a';
  expect(addedBy({ connectionArn })).toEqual([
    allow(['codeconnections:UseConnection', 'codestar-connections:UseConnection'], [connectionArn]),
  ]);
});

test('in a VPC a build makes interfaces in its subnets and groups, which CodeBuild alone may use', () => {
  const ec2 = 'arn:PARTITION:ec2:REGION:ACCOUNT';
  const inSubnets = { ArnEquals: { 'ec2:Subnet': [`${ec2}:subnet/a`, `${ec2}:subnet/b`] } };
  const vpc = { vpcId: 'vpc', subnetIds: ['a', 'b'], securityGroupIds: ['c'] };
  expect(addedBy({ vpc })).toEqual([
    allow(
      [
        'ec2:DescribeDhcpOptions',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      ['*'],
    ),
    allow(
      ['ec2:CreateNetworkInterface'],
      [`${ec2}:network-interface/*`, `${ec2}:subnet/a`, `${ec2}:subnet/b`, `${ec2}:security-group/c`],
    ),
    allow(['ec2:DeleteNetworkInterface'], [`${ec2}:network-interface/*`], inSubnets),
    allow(['ec2:CreateNetworkInterfacePermission'], [`${ec2}:network-interface/*`], {
      ...inSubnets,
      StringEquals: { 'ec2:AuthorizedService': 'codebuild.amazonaws.com' },
    }),
  ]);
});

test('an image of ECR is pulled from its repository alone, wherever that is', () => {
  const image = '444455556666.dkr.ecr.us-east-1.amazonaws.com/team/build:1';
  expect(addedBy({ image })).toEqual([
    allow(
      ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      ['arn:PARTITION:ecr:us-east-1:444455556666:repository/team/build'],
    ),
    allow(['ecr:GetAuthorizationToken'], ['*']),
  ]);
  expect(addedBy({ image: image.replace(':1', '@sha256:abc') })).toEqual(addedBy({ image }));
});

test('variables are read and decrypted, each once and by way of its service', () => {
  const [key, other] = ['a', 'b'].map((id) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`) as [string, string];
  const secretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:api-AbCdEf';
  const environment: BuildOptions['environment'] = {
    A: 'plain',
    B: { parameterName: '/api/token', kmsKeyArn: key },
    C: { parameterName: 'token' },
    D: { secretArn, jsonKey: 'user', kmsKeyArn: other },
    E: { secretArn, jsonKey: 'password', kmsKeyArn: other },
  };
  const parameter = 'arn:PARTITION:ssm:REGION:ACCOUNT:parameter';
  expect(addedBy({ environment })).toEqual([
    allow(['ssm:GetParameters'], [`${parameter}/api/token`, `${parameter}/token`]),
    allow(['secretsmanager:GetSecretValue'], [secretArn]),
    allow(['kms:Decrypt'], [key], { StringEquals: { 'kms:ViaService': 'ssm.REGION.SUFFIX' } }),
    allow(['kms:Decrypt'], [other], { StringEquals: { 'kms:ViaService': 'secretsmanager.REGION.SUFFIX' } }),
  ]);
});

test('reports go to the project’s own groups, as results or as coverage', () => {
  const groups = 'arn:PARTITION:codebuild:REGION:ACCOUNT:report-group/api-build';
  const unit = { files: ['a'] };
  const coverage = { files: ['b'], fileFormat: 'JACOCOXML' } as const;
  const actions = ['codebuild:CreateReport', 'codebuild:CreateReportGroup', 'codebuild:UpdateReport'];
  expect(addedBy({ reports: { unit, coverage } })).toEqual([
    allow(actions, [`${groups}-unit`, `${groups}-coverage`]),
    allow(['codebuild:BatchPutTestCases'], [`${groups}-unit`]),
    allow(['codebuild:BatchPutCodeCoverages'], [`${groups}-coverage`]),
  ]);
  expect(addedBy({ reports: { coverage } })).toEqual([
    allow(actions, [`${groups}-coverage`]),
    allow(['codebuild:BatchPutCodeCoverages'], [`${groups}-coverage`]),
  ]);
});

test('a smoke test is what the environment asks for', () => {
  expect(addedBy({ environment: { CODELESS_SMOKE_TEST: '{}' } })).toEqual([
    allow(['lambda:GetFunctionConcurrency'], ['FUNCTION']),
    allow(
      [
        'lambda:DeleteFunction',
        'lambda:GetFunctionConfiguration',
        'lambda:GetProvisionedConcurrencyConfig',
        'lambda:InvokeFunction',
      ],
      ['FUNCTION:*'],
    ),
  ]);
});

test('a difference that is shown reads what is served', () => {
  expect(addedBy({ difference: true })).toEqual([
    allow(
      [
        'lambda:DeleteFunction',
        'lambda:GetFunctionConfiguration',
        'lambda:GetProvisionedConcurrencyConfig',
        'lambda:GetFunction',
      ],
      ['FUNCTION:*'],
    ),
  ]);
});

test('the topic of deploys is published to', () => {
  const deployTopicArn = 'arn:aws:sns:eu-west-1:111122223333:deploys';
  expect(addedBy({ deployTopicArn })).toEqual([allow(['sns:Publish'], [deployTopicArn])]);
});
