import type { ArtifactLocation, InputArtifact } from '../../ports';
import type { ActionDeclaration, ArtifactStore } from '../declaration';

/** Which revision a source action takes, where it is not the newest. */
export interface SourceOverride {
  /** Id of a commit. */
  readonly commit?: string;
  /** The branch that was pushed to. */
  readonly branch?: string;
  readonly objectKey?: string;
  readonly versionId?: string;
}

/** The revision of what a source action took. */
export interface Revision {
  readonly revisionId: string;
  readonly revisionSummary: string;
  readonly revisionUrl?: string;
}

/** An artifact that an action made. */
export interface Artifact extends InputArtifact {
  /** Of the source that it is; none for what was built. */
  readonly revision?: Revision | undefined;
}

/** What is told of an action while it runs and after. */
export interface Progress {
  readonly summary?: string;
  /** Of a request for approval. */
  readonly token?: string;
  readonly externalExecutionId?: string;
  readonly externalExecutionUrl?: string;
}

/** What an action ends with. */
export interface ActionResult extends Progress {
  /** What its namespace holds. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of a source action. */
  readonly revision?: Revision;
  /** Where the output artifact is a full clone. */
  readonly clone?: InputArtifact['clone'];
}

/** One run of an action. */
export interface ActionRun {
  readonly pipeline: string;
  readonly executionId: string;
  readonly stage: string;
  readonly action: ActionDeclaration;
  /** With every reference to a variable replaced. */
  readonly configuration: Readonly<Record<string, string>>;
  /** The role of the action, or else of the pipeline. */
  readonly roleArn: string;
  readonly store: ArtifactStore;
  readonly inputs: readonly Artifact[];
  /** Where the output artifacts go. */
  readonly outputs: readonly ArtifactLocation[];
  readonly override: SourceOverride;
  /** Tells of it while it runs. */
  readonly tell: (progress: Progress) => void;
}

/** An action that failed, in the words that its state shows. */
export class ActionFailure extends Error {
  override readonly name = 'ActionFailure';

  /** @param code - of AWS's types of failure */
  constructor(
    readonly code: 'ConfigurationError' | 'JobFailed' | 'RevisionUnavailable',
    message: string,
    readonly progress: Progress = {},
  ) {
    super(message);
  }
}

/** A kind of actions. */
export interface ActionKind {
  readonly categories: readonly string[];
  readonly provider: string;
  /** How many artifacts it takes, at least and at most. */
  readonly inputs: readonly [number, number];
  readonly outputs: readonly [number, number];
  /** Keys of its configuration. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** @throws ActionFailure, or whatever the services that it calls throw */
  run(run: ActionRun): Promise<ActionResult>;
}
