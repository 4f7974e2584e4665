import { randomUUID } from 'node:crypto';

import type { ApprovalResult } from '@aws-sdk/client-codepipeline';

import { ServiceError } from '../../service';
import type { Checked } from '../declaration';
import type { Execution } from '../execution';
import { ActionFailure, type ActionKind, type ActionRecord, type ActionResult } from './action';

type Review = Checked<ApprovalResult>;

const MINUTE = 60_000;
const DEFAULT_MINUTES = 7 * 24 * 60;

/**
 * An action that waits until somebody approves or rejects, or until its time is over. It tells nobody: a notification
 * rule does.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
export class Approval implements ActionKind {
  readonly types = ['Approval/Manual'];
  readonly required = [];
  readonly optional = ['NotificationArn', 'CustomData', 'ExternalEntityLink'];
  readonly #open = new Map<string, (review: Review) => void>();

  run(record: ActionRecord, { runtime }: Execution): Promise<ActionResult> {
    const token = randomUUID();
    const { CustomData: summary, ExternalEntityLink: externalExecutionUrl } = record.configuration;
    record.progress = { token, summary, externalExecutionUrl };
    const minutes = record.action.timeoutInMinutes ?? DEFAULT_MINUTES;
    return new Promise((resolve, reject) => {
      this.#open.set(token, ({ status, summary: said }) => {
        if (status === 'Approved') resolve({ token, summary: said });
        else reject(new ActionFailure('JobFailed', said || 'Rejected', { token }));
      });
      runtime.clock.in(minutes * MINUTE, () => {
        this.#open.delete(token);
        reject(new ActionFailure('JobFailed', `Nobody approved within ${minutes} minutes`, { token }));
        return Promise.resolve();
      });
    });
  }

  /**
   * Ends the wait of an action.
   *
   * @param record - the run of the action that has the token
   * @throws ServiceError where there is none, or it waits no more
   * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html
   */
  review(token: string, record: ActionRecord | undefined, review: Review): void {
    const end = this.#open.get(token);
    if (record === undefined) {
      throw new ServiceError('InvalidApprovalTokenException', 'The token is of no request of this action');
    }
    if (end === undefined || record.status !== 'InProgress') {
      throw new ServiceError('ApprovalAlreadyCompletedException', 'The request was answered or given up before');
    }
    this.#open.delete(token);
    end(review);
  }
}
