/** Where a function's packages and ledger lie in the artifact bucket; part of the program's public API. */
export class ArtifactKeys {
  readonly #root: string;

  /**
   * @param prefix with no slash at its end; may be empty
   */
  constructor(prefix: string, functionName: string) {
    this.#root = prefix === '' ? functionName : `${prefix}/${functionName}`;
  }

  /** What every key of the function begins with. */
  get root(): string {
    return `${this.#root}/`;
  }

  /** The code's package of a source version, or of the `latest` release. */
  app(sourceVersion: string): string {
    return `${this.#root}/${encodeURIComponent(sourceVersion)}/app.zip`;
  }

  /** The dependencies' package of a source version, or of the `latest` release that had one. */
  deps(sourceVersion: string): string {
    return `${this.#root}/${encodeURIComponent(sourceVersion)}/deps.zip`;
  }

  /** The ledger of the releases behind an alias. */
  ledger(aliasName: string): string {
    return `${this.#root}/ledger.${aliasName}.json`;
  }
}

/** Names that stand for themselves in the layout, so that no source version may have them. */
export const RESERVED_SOURCE_VERSIONS: readonly string[] = ['latest'];
