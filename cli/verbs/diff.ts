import { CodelessError } from '../errors';
import type { VerbOutcome } from './verb';

/** Stands here until the verb does something. */
export function run(): Promise<VerbOutcome> {
  return Promise.reject(new CodelessError('failed', 'VerbMissing', 'codeless diff is not built yet'));
}
