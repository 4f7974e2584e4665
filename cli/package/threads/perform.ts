import { readBackShare, type ReadBack } from '../zip/read-back';
import { deflateParts } from './deflate-parts';
import type { Task } from './task';

/** Does a task. */
export async function perform(task: Task): Promise<ReadBack | undefined> {
  if (task.kind === 'read back') {
    return readBackShare(task.file, task.share);
  }
  deflateParts(task.job);
  return undefined;
}
