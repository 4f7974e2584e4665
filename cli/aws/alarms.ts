import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

import type { ClientConfiguration } from './clients';
import { retryConflicts } from './retry';

/** Which of some alarms, at most 100, are in the state `ALARM`. */
export async function ringingAlarms(
  configuration: ClientConfiguration,
  names: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await retryConflicts(new CloudWatchClient(configuration)).send(
    new DescribeAlarmsCommand({
      AlarmNames: [...names],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      StateValue: 'ALARM',
    }),
    { abortSignal: signal },
  );
  return [...MetricAlarms, ...CompositeAlarms].flatMap(({ AlarmName, StateValue }) =>
    AlarmName !== undefined && StateValue === 'ALARM' ? [AlarmName] : [],
  );
}
