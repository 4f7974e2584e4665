import { CodelessError } from '../../errors';

/** What to say of a file or directory that could not be read. */
export function unreadable(path: string, error: unknown): CodelessError {
  const code = errorCode(error) ?? String(error);
  if (code === 'ENOENT' || code === 'ELOOP') {
    return changed(path, error);
  }
  const why = code === 'EACCES' || code === 'EPERM' ? 'this user may not' : code;
  return new CodelessError('build', 'SourceUnreadable', `'${path}' can't be read (${why})`, {
    hint: 'Give the user that deploys the right to read it, or list it in .lambdaignore.',
    cause: error,
  });
}

/** What to say of a file that is not any more what it was when it was found. */
export function changed(path: string, cause?: unknown): CodelessError {
  return new CodelessError('build', 'FileChanged', `'${path}' changed or vanished while it was packaged`, {
    hint: 'Run it again when nothing writes to the source any more, or list the file in .lambdaignore.',
    cause,
  });
}

/** The system's name of what went wrong, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}
