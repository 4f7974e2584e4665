import type { Correction, CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { jsonObject } from '../../front/message';
import { inTheNameOf, jsonRequest } from '../emulator-call';
import type { Events } from '../events/events';

type Operation = 'Create' | 'Update' | 'Delete';

/** What an event tells of a parameter. */
interface Parameter {
  readonly Name: string;
  readonly Type: string;
  readonly ARN: string;
}

/**
 * Parameter Store tells the default event bus of every change: source `aws.ssm`, detail type `Parameter Store Change`.
 * The emulator tells nobody.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html#SSM-Parameter-Store-event-types
 */
export function changeEvents(events: Events): Correction {
  return {
    service: 'ssm',
    actions: ['PutParameter', 'DeleteParameter', 'DeleteParameters'],
    async answer(call, context) {
      // What is deleted has to be looked at before.
      const before = call.action === 'PutParameter' ? [] : await parameters(call, context);
      const answer = await context.send(call.request);
      if (answer.status !== 200) return answer;
      if (call.action === 'PutParameter') {
        const operation = jsonObject(answer.body).Version === 1 ? 'Create' : 'Update';
        for (const parameter of await parameters(call, context)) await emit(call, events, operation, parameter);
      } else {
        for (const parameter of before) await emit(call, events, 'Delete', parameter);
      }
      return answer;
    },
  };
}

/** The parameters that a call names, those of them that exist. */
async function parameters(call: Call, { send }: CorrectionContext): Promise<Parameter[]> {
  const { Name, Names } = call.input;
  const input = { Names: Array.isArray(Names) ? Names : [Name] };
  const answer = await send(
    jsonRequest({ headers: inTheNameOf(call, 'ssm'), target: 'AmazonSSM.GetParameters', input }),
  );
  const found = answer.status === 200 ? jsonObject(answer.body).Parameters : undefined;
  return Array.isArray(found) ? (found as Parameter[]) : [];
}

function emit(call: Call, events: Events, operation: Operation, { Name, Type, ARN }: Parameter): Promise<void> {
  const description = call.input.Description;
  const detail = { operation, name: Name, type: Type, ...(typeof description === 'string' && { description }) };
  return events.put({ source: 'aws.ssm', detailType: 'Parameter Store Change', resources: [ARN], detail }, call);
}
