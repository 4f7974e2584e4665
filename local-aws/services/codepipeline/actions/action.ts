import type { ActionExecution } from '@aws-sdk/client-codepipeline';

import type { ArtifactLocation, InputArtifact } from '../../ports';
import type { ActionDeclaration } from '../declaration';
import type { Execution } from '../execution';

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
type Progress = Pick<ActionExecution, 'summary' | 'token' | 'externalExecutionId' | 'externalExecutionUrl'>;

/** What an action ends with. */
export interface ActionResult extends Progress {
  /** What its namespace holds. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of a source action. */
  readonly revision?: Revision;
  /** Where the output artifact is a full clone. */
  readonly clone?: InputArtifact['clone'];
}

/** One run of an action, as its history shows it. */
export interface ActionRecord extends Pick<ActionResult, 'variables' | 'revision'> {
  readonly id: string;
  readonly stage: string;
  readonly action: ActionDeclaration;
  /** The role of the action, or else of the pipeline. */
  readonly roleArn: string;
  readonly inputs: readonly Artifact[];
  /** Where the output artifacts go. */
  readonly outputs: readonly ArtifactLocation[];
  readonly startedAt: number;
  updatedAt: number;
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Abandoned';
  progress: Progress;
  /** With every reference to a variable replaced. */
  configuration: Readonly<Record<string, string>>;
  error?: { readonly code: string; readonly message: string };
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
  /** Category and provider, such as `Build/CodeBuild`. */
  readonly types: readonly string[];
  /** Keys of its configuration. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** @throws ActionFailure, or whatever the services that it calls throw */
  run(record: ActionRecord, execution: Execution): Promise<ActionResult>;
}
