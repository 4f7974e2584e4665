import type { Call } from '../../../local-aws/front/identify';
import type { Answer, Request } from '../../../local-aws/front/message';
import { Events } from '../../../local-aws/services/events/events';

const PIPELINE = 'arn:aws:codepipeline:us-east-1:000000000000:p';
const RULE = 'arn:aws:events:eu-west-1:111111111111:rule';
const EVENT = { source: 'aws.ssm', detailType: 'Parameter Store Change', resources: ['arn:a'], detail: { name: '/a' } };

interface Rule {
  readonly pattern?: string;
  readonly state?: string;
  readonly targets: readonly string[];
}

/** A bus with rules; a pattern matches where it is `yes`. */
function bus(rules: Readonly<Record<string, Rule>> = {}): {
  events: Events;
  calls: { action: string; input: unknown }[];
  /** Credentials that the calls were signed with. */
  signed: Set<string | undefined>;
} {
  const calls: { action: string; input: unknown }[] = [];
  const signed = new Set<string | undefined>();
  const send = ({ headers, body }: Request): Promise<Answer> => {
    const action = String(headers['x-amz-target']).replace('AWSEvents.', '');
    const input = JSON.parse(body?.toString() ?? '') as { Rule: string; EventPattern: string };
    calls.push({ action, input });
    signed.add(/Credential=([^,]*)/.exec(headers.authorization ?? '')?.[1]);
    const answers: Record<string, object> = {
      PutEvents: {},
      ListRules: {
        Rules: Object.entries(rules).map(([Name, { pattern, state }]) => ({
          Name,
          Arn: `${RULE}/${Name}`,
          State: state ?? 'ENABLED',
          EventPattern: pattern,
        })),
      },
      ListTargetsByRule: { Targets: rules[input.Rule]?.targets.map((Arn) => ({ Arn })) },
      TestEventPattern: { Result: input.EventPattern === 'yes' },
    };
    return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(answers[action])) });
  };
  const now = (): number => Date.parse('2030-01-01T00:00:00Z');
  return { events: new Events({ send, region: 'us-east-1', now }), calls, signed };
}

test('an event reaches the bus and whoever listens, and no rule is asked for while there is no pipeline', async () => {
  const { events, calls } = bus({ matches: { pattern: 'yes', targets: [PIPELINE] } });
  const start = jest.fn();
  events.target({ arns: () => [], start });
  const heard: unknown[] = [];
  events.subscribe((event) => heard.push(event));
  await events.put(EVENT);
  expect(heard).toEqual([EVENT]);
  const entry = { Source: EVENT.source, DetailType: EVENT.detailType, Resources: ['arn:a'], Detail: '{"name":"/a"}' };
  expect(calls).toEqual([{ action: 'PutEvents', input: { Entries: [entry] } }]);
  expect(start).not.toHaveBeenCalled();
});

test('the pipelines of the enabled rules that match are started, and no other target', async () => {
  const others = ['arn:aws:lambda:us-east-1:000000000000:function:f', `${PIPELINE}-that-is-gone`];
  const { events, calls } = bus({
    matches: { pattern: 'yes', targets: [...others, PIPELINE] },
    misses: { pattern: 'no', targets: [PIPELINE] },
    disabled: { pattern: 'yes', state: 'DISABLED', targets: [PIPELINE] },
    scheduled: { targets: [PIPELINE] },
  });
  const start = jest.fn();
  events.target({ arns: () => [PIPELINE], start });
  await events.put(EVENT);
  expect(start.mock.calls).toEqual([[PIPELINE, `${RULE}/matches`]]);
  const tested = calls.find(({ action }) => action === 'TestEventPattern')?.input as { Event: string };
  expect(JSON.parse(tested.Event)).toMatchObject({
    source: 'aws.ssm',
    'detail-type': 'Parameter Store Change',
    account: '111111111111',
    region: 'eu-west-1',
    time: '2030-01-01T00:00:00.000Z',
    resources: ['arn:a'],
    detail: { name: '/a' },
  });
});

test('the bus is that of the account and the region of the call which caused the event, or else the local AWS’s own', async () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=111111111111/20300101/eu-west-1/ssm/aws4_request, Signature=0';
  const cause = { request: { method: 'POST', path: '/', headers: { host: 'ssm.local', authorization } } } as Call;
  const { events, calls, signed } = bus({ matches: { pattern: 'yes', targets: [PIPELINE] } });
  events.target({ arns: () => [PIPELINE], start: () => undefined });
  await events.put(EVENT, cause);
  expect(calls.map(({ action }) => action)).toEqual([
    'PutEvents',
    'ListRules',
    'ListTargetsByRule',
    'TestEventPattern',
  ]);
  expect([...signed]).toEqual(['111111111111/20300101/eu-west-1/events/aws4_request']);

  const own = bus();
  await own.events.put(EVENT);
  expect([...own.signed]).toEqual(['local-aws/20150830/us-east-1/events/aws4_request']);
});
