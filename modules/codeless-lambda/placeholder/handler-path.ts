import { PlaceholderError } from './placeholder-error';

/** Lambda's limit of a handler, in characters. */
export const HANDLER_MAX_LENGTH = 128;

const UNSAFE = /[\s\\\p{Cc}\p{Cs}]/u;

/**
 * Checks what is true for a handler of every interpreted runtime.
 *
 * @throws PlaceholderError `HandlerRequired`, `HandlerTooLong` or `HandlerOutsidePackage`
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
export function requireHandler(runtime: string, handler: string | undefined, form: string): string {
  if (handler === undefined || handler === '') {
    throw new PlaceholderError('HandlerRequired', `'handler' must be set for runtime ${runtime}, in the form ${form}`);
  }
  if (handler.length > HANDLER_MAX_LENGTH) {
    throw new PlaceholderError(
      'HandlerTooLong',
      `'handler' must have at most ${HANDLER_MAX_LENGTH} characters, got ${handler.length}`,
    );
  }
  if (UNSAFE.test(handler)) {
    throw new PlaceholderError(
      'HandlerOutsidePackage',
      `'handler' must have no white space, backslash or control character, got ${JSON.stringify(handler)}`,
    );
  }
  return handler;
}

/**
 * Checks that directories and a file name lead to a file inside the package.
 *
 * @throws PlaceholderError `HandlerOutsidePackage` for an absolute path, an empty segment, `.` and `..`
 */
export function requireInside(handler: string, segments: readonly string[]): readonly string[] {
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    throw new PlaceholderError(
      'HandlerOutsidePackage',
      `'handler' must name a file inside the package by a relative path with no empty part and no '..', got ${JSON.stringify(handler)}`,
    );
  }
  return segments;
}

/** The error for a handler that is not of the runtime's form. */
export function malformed(runtime: string, handler: string, form: string): PlaceholderError {
  return new PlaceholderError(
    'MalformedHandler',
    `'handler' must be ${form} for runtime ${runtime}, got ${JSON.stringify(handler)}`,
  );
}
