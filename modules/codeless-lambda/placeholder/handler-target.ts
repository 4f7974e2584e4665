/** The file in which a runtime looks for a handler, and the name that it looks up there. */
export interface HandlerTarget {
  /** Directories and file name without its extension, from the package's root. */
  readonly segments: readonly string[];
  /** What the runtime resolves in the loaded file, in the runtime's own notation. */
  readonly name: string;
}
