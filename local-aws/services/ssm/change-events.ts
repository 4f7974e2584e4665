import { SERVICE_HEADER, type Correction, type CorrectionContext } from '../../front/correction';
import type { Call } from '../../front/identify';
import { jsonObject, type Answer, type Request } from '../../front/message';

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
export const changeEvents: Correction = {
  service: 'ssm',
  actions: ['PutParameter', 'DeleteParameter', 'DeleteParameters'],
  async answer(call, context) {
    // What is deleted has to be looked at before.
    const before = call.action === 'PutParameter' ? [] : await parameters(call, context);
    const answer = await context.send(call.request);
    if (answer.status !== 200) return answer;
    if (call.action === 'PutParameter') {
      const operation = jsonObject(answer.body).Version === 1 ? 'Create' : 'Update';
      for (const parameter of await parameters(call, context)) await emit(call, context, operation, parameter);
    } else {
      for (const parameter of before) await emit(call, context, 'Delete', parameter);
    }
    return answer;
  },
};

/** The parameters that a call names, those of them that exist. */
async function parameters(call: Call, { send }: CorrectionContext): Promise<Parameter[]> {
  const { Name, Names } = call.input;
  const answer = await send(post(call, 'AmazonSSM.GetParameters', { Names: Array.isArray(Names) ? Names : [Name] }));
  const found = answer.status === 200 ? jsonObject(answer.body).Parameters : undefined;
  return Array.isArray(found) ? (found as Parameter[]) : [];
}

async function emit(
  call: Call,
  { send }: CorrectionContext,
  operation: Operation,
  { Name, Type, ARN }: Parameter,
): Promise<Answer> {
  const description = call.input.Description;
  const detail = { operation, name: Name, type: Type, ...(typeof description === 'string' && { description }) };
  const event = {
    Source: 'aws.ssm',
    DetailType: 'Parameter Store Change',
    Resources: [ARN],
    Detail: JSON.stringify(detail),
  };
  const { headers, ...request } = post(call, 'AWSEvents.PutEvents', { Entries: [event] });
  const authorization = headers.authorization?.replace('/ssm/aws4_request', '/events/aws4_request');
  return send({
    ...request,
    headers: { ...headers, ...(authorization && { authorization }), [SERVICE_HEADER]: 'ssm' },
  });
}

/** A call of a JSON service in the name of whoever made the first one. */
function post({ request }: Call, target: string, input: unknown): Request {
  const { host, authorization } = request.headers;
  return {
    method: 'POST',
    path: '/',
    headers: {
      ...(host && { host }),
      ...(authorization && { authorization }),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    },
    body: Buffer.from(JSON.stringify(input)),
  };
}
