import { resolve } from 'node:path';

import { checkOutTag } from '../git/check-out-tag';
import { neutral } from '../neutral';
import type { VerbContext, VerbOutcome } from '../verb';

/** Checks out the released tag, before it is built. */
export async function run({ settings, env, onProgress, signal }: VerbContext): Promise<VerbOutcome> {
  const result = await checkOutTag({
    directory: resolve(settings.source.value),
    tag: settings.tag.value,
    pattern: settings.tagPattern.value,
    ...{ env, onProgress, signal },
  });
  return {
    exit: 'ok',
    result,
    text: (style) => `${style.bold(neutral(result.tag))} is checked out: commit ${result.commit}`,
  };
}
