import { putArtifact, withS3 } from '../artifacts';
import { ActionFailure, type ActionKind } from './action';

/**
 * A source action that takes an object of a bucket with versions. Nothing polls: a rule of EventBridge starts the
 * pipeline.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 */
export const s3Source: ActionKind = {
  types: ['Source/S3'],
  required: ['S3Bucket', 'S3ObjectKey'],
  optional: ['PollForSourceChanges', 'AllowOverrideForS3ObjectKey'],
  async run(record, execution) {
    const { S3Bucket: Bucket = '', S3ObjectKey: Key = '' } = record.configuration;
    const revision = execution.cause.overrides.get(record.action.name)?.revision;
    const object = await withS3(execution.runtime, record.roleArn, async (s3) => {
      const { Status } = await s3.getBucketVersioning({ Bucket });
      if (Status !== 'Enabled') {
        throw new ActionFailure('ConfigurationError', `The bucket ${Bucket} has no versions: enable its versioning`);
      }
      const answer = await s3.getObject({ Bucket, Key, VersionId: revision });
      return { ...answer, body: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
    });
    const { VersionId = '', ETag = '', body } = object;
    await putArtifact(execution, record, body);
    return {
      revision: { revisionId: VersionId, revisionSummary: `Amazon S3 version id: ${VersionId}` },
      variables: { BucketName: Bucket, ETag: ETag.replaceAll('"', ''), ObjectKey: Key, VersionId },
    };
  },
};
