import {
  CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
  type FilteredLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';

import { CodelessError } from '../errors';
import type { ClientConfiguration } from './clients';
import { retryConflicts } from './retry';

/** The calls to CloudWatch Logs that the program makes. */
export class LogsApi {
  constructor(
    private readonly client: CloudWatchLogsClient,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Entries of all streams of a log group, in their order.
   *
   * @param since milliseconds since the epoch
   * @throws CodelessError `NoLogGroup`
   */
  async *events(logGroup: string, since: number): AsyncGenerator<FilteredLogEvent> {
    const request = { logGroupName: logGroup, startTime: since };
    try {
      const pages = paginateFilterLogEvents({ client: this.client }, request, { abortSignal: this.signal });
      for await (const { events = [] } of pages) yield* events;
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new CodelessError('failed', 'NoLogGroup', `there is no log group ${logGroup} in this account and region`, {
        hint: 'Lambda makes it with the first invocation, if the role of the function may: invoke it, or let Terraform make the group.',
        cause: error,
      });
    }
  }
}

/** CloudWatch Logs, ready for use. */
export function logsApi(configuration: ClientConfiguration, signal: AbortSignal): LogsApi {
  return new LogsApi(retryConflicts(new CloudWatchLogsClient(configuration)), signal);
}
