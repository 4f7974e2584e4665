import type { BuiltPackage } from '../package';
import { step } from '../progress';
import type { Engine } from './engine';

/** Uploads a package to the artifact bucket, where there is one. */
export async function upload(
  { artifacts, onProgress }: Engine,
  key: string,
  { file, bytes, sha256 }: BuiltPackage,
  what: string,
): Promise<void> {
  if (artifacts === undefined) return;
  const name = `Upload the ${what}`;
  await step(
    onProgress,
    name,
    () =>
      artifacts.upload(key, { file, bytes, sha256 }, (sent) => {
        onProgress({ kind: 'transfer', step: name, bytes: sent, total: bytes });
      }),
    () => `s3://${artifacts.bucket}/${key}`,
  );
}
