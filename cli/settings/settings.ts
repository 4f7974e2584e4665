import type { DeployContract } from '../../modules/codeless-lambda/contract';

/** Where a value came from, the strongest first. */
export type SettingSource = 'flag' | 'environment' | 'contract' | 'file' | 'default';

/** A value, and where it came from. */
export interface Setting<T> {
  readonly value: T;
  readonly source: SettingSource;
}

/** Where dependencies go. */
export type DependencyPlacement = 'layer' | 'package' | 'none';

/** Lambda's instruction sets. */
export type Architecture = 'x86_64' | 'arm64';

/** What the program works with, whatever the verb; resolved once, before anything is done. */
export interface Settings {
  readonly functionName: Setting<string>;
  /** Path of the configuration file, where there is one. */
  readonly configurationFile: string | undefined;
  /** The contract, where the parameter exists and may be read. */
  readonly contract: DeployContract | undefined;
  /** Default: the contract's, else `latest`. */
  readonly aliasName: Setting<string>;
  /** Default: the contract's, else the function name and `-deps`. */
  readonly layerName: Setting<string>;
  /** Undefined: what the function has. */
  readonly runtime: Setting<string | undefined>;
  /** What the function has counts before it; undefined: nobody says it. */
  readonly handler: Setting<string | undefined>;
  /** Whether a package without its handler is refused. */
  readonly checkHandler: Setting<boolean>;
  /** Undefined: what the function has. */
  readonly architecture: Setting<Architecture | undefined>;
  /** Undefined: packages go to Lambda directly, and there is no ledger. */
  readonly bucket: Setting<string | undefined>;
  /** With no slash at its end; default `lambda-ci`. */
  readonly prefix: Setting<string>;
  /** A directory or an archive; default the working directory. */
  readonly source: Setting<string>;
  /** The image that is shipped in place of a source; undefined: the source is. */
  readonly imageUri: Setting<string | undefined>;
  /** Path of the descriptor of dependencies; undefined: what is found in the source. */
  readonly descriptor: Setting<string | undefined>;
  readonly dependencies: Setting<DependencyPlacement>;
  /** A command that installs dependencies into `$CODELESS_TARGET`, run by `/bin/sh -c`; undefined: by the lock file that is found. */
  readonly dependenciesCommand: Setting<string | undefined>;
  /** A command that builds the package into `$CODELESS_BUILD`, run by `/bin/sh -c`; undefined: the source is the package. */
  readonly buildCommand: Setting<string | undefined>;
  /** Whether the handler's file is bundled by the project's own esbuild; never with a build command. */
  readonly bundle: Setting<boolean>;
  /** Packages that a bundle leaves to the dependencies. */
  readonly external: Setting<readonly string[]>;
  /**
   * Image of the container that builds dependencies, in which `{runtime}` stands for the function's runtime:
   * `buildImageFor` fills it in; undefined: no container.
   */
  readonly buildImage: Setting<string | undefined>;
  /** What is released: a commit, a tag; empty for verbs that ship nothing. */
  readonly sourceVersion: Setting<string>;
  /** The tag that is released; undefined: the newest one that matches. */
  readonly tag: Setting<string | undefined>;
  /** A glob of Git's `tag --list`; undefined: every tag. */
  readonly tagPattern: Setting<string | undefined>;
  /** JSON with which the new version is invoked before any traffic; undefined: it is not. */
  readonly smokeTest: Setting<string | undefined>;
  /** ARN of the topic that is told of deploys and rollbacks; undefined: none is. */
  readonly notifyTopic: Setting<string | undefined>;
  /** Address of the repository, for links; undefined: that of the remote `origin`. */
  readonly repositoryUrl: Setting<string | undefined>;
  /** Seconds after which the lease of a deploy that does not move is taken over. */
  readonly leaseSeconds: Setting<number>;
  /** Seconds to wait for another deploy before giving up. */
  readonly waitSeconds: Setting<number>;
  /** Seconds after which a deploy, a rollback or a prune is stopped. */
  readonly timeoutSeconds: Setting<number>;
  /** Releases that prune keeps. */
  readonly keep: Setting<number>;
  /** Whether a deploy prunes. */
  readonly prune: Setting<boolean>;
}
