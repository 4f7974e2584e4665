import type { OnProgress } from '../progress';
import type { Architecture } from '../settings/settings';

/** What is known of the function and the source when dependencies are looked for. */
export interface DependencyOptions {
  /** The source: a directory, or an archive. */
  readonly source: string;
  /** Path of the descriptor, where the user named one. */
  readonly descriptor?: string;
  /** Lambda's identifier of the runtime. */
  readonly runtime: string | undefined;
  readonly architecture: Architecture;
  /** Whether a command of the user's builds the package, which then holds what the languages without a recipe need. */
  readonly built?: boolean;
  /** The user's own command. */
  readonly command?: string;
  /** Image of the container that builds. */
  readonly image?: string;
  /** `layer`: as Lambda wants a layer (`python/`, `nodejs/node_modules/`); `package`: as beside the code. */
  readonly layout: 'layer' | 'package';
  /** PATH, index URLs, proxies and credentials of the builders. */
  readonly env: NodeJS.ProcessEnv;
  /** Aborting it ends the builder and all that it started, and makes `build` throw the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears the notes on what was found; default: nobody does. */
  readonly onProgress?: OnProgress;
}

/** Who installs dependencies. */
export type BuilderName = 'pip' | 'uv' | 'poetry' | 'pipenv' | 'npm' | 'pnpm' | 'yarn' | 'command';

/** Dependencies that were found, and not yet built. */
export interface Dependencies {
  readonly builder: BuilderName;
  /** Path of the lock file or descriptor that says what to install; the source directory where there is none. */
  readonly descriptor: string;
  /** Hexadecimal SHA-256 over everything that decides what comes out; see `dependencyKey`. */
  readonly key: string;
  /** The files that the key was made of, sorted. */
  readonly inputs: readonly string[];
  /**
   * Builds into an empty directory.
   *
   * @throws CodelessError with exit `build`
   */
  build(target: string, onProgress: OnProgress): Promise<void>;
}
