import type { BuilderName } from './dependencies';
import type { Toolbox } from './tools/toolbox';

/** Something whose content decides what is installed. */
export interface RecipeInput {
  /** Its name in the key, the same on every machine: a relative path with `/` between names. */
  readonly name: string;
  /** The file or directory that it came from. */
  readonly path: string;
  /**
   * Which files of a directory count.
   *
   * @default those that travel with a local project
   */
  readonly counts?: (path: string) => boolean;
  /**
   * Whether each byte counts, and what is behind symlinks, since nobody knows what is read there.
   *
   * @default those of the files that count, with LF line ends
   */
  readonly exact?: boolean;
  /** What of it counts; default: the file, or all files of the directory. */
  readonly content?: string;
}

/** What an install works with. */
export interface RecipeContext {
  /** The directory that is filled. */
  readonly target: string;
  /** An empty directory that is removed afterwards. */
  readonly scratch: string;
  readonly tools: Toolbox;
  /** Tells the user something that is no error. */
  note(level: 'notice' | 'warning', text: string): void;
}

/** How one kind of descriptor is installed. */
export interface Recipe {
  readonly builder: BuilderName;
  /** Raised when the same inputs give another result, so that layers are built again. */
  readonly version: number;
  readonly descriptor: string;
  readonly inputs: readonly RecipeInput[];
  /** @throws CodelessError with exit `build` */
  install(context: RecipeContext): Promise<void>;
}
