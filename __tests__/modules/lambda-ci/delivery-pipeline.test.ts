import { TerraformOutput, TerraformVariable } from 'cdktf';
import { DeliveryPipeline } from '../../../modules/lambda-ci/delivery-pipeline';
import type { PipelineSource } from '../../../modules/lambda-ci/source-props';
import { synthesize, testStack } from '../../helpers/synth';
import { CONNECTION, PLACE, pipelineOf, SMALLEST, stagesOf, synthesizePipeline } from './pipeline-room';

const SOURCE = {
  name: 'Source',
  category: 'Source',
  owner: 'AWS',
  version: '1',
  namespace: 'Source',
  output_artifacts: ['Source'],
};
const BUILD = { category: 'Build', owner: 'AWS', provider: 'CodeBuild', version: '1', input_artifacts: ['Source'] };
const environment = (...variables: [name: string, value: string][]): string =>
  JSON.stringify(variables.map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })));

test('the smallest pipeline takes the main branch, and deploys every push to it', () => {
  const stack = synthesizePipeline();
  expect(stack.addresses.map((address) => address.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
    'aws_codepipeline.pipeline',
    'aws_iam_role.pipeline_Role',
    'aws_iam_role_policy.pipeline_Policy',
    'data.aws_caller_identity.pipeline_Account',
    'data.aws_partition.pipeline_Partition',
    'data.aws_region.pipeline_Region',
  ]);
  expect(stack.only('aws_codepipeline')).toEqual({
    name: 'orders',
    role_arn: expect.stringMatching(/^\$\{aws_iam_role\.pipeline_Role_\w+\.arn\}$/) as string,
    pipeline_type: 'V2',
    execution_mode: 'SUPERSEDED',
    artifact_store: [{ type: 'S3', location: 'artifacts' }],
    trigger: [
      {
        provider_type: 'CodeStarSourceConnection',
        git_configuration: { source_action_name: 'Source', push: [{ branches: { includes: ['main'] } }] },
      },
    ],
    stage: [
      {
        name: 'Source',
        action: [
          {
            ...SOURCE,
            provider: 'CodeStarSourceConnection',
            configuration: {
              ConnectionArn: CONNECTION,
              FullRepositoryId: 'acme/app',
              BranchName: 'main',
              OutputArtifactFormat: 'CODE_ZIP',
              DetectChanges: 'false',
            },
          },
        ],
      },
      { name: 'Deploy', action: [{ ...BUILD, name: 'Deploy', configuration: { ProjectName: 'orders-build' } }] },
    ],
    depends_on: [expect.stringMatching(/^aws_iam_role_policy\.pipeline_Policy_\w+$/)],
  });
  expect(stack.only('aws_iam_role')).toEqual({
    name: 'orders-pipeline',
    assume_role_policy: expect.any(String) as string,
  });
});

test('only CodePipeline may assume the role; where it names its work, for this pipeline alone', () => {
  const { assume_role_policy: policy } = synthesizePipeline().only('aws_iam_role');
  const { partition, region, account } = PLACE;
  expect(JSON.parse(String(policy))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'codepipeline.amazonaws.com' },
        Condition: {
          StringEqualsIfExists: {
            'aws:SourceAccount': account,
            'aws:SourceArn': `arn:${partition}:codepipeline:${region}:${account}:orders`,
          },
        },
      },
    ],
  });
});

test('role, execution mode, key and tags can be chosen', () => {
  const stack = synthesizePipeline({
    rolePath: '/ci/',
    permissionsBoundary: 'arn:aws:iam::111122223333:policy/ci',
    executionMode: 'QUEUED',
    artifacts: { bucketName: 'b', bucketArn: 'arn:aws:s3:::b', kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k' },
    tags: { team: '${a}' },
  });
  expect(stack.only('aws_iam_role')).toMatchObject({
    path: '/ci/',
    permissions_boundary: 'arn:aws:iam::111122223333:policy/ci',
    tags: { team: '$${a}' },
  });
  const key = { type: 'KMS', id: 'arn:aws:kms:eu-west-1:111122223333:key/k' };
  expect(stack.only('aws_codepipeline')).toMatchObject({
    execution_mode: 'QUEUED',
    artifact_store: [{ type: 'S3', location: 'b', encryption_key: key }],
    tags: { team: '$${a}' },
  });
});

test.each<[what: string, source: PipelineSource, fullClone: boolean, provider: string, configuration: object]>([
  [
    'a connection given beside it, a branch and a clone',
    { type: 'connection', repository: 'acme/app', branch: 'feature/${x}', connectionArn: 'arn:other' },
    true,
    'CodeStarSourceConnection',
    {
      ConnectionArn: CONNECTION,
      FullRepositoryId: 'acme/app',
      BranchName: 'feature/$${x}',
      OutputArtifactFormat: 'CODEBUILD_CLONE_REF',
      DetectChanges: 'false',
    },
  ],
  [
    'a zip in a bucket',
    { type: 's3', bucket: 'sources', key: 'app/${v}.zip' },
    false,
    'S3',
    { S3Bucket: 'sources', S3ObjectKey: 'app/$${v}.zip', PollForSourceChanges: 'false' },
  ],
  [
    'a repository in CodeCommit',
    { type: 'codecommit', repositoryName: 'app' },
    false,
    'CodeCommit',
    { RepositoryName: 'app', BranchName: 'main', OutputArtifactFormat: 'CODE_ZIP', PollForSourceChanges: 'false' },
  ],
  [
    'a clone of a branch in CodeCommit',
    { type: 'codecommit', repositoryName: 'app', branch: 'next' },
    true,
    'CodeCommit',
    {
      RepositoryName: 'app',
      BranchName: 'next',
      OutputArtifactFormat: 'CODEBUILD_CLONE_REF',
      PollForSourceChanges: 'false',
    },
  ],
])('takes %s, and looks for changes by no other way', (_what, source, fullClone, provider, configuration) => {
  const props = { source, fullClone, connectionArn: source.type === 'connection' ? CONNECTION : undefined };
  const pipeline = pipelineOf(props);
  expect((pipeline.stage as object[])[0]).toEqual({ name: 'Source', action: [{ ...SOURCE, provider, configuration }] });
  expect(pipeline.trigger === undefined).toBe(source.type !== 'connection');
});

test('builds of one’s own and the difference come before the question, and that before the deploy', () => {
  const scan = {
    name: 'Scan',
    projectName: 'scan',
    projectArn: 'arn:aws:codebuild:eu-west-1:111122223333:project/scan',
  };
  const stages = stagesOf({
    beforeDeploy: [
      { ...scan, environment: { LEVEL: '${high}' }, runOrder: 2 },
      { ...scan, name: 'Lint' },
    ],
    approval: {
      topicArn: 'arn:aws:sns:eu-west-1:111122223333:approvals',
      timeoutMinutes: 60,
      reviewUrl: 'https://example.com/${x}',
    },
  });
  expect(stages.slice(1)).toEqual([
    {
      name: 'Check',
      action: [
        {
          ...BUILD,
          name: 'Scan',
          configuration: { ProjectName: 'scan', EnvironmentVariables: environment(['LEVEL', '$${high}']) },
          run_order: 2,
        },
        { ...BUILD, name: 'Lint', configuration: { ProjectName: 'scan' } },
        {
          ...BUILD,
          name: 'Difference',
          namespace: 'Difference',
          configuration: {
            ProjectName: 'orders-build',
            EnvironmentVariables: environment(['LAMBDA_CI_STEP', 'difference']),
          },
        },
      ],
    },
    {
      name: 'Approve',
      action: [
        {
          name: 'Approve',
          category: 'Approval',
          owner: 'AWS',
          provider: 'Manual',
          version: '1',
          configuration: {
            CustomData: '#{Difference.CODELESS_DIFFERENCE}',
            ExternalEntityLink: 'https://example.com/$${x}',
            NotificationArn: 'arn:aws:sns:eu-west-1:111122223333:approvals',
          },
          timeout_in_minutes: 60,
        },
      ],
    },
    expect.objectContaining({ name: 'Deploy' }),
  ]);
});

test('a question is asked for a week and without a difference, where none is wanted', () => {
  const stages = stagesOf({ approval: {}, difference: false });
  const action = { name: 'Approve', category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' };
  expect(stages.slice(1)).toEqual([{ name: 'Approve', action: [action] }, expect.objectContaining({ name: 'Deploy' })]);
});

test('without a question there is no difference', () => {
  expect(stagesOf({ difference: true }).map(({ name }) => name)).toEqual(['Source', 'Deploy']);
});

test('a deploy that failed can be tried again, or the last one that succeeded', () => {
  expect(stagesOf({ onFailure: 'RETRY' })[1]).toMatchObject({
    on_failure: { result: 'RETRY', retry_configuration: { retry_mode: 'FAILED_ACTIONS' } },
  });
  expect(stagesOf({ onFailure: 'ROLLBACK' })[1]).toMatchObject({ on_failure: { result: 'ROLLBACK' } });
});

test('variables of the pipeline are variables of its project’s builds', () => {
  const pipeline = pipelineOf({
    variables: [
      { name: 'STAGE', defaultValue: '${qa}', description: 'a%{b}' },
      { name: 'REASON', defaultValue: 'x' },
    ],
    approval: {},
  });
  const carried: [string, string][] = [
    ['STAGE', '#{variables.STAGE}'],
    ['REASON', '#{variables.REASON}'],
  ];
  expect(pipeline.variable).toEqual([
    { name: 'STAGE', default_value: '$${qa}', description: 'a%%{b}' },
    { name: 'REASON', default_value: 'x' },
  ]);
  const step: [string, string] = ['LAMBDA_CI_STEP', 'difference'];
  expect(pipeline.stage).toMatchObject([
    {},
    { action: [{ configuration: { EnvironmentVariables: environment(step, ...carried) } }] },
    {},
    { action: [{ configuration: { EnvironmentVariables: environment(...carried) } }] },
  ]);
});

test('a pipeline of releases hears of no push, and builds the newest tag unless a person names another', () => {
  const pipeline = pipelineOf({ trigger: { type: 'release' }, fullClone: true });
  expect(pipeline.trigger).toBeUndefined();
  expect(pipeline.variable).toEqual([
    { name: 'TAG', default_value: 'latest', description: expect.any(String) as string },
  ]);
  expect((pipeline.stage as object[])[1]).toMatchObject({
    action: [{ configuration: { EnvironmentVariables: environment(['CODELESS_TAG', '#{variables.TAG}']) } }],
  });
});

test('a pipeline that a person starts hears of nothing, and may have variables that have no default', () => {
  const pipeline = pipelineOf({ trigger: { type: 'manual' }, variables: [{ name: 'REASON' }] });
  expect(pipeline.trigger).toBeUndefined();
  expect(pipeline.variable).toEqual([{ name: 'REASON' }]);
});

test('what only Terraform knows is taken as it is, and the name and ARN are those of the pipeline that was made', () => {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', { type: 'string' }).stringValue;
  const { pipelineName, pipelineArn } = new DeliveryPipeline(stack, 'pipeline', {
    ...SMALLEST,
    pipelineName: late,
    roleName: late,
    source: { type: 'connection', repository: late, branch: late, connectionArn: late },
    sourcePath: late,
    approval: { topicArn: late, reviewUrl: late },
  });
  new TerraformOutput(stack, 'name', { value: pipelineName });
  new TerraformOutput(stack, 'arn', { value: pipelineArn });
  const synthesized = synthesize(stack);
  expect(synthesized.section('output')).toEqual({
    arn: { value: expect.stringMatching(/^\$\{aws_codepipeline\.pipeline_\w+\.arn\}$/) as string },
    name: { value: expect.stringMatching(/^\$\{aws_codepipeline\.pipeline_\w+\.name\}$/) as string },
  });
  const pipeline = synthesized.only('aws_codepipeline');
  expect(pipeline).toMatchObject({
    name: '${var.late}',
    trigger: [
      {
        git_configuration: {
          push: [{ branches: { includes: ['${var.late}'] }, file_paths: { includes: ['${var.late}/**'] } }],
        },
      },
    ],
  });
});
