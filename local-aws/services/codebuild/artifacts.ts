import { join } from 'node:path';

import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import type { ArtifactLocation } from '../ports';
import type { Buildspec, BuildspecArtifacts } from './buildspec';
import { matchingFiles } from './files';
import { PhaseError } from './phase-error';
import { zipFiles } from './zip';

/** What files of a build are kept with. */
export interface FileTools {
  readonly s3: S3Client;
  /** What their paths begin at: that of the source, or that of the whole build. */
  readonly directory: string;
  readonly tell: (line: string) => void;
}

/**
 * Uploads the artifacts of a build, as ZIP files. A single one may take the definition that the build specification has
 * at its top, several take those of their names.
 *
 * @throws PhaseError `CLIENT_ERROR`
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts
 */
export async function uploadArtifacts(
  { artifacts }: Buildspec,
  outputs: readonly ArtifactLocation[],
  tools: FileTools,
): Promise<void> {
  for (const { name, bucket: Bucket, key: Key } of outputs) {
    const definition = artifacts?.['secondary-artifacts'][name] ?? (outputs.length === 1 ? artifacts : undefined);
    if (definition === undefined) {
      const which = outputs.length === 1 ? 'artifacts' : `artifacts.secondary-artifacts.${name}`;
      throw new PhaseError('CLIENT_ERROR', `no definition of the artifact in the buildspec: ${which}`);
    }
    await tools.s3.send(new PutObjectCommand({ Bucket, Key, Body: await assemble(definition, tools) }));
  }
}

/** The ZIP file of an artifact. */
async function assemble(definition: BuildspecArtifacts, { directory, tell }: FileTools): Promise<Buffer> {
  const base = join(directory, definition['base-directory']);
  const files = await matchingFiles(base, definition.files);
  if (files.length === 0) throw new PhaseError('CLIENT_ERROR', 'no matching artifact paths found');
  tell(`Found ${files.length} file(s)`);
  return zipFiles(base, files);
}
