import type { DeliveryPipelineProps } from '../../../modules/lambda-ci/pipeline-props';
import type { PipelineSource } from '../../../modules/lambda-ci/source-props';
import { documentOf, policyOf } from '../../helpers/policies';
import { BUCKET, CONNECTION, PLACE, PROJECT, synthesizePipeline } from './pipeline-room';

const { partition, region, account } = PLACE;
const Condition = { StringEquals: { 'aws:ResourceAccount': account } };
const BUCKET_READS = ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'];
const OBJECT_READS = ['s3:GetObject', 's3:GetObjectVersion'];
const OBJECT_WRITES = ['s3:PutObject', 's3:PutObjectAcl'];
const TAG_READS = ['s3:GetObjectTagging', 's3:GetObjectVersionTagging'];
const S3: PipelineSource = { type: 's3', bucket: 'sources', key: 'app.zip' };
const CODECOMMIT: PipelineSource = { type: 'codecommit', repositoryName: 'app' };
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/k';
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:approvals';

const allow = (Action: string[], Resource: string[], condition?: object): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(condition && { Condition: condition }),
});
const artifacts = (...more: string[]): object[] => [
  allow(BUCKET_READS, [BUCKET], Condition),
  allow([...OBJECT_READS, ...OBJECT_WRITES, ...more], [`${BUCKET}/orders/*`], Condition),
];
const connection = allow(['codeconnections:UseConnection', 'codestar-connections:UseConnection'], [CONNECTION]);
const builds = (...arns: string[]): object => allow(['codebuild:BatchGetBuilds', 'codebuild:StartBuild'], arns);
const codeCommit = (...more: string[]): object =>
  allow(
    [
      'codecommit:CancelUploadArchive',
      'codecommit:GetBranch',
      'codecommit:GetCommit',
      'codecommit:GetUploadArchiveStatus',
      'codecommit:UploadArchive',
      ...more,
    ],
    [`arn:${partition}:codecommit:${region}:${account}:app`],
  );

function policy(props?: Partial<DeliveryPipelineProps>): unknown {
  return documentOf(synthesizePipeline(props).only('aws_iam_role_policy'));
}

test.each<[what: string, props: Partial<DeliveryPipelineProps>, statements: object[]]>([
  ['the smallest', {}, [...artifacts(), connection, builds(PROJECT)]],
  ['a clone through a connection', { fullClone: true }, [...artifacts(), connection, builds(PROJECT)]],
  [
    'an object in a bucket',
    { source: S3 },
    [
      ...artifacts(...TAG_READS, 's3:PutObjectTagging'),
      allow(BUCKET_READS, [`arn:${partition}:s3:::sources`], Condition),
      allow([...OBJECT_READS, ...TAG_READS], [`arn:${partition}:s3:::sources/app.zip`], Condition),
      builds(PROJECT),
    ],
  ],
  ['CodeCommit', { source: CODECOMMIT }, [...artifacts(), codeCommit(), builds(PROJECT)]],
  [
    'a clone from CodeCommit',
    { source: CODECOMMIT, fullClone: true },
    [...artifacts(), codeCommit('codecommit:GetRepository'), builds(PROJECT)],
  ],
  [
    'a key of one’s own',
    { artifacts: { bucketName: 'artifacts', bucketArn: BUCKET, kmsKeyArn: KEY } },
    [
      ...artifacts(),
      allow(['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'], [KEY]),
      connection,
      builds(PROJECT),
    ],
  ],
  [
    'builds before the deploy, each project once',
    {
      beforeDeploy: [
        { name: 'A', projectName: 'a', projectArn: 'arn:a' },
        { name: 'B', projectName: 'a', projectArn: 'arn:a' },
      ],
    },
    [...artifacts(), connection, builds(PROJECT, 'arn:a')],
  ],
  ['an approval that tells nobody', { approval: {} }, [...artifacts(), connection, builds(PROJECT)]],
  [
    'an approval that tells a topic',
    { approval: { topicArn: TOPIC } },
    [...artifacts(), connection, builds(PROJECT), allow(['sns:Publish'], [TOPIC])],
  ],
])('the role of a pipeline with %s may do this and nothing else', (_what, props, statements) => {
  expect(policy(props)).toEqual(policyOf(...statements));
});

/** What AWS's references say that the service role needs for each kind of action, and what of it no action here uses. */
const DOCUMENTED: readonly {
  readonly page: string;
  readonly props: Partial<DeliveryPipelineProps>;
  readonly service: RegExp;
  readonly actions: readonly string[];
  readonly unused?: readonly string[];
}[] = [
  {
    page: 'how-to-custom-role.html#how-to-custom-role-policy',
    props: {},
    service: /^s3:/,
    actions: [
      ...BUCKET_READS,
      ...OBJECT_READS,
      ...OBJECT_WRITES,
      ...['s3:GetObjectTagging', 's3:GetObjectVersionTagging', 's3:PutObjectTagging'],
    ],
    // "required when the S3 objects in your source bucket have tags in them"
    unused: ['s3:GetObjectTagging', 's3:GetObjectVersionTagging', 's3:PutObjectTagging'],
  },
  {
    page: 'how-to-custom-role.html#how-to-custom-role-policy, action-reference-S3.html#edit-role-s3source',
    props: { source: S3 },
    service: /^s3:/,
    actions: [...BUCKET_READS, ...OBJECT_READS, ...OBJECT_WRITES, ...TAG_READS, 's3:PutObjectTagging'],
  },
  {
    page: 'action-reference-CodestarConnectionSource.html#edit-role-connections, and the name before July 2024',
    props: {},
    service: /connections:/,
    actions: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
  },
  {
    page: 'action-reference-CodeCommit.html#edit-role-codecommit',
    props: { source: CODECOMMIT, fullClone: true },
    service: /^codecommit:/,
    actions: [
      'codecommit:CancelUploadArchive',
      'codecommit:GetBranch',
      'codecommit:GetCommit',
      'codecommit:GetRepository',
      'codecommit:GetUploadArchiveStatus',
      'codecommit:UploadArchive',
    ],
  },
  {
    page: 'action-reference-CodeBuild.html#edit-role-codebuild',
    props: {},
    service: /^codebuild:/,
    actions: [
      'codebuild:BatchGetBuilds',
      'codebuild:StartBuild',
      'codebuild:BatchGetBuildBatches',
      'codebuild:StartBuildBatch',
    ],
    // Of batch builds.
    unused: ['codebuild:BatchGetBuildBatches', 'codebuild:StartBuildBatch'],
  },
  {
    page: 'approvals-service-role-permissions.html',
    props: { approval: { topicArn: TOPIC } },
    service: /^sns:/,
    actions: ['sns:Publish'],
  },
];

test.each(DOCUMENTED)('what is documented at $page is granted, and no more', ({ props, service, actions, unused }) => {
  const { Statement } = policy(props) as { Statement: { Action: string[] }[] };
  const granted = Statement.flatMap(({ Action }) => Action).filter((action) => service.test(action));
  expect([...new Set(granted)].sort()).toEqual(actions.filter((action) => !unused?.includes(action)).sort());
});

test('a pipeline in another partition names what is there', () => {
  const texts = [{ source: S3 }, { source: CODECOMMIT }].map((props) => synthesizePipeline(props).text);
  for (const text of texts) expect(text).not.toMatch(/arn:aws:(codecommit|s3:::sources|codepipeline)/);
});
