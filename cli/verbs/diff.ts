import { CodelessError } from '../errors';
import type { VerbContext, VerbOutcome } from './verb';

/** Stands here until the verb does something. */
export function run(_context: VerbContext): Promise<VerbOutcome> {
  return Promise.reject(new CodelessError('failed', 'VerbMissing', 'codeless diff is not built yet'));
}
