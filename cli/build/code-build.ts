import type { OnProgress } from '../progress';
import type { Architecture } from '../settings/settings';
import type { Installation } from './left-out';

/** What a package of code is built from, and for what. */
export interface CodeBuild {
  /** Absolute path of the source directory. */
  readonly source: string;
  /** Lambda's identifier of the runtime. */
  readonly runtime: string | undefined;
  readonly architecture: Architecture;
  /** The handler that is the user's own; undefined: nobody knows. */
  readonly handler: string | undefined;
  /** Where what a bundle leaves out is installed; undefined: nobody can tell. */
  readonly installation?: Installation;
  /** Image of the container that builds. */
  readonly image: string | undefined;
  /** PATH, proxies and credentials of the build. */
  readonly env: NodeJS.ProcessEnv;
  /** Aborting it ends the build and all that it started. */
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}
