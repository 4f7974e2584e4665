import { randomBytes } from 'node:crypto';

import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import type { Runtime } from '../../runtime';
import type { ArtifactLocation } from '../ports';
import type { ArtifactStore, PipelineDeclaration } from './declaration';

/** What is written to the artifact bucket, in whose name. */
export interface ArtifactUpload {
  readonly roleArn: string;
  readonly store: ArtifactStore;
  readonly location: ArtifactLocation | undefined;
  readonly body: Buffer;
}

/** A place for an artifact of one execution: a folder of the pipeline, one of the artifact, and a random name. */
export function artifactLocation(
  { name: pipeline, artifactStore }: PipelineDeclaration,
  name: string,
): ArtifactLocation {
  const key = `${pipeline.slice(0, 20)}/${name.slice(0, 10)}/${randomBytes(4).toString('hex').slice(1)}`;
  return { name, bucket: artifactStore.location, key };
}

/** Writes an artifact in the name of a role. */
export async function putArtifact(runtime: Runtime, { roleArn, store, location, body }: ArtifactUpload): Promise<void> {
  const { encryptionKey: key } = store;
  const encryption = key && { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: key.id };
  const command = new PutObjectCommand({ Bucket: location?.bucket, Key: location?.key, Body: body, ...encryption });
  await withS3(runtime, roleArn, (s3) => s3.send(command));
}

/** Talks to S3 in the name of a role. */
export async function withS3<T>(runtime: Runtime, roleArn: string, use: (s3: S3Client) => Promise<T>): Promise<T> {
  const s3 = new S3Client(await runtime.clientConfig(roleArn));
  try {
    return await use(s3);
  } finally {
    s3.destroy();
  }
}
