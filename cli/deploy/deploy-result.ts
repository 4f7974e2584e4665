/** Where a package lies in the artifact bucket. */
export interface StoredPackage {
  readonly bucket: string;
  readonly key: string;
}

/** What a deploy did, or with `--dry-run` would do. */
export interface DeployResult {
  /**
   * `released`: the alias was moved. `unchanged`: nothing was to be done. `recorded`: the alias served it already, and what an
   * interrupted deploy had left undone was done. `planned`: a dry run.
   */
  readonly outcome: 'released' | 'unchanged' | 'recorded' | 'planned';
  readonly functionName: string;
  readonly functionArn: string;
  readonly region: string;
  readonly aliasName: string;
  /** The version that the alias served before. */
  readonly fromVersion: string;
  /** What that was released from; absent where nobody knows, and for a placeholder. */
  readonly fromSourceVersion?: string;
  /** The version that it serves now; undefined in a dry run that would publish one. */
  readonly toVersion: string | undefined;
  /** The version to which `codeless rollback --to` would go back; absent where only a placeholder was there before. */
  readonly backTo?: string;
  /**
   * What the version was released from, or in a dry run would be: where nothing moves it is older than the source at hand.
   * Undefined where the version that stays does not tell.
   */
  readonly sourceVersion: string | undefined;
  /** The tag that was released. */
  readonly tag?: string;
  readonly code: {
    readonly changed: boolean;
    /** Lambda's `CodeSha256`: of a package in Base64, of an image its digest in hexadecimal digits. */
    readonly sha256: string;
    /** The image, by its digest; absent for packages. */
    readonly imageUri?: string;
    readonly bytes: number;
    readonly stored?: StoredPackage;
  };
  readonly dependencies: {
    /** `none`: the source names none, or they were not asked for. `packaged`: they travel with the code. */
    readonly state: 'none' | 'packaged' | 'unchanged' | 'changed';
    readonly builder?: string;
    readonly key?: string;
    readonly layerVersionArn?: string;
    readonly stored?: StoredPackage;
  };
  /** Settings of Terraform's that the new version brings to callers, in Lambda's words. */
  readonly configuration: readonly string[];
  /** ARNs of all layer versions, in their order. */
  readonly layers: readonly string[];
  /** Releases in the ledger; absent where nothing was recorded. */
  readonly releases?: number;
}

/** What a rollback did, or with `--dry-run` would do. */
export interface RollbackResult {
  /**
   * `rolledBack`: the alias was moved. `cleared`: the alias stayed, what was half done was undone. `unchanged`: nothing was to be done.
   * `planned`: a dry run.
   */
  readonly outcome: 'rolledBack' | 'cleared' | 'unchanged' | 'planned';
  readonly functionName: string;
  readonly functionArn: string;
  readonly region: string;
  readonly aliasName: string;
  readonly fromVersion: string;
  readonly toVersion: string;
  /** What the version that is left was released from; absent where nobody knows. */
  readonly fromSourceVersion?: string;
  /** What the target was released from, where that is known. */
  readonly sourceVersion: string | undefined;
  /** The tag that the target was released by. */
  readonly tag?: string;
}
