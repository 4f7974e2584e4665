import { readBackShare, type ReadBack } from '../zip/read-back';
import type { DeflatedPart } from './deflate-job';
import { deflateParts } from './deflate-parts';
import type { Task } from './task';

/** Does a task. */
export async function perform(task: Task): Promise<readonly DeflatedPart[] | ReadBack> {
  return task.kind === 'deflate' ? deflateParts(task.job) : readBackShare(task.file, task.share);
}
