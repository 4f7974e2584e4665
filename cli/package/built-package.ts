import type { EntryKind } from '../../zip';
import type { OnProgress } from '../progress';

/** A file in a package. */
export interface PackageEntry {
  /** With `/` between names. */
  readonly path: string;
  /** Bytes before compression; of a link: of the path that it holds. */
  readonly bytes: number;
  /** Hexadecimal CRC-32 of the content, as the zip has it. */
  readonly crc32: string;
  readonly kind: EntryKind;
}

/** A zip that is ready to go. */
export interface BuiltPackage {
  /** Path of the zip. */
  readonly file: string;
  /** Base64, as Lambda's `CodeSha256`. */
  readonly sha256: string;
  /**
   * Hexadecimal SHA-256 of what is in it, whoever wrote the zip: paths, kinds and bytes of the files, in their order. Of an
   * archive that is shipped as it is: of the archive.
   */
  readonly contentSha256: string;
  /** Bytes of the zip. */
  readonly bytes: number;
  /** Bytes of all files in it. */
  readonly unzippedBytes: number;
  /** Sorted by path, byte by byte. */
  readonly entries: readonly PackageEntry[];
}

/** What a package will hold, before anything is compressed. */
export interface FoundPackage {
  /** Sorted by path, byte by byte; those of links hold where they lead. */
  readonly files: readonly (Pick<PackageEntry, 'path' | 'kind'> & { readonly linkTarget?: string })[];
  /**
   * Reads all of it and tells what a {@link BuiltPackage} of it would have as its `contentSha256`: less than half the work of
   * making one.
   */
  contentSha256: () => Promise<string>;
  /** Makes the zip. */
  pack: () => Promise<BuiltPackage>;
}

/** What goes into a package. */
export interface PackageOptions {
  /** A directory, or an archive that is built already (`.zip`, `.jar`): that is taken as it is. */
  readonly source: string;
  /**
   * A directory whose content is added at the package's root: dependencies that travel with the code. What the source has
   * too is the source's.
   */
  readonly dependencies?: string;
  /** Name of a directory of the source whose content is shipped at the package's root instead. */
  readonly importRoot?: string;
  /** Whether the ignore file and the default ignores apply; a layer takes everything. */
  readonly ignore: boolean;
  /**
   * Paths of files, from the root, that are executable whatever their mode. An archive stays as it is.
   *
   * @default - none
   */
  readonly executable?: readonly string[];
  /** Where the zip is written, once it is whole. */
  readonly target: string;
  readonly onProgress: OnProgress;
  /**
   * The step that `transfer` events name.
   *
   * @default 'Package the source'
   */
  readonly step?: string;
  /** Ends the work with its reason. */
  readonly signal?: AbortSignal;
}
