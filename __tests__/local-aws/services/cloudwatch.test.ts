import { FakeEmulator } from '../fake-emulator';

const ALARM = {
  AlarmName: 'a<b>&c',
  ActionsEnabled: false,
  Period: 300,
  Statistic: 'Average',
  ExtendedStatistic: null,
  StateUpdatedTimestamp: 0,
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let emulator: FakeEmulator;

beforeEach(async () => {
  emulator = await FakeEmulator.start();
  emulator.reply = () => ({ body: { MetricAlarms: [ALARM] } });
});

afterEach(() => emulator.stop());

function describeInQuery(): Promise<Response> {
  const body = 'Action=DescribeAlarms&Version=2010-08-01&MaxRecords=5&AlarmNames.member.1=a&AlarmNames.member.2=b';
  return emulator.send('monitoring', 'POST /', { headers: FORM, body });
}

test('DescribeAlarms in the query protocol is asked in JSON and answered in XML, members in the model’s order', async () => {
  const answer = await describeInQuery();
  expect(JSON.parse(emulator.requests[0]?.body?.toString() ?? '')).toEqual({ AlarmNames: ['a', 'b'], MaxRecords: 5 });
  expect(await answer.text()).toContain(
    '<DescribeAlarmsResponse><DescribeAlarmsResult><MetricAlarms><member><AlarmName>a&lt;b&gt;&amp;c</AlarmName>' +
      '<ActionsEnabled>false</ActionsEnabled><Period>300</Period><Statistic>Average</Statistic>' +
      '<StateUpdatedTimestamp>1970-01-01T00:00:00.000Z</StateUpdatedTimestamp></member></MetricAlarms>' +
      '</DescribeAlarmsResult>',
  );
});

test('an alarm on a percentile has no statistic', async () => {
  emulator.reply = () => ({ body: { MetricAlarms: [{ ...ALARM, ExtendedStatistic: 'p99' }] } });
  const headers = { 'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms' };
  const answer = await emulator.send('monitoring', 'POST /', { headers, body: {} });
  const { MetricAlarms: [alarm] = [] } = (await answer.json()) as { MetricAlarms?: object[] };
  expect(alarm).toMatchObject({ ExtendedStatistic: 'p99', Period: 300 });
  expect(alarm).not.toHaveProperty('Statistic');
});

test('fails in the caller’s own protocol', async () => {
  emulator.reply = (_, { headers }) => ({
    status: 400,
    body: headers['x-amz-target'] === undefined ? '<Error><Code>ValidationError</Code></Error>' : '{}',
  });
  const answer = await describeInQuery();
  expect([answer.status, await answer.text()]).toEqual([400, '<Error><Code>ValidationError</Code></Error>']);
});
