/** What of a pipeline can be told, by the word that the pipeline's own history has. */
export type PipelineEvent =
  | 'started'
  | 'succeeded'
  | 'failed'
  | 'canceled'
  | 'superseded'
  | 'resumed'
  | 'approval-needed'
  | 'approval-failed'
  | 'action-failed';

/**
 * AWS's ids of these events. An execution that a person stops is `canceled`: there is no event of its own.
 *
 * @see https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events-ref-pipeline
 */
export const EVENT_TYPE_IDS: Readonly<Record<PipelineEvent, string>> = {
  started: 'codepipeline-pipeline-pipeline-execution-started',
  succeeded: 'codepipeline-pipeline-pipeline-execution-succeeded',
  failed: 'codepipeline-pipeline-pipeline-execution-failed',
  canceled: 'codepipeline-pipeline-pipeline-execution-canceled',
  superseded: 'codepipeline-pipeline-pipeline-execution-superseded',
  resumed: 'codepipeline-pipeline-pipeline-execution-resumed',
  'approval-needed': 'codepipeline-pipeline-manual-approval-needed',
  'approval-failed': 'codepipeline-pipeline-manual-approval-failed',
  'action-failed': 'codepipeline-pipeline-action-execution-failed',
};

/** What is told to whom wants to know how it goes. */
export const INFO_EVENTS: readonly PipelineEvent[] = ['started', 'succeeded'];
/** What is told to whom has to do something about it. */
export const ALERT_EVENTS: readonly PipelineEvent[] = ['failed'];
/** What is told besides to whom has to do something about it, where a person has to say yes: until then an execution waits. */
export const APPROVAL_EVENTS: readonly PipelineEvent[] = ['approval-needed'];
