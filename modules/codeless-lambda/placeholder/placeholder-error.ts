/**
 * Why there can be no placeholder; literals that do not change with the wording.
 *
 * - `UnknownRuntime`: the runtime belongs to no {@link RuntimeFamily}
 * - `HandlerRequired`: the runtime needs a handler and got none
 * - `HandlerTooLong`: longer than Lambda admits
 * - `MalformedHandler`: not of the form in which this runtime reads handlers
 * - `HandlerOutsidePackage`: its file would lie outside the package, or could have no such name
 * - `UnreachableHandler`: well formed, but the runtime would never call what it names
 */
export type PlaceholderErrorCode =
  | 'UnknownRuntime'
  | 'HandlerRequired'
  | 'HandlerTooLong'
  | 'MalformedHandler'
  | 'HandlerOutsidePackage'
  | 'UnreachableHandler';

/** A runtime or handler for which there can be no placeholder. The message is one sentence: what, where, what to do. */
export class PlaceholderError extends Error {
  public override readonly name = 'PlaceholderError';

  constructor(
    /** The reason, to match on. */
    public readonly code: PlaceholderErrorCode,
    message: string,
  ) {
    super(message);
  }
}
