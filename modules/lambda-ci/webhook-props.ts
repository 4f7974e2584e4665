/** A webhook that starts a pipeline on releases at GitHub. */
export interface ReleaseWebhookProps {
  /** Name of the webhook in CodePipeline: 1 to 100 letters, digits and `.@_-`. */
  readonly webhookName: string;
  /** Name of the pipeline. */
  readonly pipelineName: string;
  /** Name of the pipeline's source action. */
  readonly targetAction: string;
  /** The repository with its owner, such as `acme/app`; the owner must be the one of the stack's GitHub provider. */
  readonly repository: string;
  /**
   * What GitHub tells: `published` releases of both kinds, `released` ones that are no pre-releases, `prereleased` ones.
   *
   * @default 'published'
   * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads#release
   */
  readonly action?: 'published' | 'released' | 'prereleased';
  /**
   * What GitHub signs its deliveries with: 32 to 100 letters, digits and `!#&()*+,./:;<=>?@^_{|}~-`. A text in the program is
   * in its synthesized files too: take a sensitive variable, a data source or nothing. A changed value replaces both ends.
   *
   * @default - made by Terraform, and kept in its state
   */
  readonly secret?: string;
  /**
   * A changed value makes a new secret and replaces both ends; not together with `secret`.
   *
   * @default - none
   */
  readonly secretRotation?: string;
  /**
   * Tags of the webhook in CodePipeline; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}
