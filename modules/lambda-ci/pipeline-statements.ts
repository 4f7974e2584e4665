import type { PolicyStatement } from '../shared/iam';
import { arnIn, type Place } from '../shared/place';
import { connectionStatements } from './connection-statements';
import type { PipelineSource } from './source-props';

const BUCKET_ACTIONS = ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'];
const READ_OBJECT_ACTIONS = ['s3:GetObject', 's3:GetObjectVersion'];
const WRITE_OBJECT_ACTIONS = ['s3:PutObject', 's3:PutObjectAcl'];
const READ_TAGS_ACTIONS = ['s3:GetObjectTagging', 's3:GetObjectVersionTagging'];
const WRITE_TAGS_ACTIONS = ['s3:PutObjectTagging'];
const KEY_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'];
const ARCHIVE_ACTIONS = [
  'codecommit:CancelUploadArchive',
  'codecommit:GetBranch',
  'codecommit:GetCommit',
  'codecommit:GetUploadArchiveStatus',
  'codecommit:UploadArchive',
];
const CLONE_ACTIONS = ['codecommit:GetRepository'];
const BUILD_ACTIONS = ['codebuild:BatchGetBuilds', 'codebuild:StartBuild'];

/** Where a pipeline keeps what its actions make. */
export interface ArtifactLocation {
  readonly bucketArn: string;
  /** What its keys begin with, with a slash at its end. */
  readonly prefix: string;
  readonly kmsKeyArn: string | undefined;
}

/**
 * Handing artifacts on from action to action.
 *
 * @param isTagged - whether they are objects of a bucket, which may have tags that are copied
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html#how-to-custom-role-policy
 */
export function artifactStatements(
  { bucketArn, prefix, kmsKeyArn }: ArtifactLocation,
  { account }: Place,
  isTagged: boolean,
): PolicyStatement[] {
  const tagActions = isTagged ? [...READ_TAGS_ACTIONS, ...WRITE_TAGS_ACTIONS] : [];
  const conditions = ownAccount(account);
  return [
    { actions: BUCKET_ACTIONS, resources: [bucketArn], conditions },
    {
      actions: [...READ_OBJECT_ACTIONS, ...WRITE_OBJECT_ACTIONS, ...tagActions],
      // CodePipeline chooses the keys: PREFIX/ARTIFACT/RANDOM.
      resources: [`${bucketArn}/${prefix}*`],
      conditions,
    },
    ...(kmsKeyArn === undefined ? [] : [{ actions: KEY_ACTIONS, resources: [kmsKeyArn] }]),
  ];
}

/**
 * Taking the source.
 *
 * @param connectionArn - of the connection, for a source that has one
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html#edit-role-connections
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html#edit-role-s3source
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html#edit-role-codecommit
 */
export function sourceStatements(
  source: PipelineSource,
  place: Place,
  connectionArn: string | undefined,
  fullClone: boolean,
): PolicyStatement[] {
  switch (source.type) {
    case 'connection':
      return connectionStatements(connectionArn ?? '');
    case 's3': {
      const bucketArn = `arn:${place.partition}:s3:::${source.bucket}`;
      // The account, so that nobody ships code by taking over the name of a bucket that was deleted.
      const conditions = ownAccount(place.account);
      return [
        { actions: BUCKET_ACTIONS, resources: [bucketArn], conditions },
        {
          actions: [...READ_OBJECT_ACTIONS, ...READ_TAGS_ACTIONS],
          resources: [`${bucketArn}/${source.key}`],
          conditions,
        },
      ];
    }
    case 'codecommit':
      return [
        {
          actions: fullClone ? [...ARCHIVE_ACTIONS, ...CLONE_ACTIONS] : ARCHIVE_ACTIONS,
          resources: [arnIn(place, 'codecommit', source.repositoryName)],
        },
      ];
  }
}

/**
 * Running projects.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html#edit-role-codebuild
 */
export function buildStatements(projectArns: readonly string[]): PolicyStatement[] {
  return [{ actions: BUILD_ACTIONS, resources: [...new Set(projectArns)] }];
}

/**
 * Telling people that somebody has to approve.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-service-role-permissions.html
 */
export function approvalStatements(topicArn: string): PolicyStatement[] {
  return [{ actions: ['sns:Publish'], resources: [topicArn] }];
}

function ownAccount(account: string): PolicyStatement['conditions'] {
  return { StringEquals: { 'aws:ResourceAccount': account } };
}
