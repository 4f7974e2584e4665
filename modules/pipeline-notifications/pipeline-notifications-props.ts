import type { NotificationTarget } from './notification-target';
import type { PipelineEvent } from './pipeline-events';

/** Who is told of one kind of events. */
export interface NotificationRuleOptions {
  /** Where to; 1 to 10 targets. */
  readonly targets: readonly NotificationTarget[];
  /**
   * What is told.
   *
   * @default - of `info`: started and succeeded; of `alert`: failed, and approval-needed where there is an approval
   */
  readonly events?: readonly PipelineEvent[];
}

/** Notifications of a pipeline. */
export interface PipelineNotificationsProps {
  /** ARN of the pipeline. */
  readonly pipelineArn: string;
  /**
   * What the rules' names begin with: letters, digits, `-` and `_`. Rule names are unique in an account and region; one that
   * would be longer than 64 characters is cut and ends in a hash.
   */
  readonly namePrefix: string;
  /**
   * Who is told how it goes.
   *
   * @default - nobody
   */
  readonly info?: NotificationRuleOptions;
  /**
   * Who is told when something has to be done.
   *
   * @default - nobody
   */
  readonly alert?: NotificationRuleOptions;
  /**
   * Whether a person has to approve an execution, who is then told by `alert`.
   *
   * @default false
   */
  readonly hasApproval?: boolean;
  /**
   * Whether a notification tells all that the event has, or only what happened to which pipeline.
   *
   * @default 'FULL'
   * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#detail-type
   */
  readonly detailType?: 'FULL' | 'BASIC';
  /**
   * Tags of the rules; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}
