import { notifications } from '../../../../local-aws/services/notifications';
import { EVENT_TYPES } from '../../../../local-aws/services/notifications/event-types';
import { FakeRuntime } from '../../fake-runtime';
import { callService } from '../call-service';
import { FakeTopics, until } from '../fake-topics';

const SLACK = 'arn:aws:chatbot::000000000000:chat-configuration/slack-channel/info';
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:info';
const PIPELINE = 'arn:aws:codepipeline:us-east-1:000000000000:demo';
const ADMITTING = {
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'codestar-notifications.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: TOPIC,
    },
  ],
};
const TO_SLACK = { TargetType: 'AWSChatbotSlack', TargetAddress: SLACK };
const TO_TOPIC = { TargetType: 'SNS', TargetAddress: TOPIC };
const RULE = {
  Name: 'info',
  Resource: PIPELINE,
  EventTypeIds: ['codepipeline-pipeline-pipeline-execution-failed'],
  DetailType: 'FULL',
  Targets: [TO_SLACK],
};

let runtime: FakeRuntime;
let topics: FakeTopics;
let shown: unknown[];
let call: (action: string, input?: object) => ReturnType<typeof callService>;

beforeEach(async () => {
  runtime = new FakeRuntime();
  topics = new FakeTopics();
  runtime.endpoint = await topics.start();
  shown = [];
  const chat = {
    messages: [],
    has: (arn: string) => arn === SLACK,
    show: (_: string, body: string) => void shown.push(JSON.parse(body)),
  };
  const { corrections } = notifications(runtime, chat);
  call = (action, input = {}) =>
    callService(corrections, ['codestar-notifications', action], input as Record<string, unknown>);
});

afterEach(async () => {
  await runtime.stop();
  await topics.stop();
});

async function create(input: object = {}): Promise<string> {
  const { status, body } = await call('CreateNotificationRule', { ...RULE, ...input });
  expect(status).toBe(200);
  return String(body.Arn);
}

type Detail = Record<string, unknown>;

function pipeline(level: string, state: string, more: Detail = {}) {
  const detail = { pipeline: 'demo', 'execution-id': 'e1', state, version: 1, ...more };
  return {
    source: 'aws.codepipeline',
    detailType: `CodePipeline ${level} Execution State Change`,
    resources: [PIPELINE],
    detail,
  };
}

const APPROVAL = { type: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } };

const EVENTS = [
  ...['FAILED', 'CANCELED', 'STARTED', 'RESUMED', 'SUCCEEDED', 'SUPERSEDED'].map(
    (state) =>
      [`codepipeline-pipeline-pipeline-execution-${state.toLowerCase()}`, pipeline('Pipeline', state)] as const,
  ),
  ...['STARTED', 'SUCCEEDED', 'RESUMED', 'CANCELED', 'FAILED'].map(
    (state) => [`codepipeline-pipeline-stage-execution-${state.toLowerCase()}`, pipeline('Stage', state)] as const,
  ),
  ...['SUCCEEDED', 'FAILED', 'CANCELED', 'STARTED'].map(
    (state) => [`codepipeline-pipeline-action-execution-${state.toLowerCase()}`, pipeline('Action', state)] as const,
  ),
  ['codepipeline-pipeline-manual-approval-needed', pipeline('Action', 'STARTED', APPROVAL)] as const,
  ['codepipeline-pipeline-manual-approval-succeeded', pipeline('Action', 'SUCCEEDED', APPROVAL)] as const,
  ['codepipeline-pipeline-manual-approval-failed', pipeline('Action', 'FAILED', APPROVAL)] as const,
];

describe('each type of event reaches the rules that name it, and no other', () => {
  test.each(EVENTS)('%s', async (id, event) => {
    const others = [...EVENT_TYPES.keys()].filter(
      // An approval is an action too.
      (other) => other !== id && !(id.includes('approval') && other.includes('action')),
    );
    const notificationRuleArn = await create({ Name: 'named', EventTypeIds: [id] });
    await create({ Name: 'others', EventTypeIds: others });
    await runtime.events.put(event);
    await until(() => shown.length > 0);
    expect(shown).toMatchObject([{ notificationRuleArn, detailType: event.detailType, detail: event.detail }]);
  });

  test('these are all', () => {
    expect(EVENTS.map(([id]) => id).sort()).toEqual([...EVENT_TYPES.keys()].sort());
  });
});

test('a notification is the event as AWS documents it', async () => {
  const notificationRuleArn = await create();
  const event = pipeline('Pipeline', 'FAILED');
  await runtime.events.put(event);
  await until(() => shown.length > 0);
  expect(shown).toEqual([
    {
      account: '000000000000',
      detailType: 'CodePipeline Pipeline Execution State Change',
      region: 'us-east-1',
      source: 'aws.codepipeline',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
      notificationRuleArn,
      detail: event.detail,
      resources: [PIPELINE],
      additionalAttributes: {},
    },
  ]);
});

test('another pipeline, and a rule that is disabled, make no notification', async () => {
  await create();
  await create({ Name: 'disabled', Status: 'DISABLED' });
  await runtime.events.put({ ...pipeline('Pipeline', 'FAILED', { pipeline: 'other' }), resources: [`${PIPELINE}-2`] });
  await runtime.events.put(pipeline('Pipeline', 'FAILED'));
  await until(() => shown.length > 0);
  expect(shown).toMatchObject([{ resources: [PIPELINE] }]);
});

test('a topic that admits the service is published to', async () => {
  topics.policies.set(TOPIC, ADMITTING);
  const Arn = await create({ Targets: [TO_TOPIC] });
  expect((await call('DescribeNotificationRule', { Arn })).body).toMatchObject({
    Targets: [{ ...TO_TOPIC, TargetStatus: 'ACTIVE' }],
  });
  await runtime.events.put(pipeline('Pipeline', 'FAILED'));
  await until(() => topics.of('Publish').length > 0);
  const [published] = topics.of('Publish');
  expect(published?.TopicArn).toBe(TOPIC);
  expect(JSON.parse(published?.Message ?? '')).toMatchObject({ notificationRuleArn: Arn });
});

test('a topic that does not admit the service is unreachable until it does', async () => {
  topics.policies.set(TOPIC, {});
  const Arn = await create({ Targets: [TO_TOPIC] });
  const status = async () => (await call('ListTargets')).body;
  expect(await status()).toEqual({ Targets: [{ ...TO_TOPIC, TargetStatus: 'UNREACHABLE' }] });
  await runtime.events.put(pipeline('Pipeline', 'FAILED'));
  await until(() => runtime.activities.length > 0);
  expect(runtime.activities[0]?.text).toContain(`info: ${TOPIC} cannot be reached`);
  expect(topics.of('Publish')).toEqual([]);
  topics.policies.set(TOPIC, ADMITTING);
  await call('UpdateNotificationRule', { Arn, Targets: [TO_TOPIC] });
  expect(await status()).toEqual({ Targets: [{ ...TO_TOPIC, TargetStatus: 'ACTIVE' }] });
});

test('a topic or a channel that there is not is unreachable', async () => {
  const Targets = [TO_TOPIC, { ...TO_SLACK, TargetAddress: `${SLACK}-2` }];
  const Arn = await create({ Targets });
  const expected = Targets.map((target) => ({ ...target, TargetStatus: 'UNREACHABLE' }));
  expect((await call('DescribeNotificationRule', { Arn })).body).toMatchObject({ Targets: expected });
});

test('a rule is described with the types of its events, and changed in what an update names', async () => {
  const Arn = await create({ Tags: { a: '1' }, ClientRequestToken: 'token' });
  const described = (await call('DescribeNotificationRule', { Arn })).body;
  expect(described).toEqual({
    Arn,
    Name: 'info',
    Resource: PIPELINE,
    DetailType: 'FULL',
    Status: 'ENABLED',
    EventTypes: [
      {
        EventTypeId: 'codepipeline-pipeline-pipeline-execution-failed',
        ServiceName: 'CodePipeline',
        EventTypeName: 'Pipeline execution: Failed',
        ResourceType: 'Pipeline',
      },
    ],
    Targets: [{ ...TO_SLACK, TargetStatus: 'ACTIVE' }],
    Tags: { a: '1' },
  });
  await call('UpdateNotificationRule', { Arn, Name: 'other', Status: 'DISABLED' });
  expect((await call('DescribeNotificationRule', { Arn })).body).toMatchObject({
    ...described,
    Name: 'other',
    Status: 'DISABLED',
  });
});

test('rules are listed', async () => {
  const Arn = await create();
  const { body } = await call('ListNotificationRules');
  expect(body).toEqual({ NotificationRules: [{ Arn, Id: Arn.split('/')[1] }] });
});

test('tags are set, replaced and taken away', async () => {
  const Arn = await create({ Tags: { a: '1', b: '2' } });
  expect((await call('TagResource', { Arn, Tags: { a: '3' } })).body).toEqual({ Tags: { a: '3', b: '2' } });
  await call('UntagResource', { Arn, TagKeys: ['b'] });
  expect((await call('ListTagsForResource', { Arn })).body).toEqual({ Tags: { a: '3' } });
});

test('a target outlives its rules until it is deleted, and cannot be while a rule has it', async () => {
  const Arn = await create();
  expect(await call('DeleteTarget', { TargetAddress: SLACK })).toMatchObject({
    status: 400,
    code: 'ValidationException',
    body: { message: 'The target cannot be deleted because it is subscribed to one or more notification rules.' },
  });
  await call('DeleteNotificationRule', { Arn });
  expect((await call('ListTargets')).body.Targets).toHaveLength(1);
  await call('DeleteTarget', { TargetAddress: SLACK });
  expect((await call('ListTargets')).body.Targets).toEqual([]);
});

test('the same request again makes no second rule', async () => {
  const ClientRequestToken = '1';
  const Arn = await create({ ClientRequestToken });
  expect(await create({ ClientRequestToken })).toBe(Arn);
});

test('fails to give two rules one name', async () => {
  await create();
  expect(await call('CreateNotificationRule', RULE)).toMatchObject({
    status: 409,
    code: 'ResourceAlreadyExistsException',
  });
});

test.each([
  ['an event type that there is not', { EventTypeIds: ['codepipeline-pipeline-pipeline-execution-stopped'] }],
  ['an event type of another resource', { EventTypeIds: ['codebuild-project-build-state-failed'] }],
])('fails to make a rule with %s', async (_, input) => {
  expect(await call('CreateNotificationRule', { ...RULE, ...input })).toMatchObject({
    status: 400,
    code: 'ValidationException',
  });
});

test('fails to describe a rule that there is not', async () => {
  expect(await call('DescribeNotificationRule', { Arn: 'arn:none' })).toMatchObject({
    status: 404,
    code: 'ResourceNotFoundException',
  });
});
