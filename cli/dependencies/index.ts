import type { OnProgress } from '../progress';
import type { Architecture } from '../settings/settings';

/** What is known of the function and the source when dependencies are looked for. */
export interface DependencyOptions {
  /** Directory of the source. */
  readonly source: string;
  /** Path of the descriptor, where the user named one. */
  readonly descriptor?: string;
  /** Lambda's identifier of the runtime. */
  readonly runtime: string | undefined;
  readonly architecture: Architecture;
  /** The user's own command. */
  readonly command?: string;
  /** Image of the container that builds. */
  readonly image?: string;
  /** `layer`: as Lambda wants a layer (`python/`, `nodejs/node_modules/`); `package`: as beside the code. */
  readonly layout: 'layer' | 'package';
  /** PATH, index URLs, proxies and credentials of the builders. */
  readonly env: NodeJS.ProcessEnv;
}

/** Dependencies that were found, and not yet built. */
export interface Dependencies {
  /** Who builds: `pip`, `uv`, `poetry`, `pipenv`, `npm`, `pnpm`, `yarn`, `command`. */
  readonly builder: string;
  /** Path of the lock file or descriptor that says what to install. */
  readonly descriptor: string;
  /** Hexadecimal SHA-256 over everything that decides what comes out. */
  readonly key: string;
  /** The files that the key was made of. */
  readonly inputs: readonly string[];
  /**
   * Builds into an empty directory.
   *
   * @throws CodelessError with exit `build`
   */
  build(target: string, onProgress: OnProgress): Promise<void>;
}
