import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Does work with an empty directory, which is removed whatever comes of it.
 *
 * @param env whose TMPDIR says where
 */
export async function withScratch<T>(env: NodeJS.ProcessEnv, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await realpath(await mkdtemp(join(env.TMPDIR ?? tmpdir(), 'codeless-')));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
