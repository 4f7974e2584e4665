import type { ServiceEvent } from '../events/events';

type Json = Readonly<Record<string, unknown>>;

interface FailedAction {
  readonly stage: unknown;
  readonly action: unknown;
  readonly additionalInformation: unknown;
}

/** What events of failed actions leave for the event of their execution. */
export class Failures {
  readonly #byExecution = new Map<unknown, FailedAction[]>();

  /**
   * What a notification with the detail type `FULL` adds to an event.
   *
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
   */
  supplement({ detailType, detail }: ServiceEvent): Json {
    const execution = detail['execution-id'];
    if (detail.state !== 'FAILED') return {};
    if (detailType === 'CodePipeline Action Execution State Change') {
      const result = detail['execution-result'] as Json | undefined;
      const additionalInformation = result?.['external-execution-summary'];
      const failed = { stage: detail.stage, action: detail.action, additionalInformation };
      this.#byExecution.set(execution, [...(this.#byExecution.get(execution) ?? []), failed]);
      return additionalInformation === undefined ? {} : { additionalInformation };
    }
    const failed = this.#byExecution.get(execution);
    if (detailType !== 'CodePipeline Pipeline Execution State Change' || failed === undefined) return {};
    this.#byExecution.delete(execution);
    return {
      failedActionCount: failed.length,
      failedActions: failed.map(({ action, additionalInformation }) => ({ action, additionalInformation })),
      failedStage: failed[0]?.stage,
    };
  }
}
