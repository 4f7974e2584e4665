/** A person who says yes before the deploy. */
export interface ApprovalOptions {
  /**
   * ARN of the topic that is told that someone is waited for; the pipeline's role may publish to it.
   *
   * @default - nobody is told, beyond the notifications
   */
  readonly topicArn?: string;
  /**
   * Minutes until waiting counts as no; 5 to 86400.
   *
   * @default 10080, which is a week
   */
  readonly timeoutMinutes?: number;
  /**
   * A link for who has to decide.
   *
   * @default - none
   */
  readonly reviewUrl?: string;
}

/** A build of a project of one's own before the deploy; it gets the source. */
export interface BuildActionOptions {
  /** The action's name: 1 to 100 letters, digits and `.@_-`, unique in its stage. */
  readonly name: string;
  /** Name of the CodeBuild project, in the pipeline's account and region. */
  readonly projectName: string;
  /** ARN of that project: the pipeline's role may start it. */
  readonly projectArn: string;
  /**
   * Plain variables of the build.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Actions of the same order run at once; 1 to 999.
   *
   * @default 1
   */
  readonly runOrder?: number;
}

/** A variable that a run by hand may set. */
export interface PipelineVariableOptions {
  /** 1 to 128 letters, digits, `@`, `-` and `_`; not `TAG` with a release trigger, which has it already. */
  readonly name: string;
  /**
   * Its value where nobody sets it; at most 1,000 characters.
   *
   * @default - none: every run must set it; only with a manual trigger, since nobody but a person can
   */
  readonly defaultValue?: string;
  /**
   * At most 200 characters.
   *
   * @default - none
   */
  readonly description?: string;
}

/** What follows when the deploy stage fails. */
export type OnFailure = 'RETRY' | 'ROLLBACK';

/**
 * What becomes of executions that meet.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html#concepts-how-it-works-executions
 */
export type ExecutionMode = 'SUPERSEDED' | 'QUEUED' | 'PARALLEL';
