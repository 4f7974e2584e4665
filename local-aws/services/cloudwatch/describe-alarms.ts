import type { Correction } from '../../front/correction';
import { jsonObject, type Answer } from '../../front/message';
import type { ServiceModels } from '../../front/service-models';
import { inTheNameOf, jsonRequest } from '../emulator-call';
import { queryXml } from './query-xml';

/**
 * DescribeAlarms gives back what PutMetricAlarm set. In the query protocol, which Terraform's AWS provider speaks up to
 * its version 5, the emulator leaves out period, statistic, actions enabled and more; in JSON it does not, so it is
 * asked in JSON. An alarm on a percentile has no `Statistic`, and the emulator gives it one.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export function describeAlarms(models: ServiceModels): Correction {
  return {
    service: 'cloudwatch',
    actions: ['DescribeAlarms'],
    async answer(call, { send }) {
      const [model] = models.signedAs('monitoring');
      const isJson = call.request.headers['x-amz-target'] !== undefined;
      const isQuery = call.input.Action === 'DescribeAlarms';
      if (model === undefined || (!isJson && !isQuery)) return undefined;
      if (isJson) return withoutDefaults(await send(call.request));

      const answer = await send(
        jsonRequest({
          headers: inTheNameOf(call, 'monitoring'),
          target: 'GraniteServiceVersion20100801.DescribeAlarms',
          input: fromQuery(call.input),
        }),
      );
      // Let it say in the caller's protocol what is wrong.
      if (answer.status !== 200) return undefined;
      const xml = queryXml(model, 'DescribeAlarms', jsonObject(withoutDefaults(answer).body));
      return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
    },
  };
}

/** `AlarmNames.member.1=a` and the like as JSON. */
function fromQuery(form: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(form)) {
    const [name = '', member] = key.split('.');
    if (member === 'member') input[name] = [...((input[name] ?? []) as unknown[]), value];
    else if (name !== 'Action' && name !== 'Version') input[name] = name === 'MaxRecords' ? Number(value) : value;
  }
  return input;
}

function withoutDefaults(answer: Answer): Answer {
  const output = jsonObject(answer.body);
  const alarms = output.MetricAlarms;
  if (answer.status !== 200 || !Array.isArray(alarms)) return answer;
  const MetricAlarms = (alarms as Record<string, unknown>[]).map(withoutDefaultStatistic);
  return { ...answer, body: Buffer.from(JSON.stringify({ ...output, MetricAlarms })) };
}

function withoutDefaultStatistic(alarm: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { Statistic, ...others } = alarm;
  return others.ExtendedStatistic ? others : { ...others, Statistic };
}
