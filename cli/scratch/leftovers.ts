import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { hasEnded, ownMark, type ProcessMark } from './process-mark';

/** Milliseconds after which a directory is left over whose process can't be looked up: a day, longer than any run. */
const MAX_AGE = 24 * 60 * 60 * 1000;

const NAME = /^codeless-([0-9a-f]{8})-(\d{1,10})-(\d{1,16})-[A-Za-z0-9]{6}$/;

/** What the name of a temporary directory begins with; it tells whose it is from the moment on that it exists. */
export function scratchPrefix({ place, pid, start }: ProcessMark = ownMark()): string {
  return `codeless-${place}-${pid}-${start}-`;
}

/**
 * Removes the temporary directories of runs that were killed: of this user only, and if the process has ended, or can't be
 * looked up and the directory is a day old. That one can't be removed keeps no run from its work.
 *
 * @param root the directory for temporary files
 */
export async function removeLeftovers(root: string, now = Date.now()): Promise<void> {
  const names = await readdir(root).catch(() => []);
  for (const name of names) {
    const mark = markOf(name);
    if (mark === undefined) continue;
    const directory = join(root, name);
    try {
      const status = await lstat(directory);
      if (!status.isDirectory() || status.uid !== process.getuid?.()) continue;
      if (hasEnded(mark) ?? now - status.mtimeMs > MAX_AGE) await rm(directory, { recursive: true, force: true });
    } catch {
      // Another run removes it at the same time, or it is protected.
    }
  }
}

function markOf(name: string): ProcessMark | undefined {
  const [, place = '', pid = '', start = ''] = NAME.exec(name) ?? [];
  return place === '' ? undefined : { place, pid: Number(pid), start: Number(start) };
}
