/**
 * Why there can be no placeholder; literals that do not change with the wording.
 *
 * - `RUNTIME_UNKNOWN`: the runtime belongs to no {@link RuntimeFamily}
 * - `HANDLER_MISSING`: the runtime needs a handler and got none
 * - `HANDLER_TOO_LONG`: longer than Lambda admits
 * - `HANDLER_MALFORMED`: not of the form in which this runtime reads handlers
 * - `HANDLER_PATH`: its file would lie outside the package, or could have no such name
 * - `HANDLER_UNREACHABLE`: well formed, but the runtime would never call what it names
 */
export type PlaceholderErrorCode =
  | 'RUNTIME_UNKNOWN'
  | 'HANDLER_MISSING'
  | 'HANDLER_TOO_LONG'
  | 'HANDLER_MALFORMED'
  | 'HANDLER_PATH'
  | 'HANDLER_UNREACHABLE';

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
