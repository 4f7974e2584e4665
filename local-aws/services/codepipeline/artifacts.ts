import { randomBytes } from 'node:crypto';

import type { S3 } from '@aws-sdk/client-s3';

import type { Runtime } from '../../runtime';
import type { ArtifactLocation } from '../ports';
import type { ActionRecord } from './actions/action';
import type { PipelineDeclaration } from './declaration';
import type { Execution } from './execution';

/** A place for an artifact of one execution: a folder of the pipeline, one of the artifact, and a random name. */
export function artifactLocation(
  { name: pipeline, artifactStore }: PipelineDeclaration,
  name: string,
): ArtifactLocation {
  const key = `${pipeline.slice(0, 20)}/${name.slice(0, 10)}/${randomBytes(4).toString('hex').slice(1)}`;
  return { name, bucket: artifactStore.location, key };
}

/** Writes the output artifact of an action in the name of its role. */
export async function putArtifact(
  { runtime, declaration }: Execution,
  { roleArn, outputs }: ActionRecord,
  Body: Buffer,
): Promise<void> {
  const { encryptionKey } = declaration.artifactStore;
  const encryption = encryptionKey && { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: encryptionKey.id };
  await withS3(runtime, roleArn, async (s3) => {
    for (const { bucket: Bucket, key: Key } of outputs) {
      await s3.putObject({ Bucket, Key, Body, ...encryption });
    }
  });
}

/** Talks to S3 in the name of a role. */
export async function withS3<T>(runtime: Runtime, roleArn: string, use: (s3: S3) => Promise<T>): Promise<T> {
  // eslint-disable-next-line no-restricted-syntax -- no start of the local AWS should wait for it
  const { S3 } = await import('@aws-sdk/client-s3');
  const s3 = new S3(await runtime.clientConfig(roleArn));
  try {
    return await use(s3);
  } finally {
    s3.destroy();
  }
}
