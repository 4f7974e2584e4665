import { CodelessError } from '../../errors';
import type { RangeReader } from './range-reader';

/** What to say of a zip that is damaged. */
export function brokenZip({ name }: RangeReader, why: string, cause?: unknown): CodelessError {
  return new CodelessError('build', 'ArchiveBroken', `the archive '${name}' is broken: ${why}`, {
    hint: 'Build it again.',
    cause,
  });
}

/** What to say of a sound zip that Lambda refuses. */
export function unsupportedZip({ name }: RangeReader, path: string, why: string): CodelessError {
  return new CodelessError(
    'build',
    'ArchiveUnsupported',
    `'${path}' in the archive '${name}' ${why}, which Lambda can't unzip`,
    { hint: 'Build the archive without it.' },
  );
}
