import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { removeLeftovers, scratchPrefix } from './leftovers';

const swept = new Set<string>();

/**
 * Does work with an empty directory, which is removed whatever comes of it. What killed runs left is removed meanwhile.
 *
 * @param env whose TMPDIR says where
 */
export async function withScratch<T>(env: NodeJS.ProcessEnv, work: (directory: string) => Promise<T>): Promise<T> {
  const root = env.TMPDIR ?? tmpdir();
  const directory = await realpath(await mkdtemp(join(root, scratchPrefix())));
  const sweep = swept.has(root) ? undefined : removeLeftovers(root);
  swept.add(root);
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    await sweep;
  }
}
