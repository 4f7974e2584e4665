import { step } from '../progress';
import type { Engine } from './engine';

/** The source versions whose packages are copied; undefined: what `latest/` holds stays. */
interface Copied {
  readonly code: string;
  readonly dependencies: string | undefined;
}

/** Copies the packages of a release to `latest/`, where there is a bucket. */
export async function copyToLatest(
  { artifacts, keys, onProgress }: Engine,
  { code, dependencies }: Copied,
): Promise<void> {
  if (artifacts === undefined) return;
  await step(
    onProgress,
    'Copy to latest/',
    async () => {
      await Promise.all([
        artifacts.copy(keys.app(code), keys.app('latest')),
        dependencies === undefined ? undefined : artifacts.copy(keys.deps(dependencies), keys.deps('latest')),
      ]);
    },
    () => `s3://${artifacts.bucket}/${keys.app('latest')}`,
  );
}
