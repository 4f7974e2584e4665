import { randomUUID } from 'node:crypto';

import type { ApprovalResult } from '@aws-sdk/client-codepipeline';

import type { Clock } from '../../../clock';
import { ServiceError } from '../../service';
import type { Checked } from '../declaration';
import type { ActionRecord } from '../execution';
import { ActionFailure, type ActionKind, type ActionResult, type ActionRun } from './action';

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
  readonly categories = ['Approval'];
  readonly provider = 'Manual';
  readonly inputs = [0, 0] as const;
  readonly outputs = [0, 0] as const;
  readonly required = [];
  readonly optional = ['NotificationArn', 'CustomData', 'ExternalEntityLink'];
  readonly #open = new Map<string, (review: Review) => void>();

  constructor(private readonly clock: Clock) {}

  run({ action, configuration, tell }: ActionRun): Promise<ActionResult> {
    const token = randomUUID();
    const { CustomData: summary, ExternalEntityLink: externalExecutionUrl } = configuration;
    tell({ token, ...(summary && { summary }), ...(externalExecutionUrl && { externalExecutionUrl }) });
    const minutes = action.timeoutInMinutes ?? DEFAULT_MINUTES;
    return new Promise((resolve, reject) => {
      this.#open.set(token, ({ status, summary: said }) => {
        const progress = { token, ...(said && { summary: said }) };
        if (status === 'Approved') resolve(progress);
        else reject(new ActionFailure('JobFailed', said || 'Rejected', progress));
      });
      this.clock.in(minutes * MINUTE, () => {
        this.#open.delete(token);
        reject(new ActionFailure('JobFailed', `Nobody approved within ${minutes} minutes`, { token }));
        return Promise.resolve();
      });
    });
  }

  /**
   * Ends the wait of an action.
   *
   * @param records - the runs of that action
   * @throws ServiceError where none of them waits with that token
   * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html
   */
  review(token: string, records: readonly ActionRecord[], review: Review): void {
    const record = records.find(({ progress }) => progress.token === token);
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
