import { GetBucketVersioningCommand, GetObjectCommand } from '@aws-sdk/client-s3';

import type { Runtime } from '../../../runtime';
import { putArtifact, withS3 } from '../artifacts';
import { ActionFailure, type ActionKind, type ActionRun } from './action';

/**
 * A source action that takes an object of a bucket with versions. Nothing polls: a rule of EventBridge starts the
 * pipeline.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html
 */
export function s3Source(runtime: Runtime): ActionKind {
  return {
    categories: ['Source'],
    provider: 'S3',
    inputs: [0, 0],
    outputs: [1, 1],
    required: ['S3Bucket', 'S3ObjectKey'],
    optional: ['PollForSourceChanges', 'AllowOverrideForS3ObjectKey'],
    async run({ configuration, roleArn, outputs, store, override }: ActionRun) {
      const Bucket = configuration.S3Bucket ?? '';
      const isMovable = configuration.AllowOverrideForS3ObjectKey === 'true';
      if (override.objectKey !== undefined && !isMovable) {
        throw new ActionFailure('ConfigurationError', 'S3_OBJECT_KEY needs AllowOverrideForS3ObjectKey in the action');
      }
      const Key = override.objectKey ?? configuration.S3ObjectKey ?? '';
      const object = await withS3(runtime, roleArn, async (s3) => {
        const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
        if (Status !== 'Enabled') {
          throw new ActionFailure('ConfigurationError', `The bucket ${Bucket} has no versions: enable its versioning`);
        }
        const answer = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId: override.versionId }));
        return { ...answer, body: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
      });
      const { VersionId = '', ETag = '', body } = object;
      await putArtifact(runtime, { roleArn, store, location: outputs[0], body });
      return {
        revision: { revisionId: VersionId, revisionSummary: `Amazon S3 version id: ${VersionId}` },
        variables: { BucketName: Bucket, ETag: ETag.replaceAll('"', ''), ObjectKey: Key, VersionId },
      };
    },
  };
}
