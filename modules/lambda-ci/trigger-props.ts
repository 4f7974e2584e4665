/** Glob patterns; what `excludes` matches is left out of what `includes` matches. */
export interface PatternFilter {
  /**
   * What counts; at most 8 patterns of 255 characters.
   *
   * @default - everything
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/syntax-glob.html
   */
  readonly includes?: readonly string[];
  /**
   * What does not; at most 8 patterns of 255 characters.
   *
   * @default - nothing
   */
  readonly excludes?: readonly string[];
}

/** Every push to a branch. */
export interface PushTrigger {
  /** Says that this is such a trigger. */
  readonly type: 'push';
  /**
   * The branches, as patterns; only with a connection.
   *
   * @default - the source's branch
   */
  readonly branches?: PatternFilter;
  /**
   * The files, one of which must have changed, as patterns from the repository's root; only with a connection.
   *
   * @default - what lies under the source path, where there is one, else every file
   */
  readonly filePaths?: PatternFilter;
}

/** Every tag that is pushed, and matches; only with a connection. */
export interface TagTrigger {
  /** Says that this is such a trigger. */
  readonly type: 'tag';
  /**
   * The tags, as patterns.
   *
   * @default - every tag
   */
  readonly tags?: PatternFilter;
}

/**
 * A release at GitHub; only with a connection to it. What is deployed is the released tag, the newest that matches, and
 * not the branch's head; a run by hand may name another in the pipeline's variable `TAG`.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#release
 */
export interface ReleaseTrigger {
  /** Says that this is such a trigger. */
  readonly type: 'release';
  /**
   * What GitHub tells: `published` releases of both kinds, `released` ones that are no pre-releases, `prereleased` ones.
   *
   * @default 'published'
   */
  readonly action?: 'published' | 'released' | 'prereleased';
  /**
   * The tags that are this function's, as a pattern of Git's, such as `v*`, or `api/v*` in a repository of several. A release by
   * another tag starts the pipeline too, which then finds nothing new.
   *
   * @default '*'
   * @see https://git-scm.com/docs/git-tag#Documentation/git-tag.txt---list
   */
  readonly tagPattern?: string;
  /**
   * What GitHub signs its deliveries with: 32 to 100 letters, digits and `!#&()*+,./:;<=>?@^_{|}~-`; never a token that opens
   * something. A text in the program is in its synthesized files too: take a sensitive variable. A changed value replaces both
   * ends of the webhook.
   *
   * @default - made by Terraform, and kept in its state
   */
  readonly secret?: string;
  /**
   * A changed value makes a new secret and replaces both ends of the webhook; not together with `secret`.
   *
   * @default - none
   */
  readonly secretRotation?: string;
}

/** Nobody but a person, or a changed deploy contract. */
export interface ManualTrigger {
  /** Says that this is such a trigger. */
  readonly type: 'manual';
}

/** What starts the pipeline. */
export type PipelineTrigger = PushTrigger | TagTrigger | ReleaseTrigger | ManualTrigger;
