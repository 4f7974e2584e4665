import { chatbot, type Chat } from '../../../../local-aws/services/chatbot';
import { FakeRuntime } from '../../fake-runtime';
import { callService } from '../call-service';
import { FakeTopics } from '../fake-topics';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:info';
const ARN = 'arn:aws:chatbot::000000000000:chat-configuration/slack-channel/info';
const SLACK = { ConfigurationName: 'info', IamRoleArn: 'arn:role', SlackTeamId: 'T1', SlackChannelId: 'C1' };
const MESSAGE = JSON.stringify({ version: '1.0', source: 'custom', content: { title: 'Hello', description: 'there' } });

let runtime: FakeRuntime;
let topics: FakeTopics;
let chat: Chat;
let call: (action: string, input?: object, path?: string) => ReturnType<typeof callService>;

beforeEach(async () => {
  runtime = new FakeRuntime();
  topics = new FakeTopics();
  runtime.endpoint = await topics.start();
  topics.policies.set(TOPIC, {});
  const room = chatbot(runtime);
  chat = room.chat;
  call = (action, input = {}, path = '/') =>
    callService(room.corrections, ['chatbot', action], input as Record<string, unknown>, path);
});

afterEach(async () => {
  await runtime.stop();
  await topics.stop();
});

const deliver = (input: object, arn = ARN) =>
  call('Deliver', { TopicArn: TOPIC, ...input }, `/_aws/chatbot/deliver?arn=${encodeURIComponent(arn)}`);

test('a Slack configuration has what was given and, for the rest, what AWS documents', async () => {
  const expected = {
    ...SLACK,
    ChatConfigurationArn: ARN,
    SlackTeamName: 'local',
    SlackChannelName: 'C1',
    SnsTopicArns: [],
    LoggingLevel: 'NONE',
    GuardrailPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    UserAuthorizationRequired: false,
    Tags: [],
    State: 'ENABLED',
  };
  expect((await call('CreateSlackChannelConfiguration', SLACK)).body).toEqual({ ChannelConfiguration: expected });
  const found = await call('DescribeSlackChannelConfigurations', { ChatConfigurationArn: ARN });
  expect(found.body).toEqual({ SlackChannelConfigurations: [expected] });
  const update = { ChatConfigurationArn: ARN, SlackChannelId: 'C2', LoggingLevel: 'INFO' };
  expect((await call('UpdateSlackChannelConfiguration', update)).body).toEqual({
    ChannelConfiguration: { ...expected, ...update, SlackChannelName: 'C2' },
  });
  await call('DeleteSlackChannelConfiguration', { ChatConfigurationArn: ARN });
  expect((await call('DescribeSlackChannelConfigurations')).body).toEqual({ SlackChannelConfigurations: [] });
  expect(chat.has(ARN)).toBe(false);
});

test('a topic gets a subscription, which is confirmed, and its messages are shown', async () => {
  await call('CreateSlackChannelConfiguration', { ...SLACK, SnsTopicArns: [TOPIC] });
  const Endpoint = `${runtime.endpoint}/_aws/chatbot/deliver?arn=${encodeURIComponent(ARN)}`;
  expect(topics.of('Subscribe')).toMatchObject([{ TopicArn: TOPIC, Protocol: 'http', Endpoint }]);
  expect((await deliver({ Type: 'SubscriptionConfirmation', Token: 'token' })).status).toBe(200);
  expect(topics.of('ConfirmSubscription')).toMatchObject([{ TopicArn: TOPIC, Token: 'token' }]);
  expect((await deliver({ Type: 'Notification', Message: MESSAGE })).status).toBe(200);
  expect(chat.messages).toMatchObject([{ channel: 'C1', title: 'Hello', text: 'there' }]);
  expect(runtime.activities).toEqual([{ kind: 'message', text: expect.stringContaining('#C1\n') as string }]);
});

test('what channels do not show is not shown', async () => {
  await call('CreateSlackChannelConfiguration', { ...SLACK, SnsTopicArns: [TOPIC] });
  expect((await deliver({ Type: 'Notification', Message: 'a plain text' })).status).toBe(200);
  expect(chat.messages).toEqual([]);
});

test('tags are set, replaced and taken away', async () => {
  const Tags = [
    { TagKey: 'a', TagValue: '1' },
    { TagKey: 'b', TagValue: '2' },
  ];
  await call('CreateSlackChannelConfiguration', { ...SLACK, Tags });
  await call('TagResource', { ResourceARN: ARN, Tags: [{ TagKey: 'a', TagValue: '3' }] });
  await call('UntagResource', { ResourceARN: ARN, TagKeys: ['b'] });
  expect((await call('ListTagsForResource', { ResourceARN: ARN })).body).toEqual({
    Tags: [{ TagKey: 'a', TagValue: '3' }],
  });
});

test('fails to subscribe to a topic that there is not by telling people, and makes the configuration', async () => {
  const { status } = await call('CreateSlackChannelConfiguration', { ...SLACK, SnsTopicArns: [`${TOPIC}-2`] });
  expect(status).toBe(200);
  expect(runtime.activities[0]?.text).toBe(`${ARN} cannot subscribe to ${TOPIC}-2: is there such a topic?`);
});

test('fails to make a second configuration of a name', async () => {
  await call('CreateSlackChannelConfiguration', SLACK);
  expect(await call('CreateSlackChannelConfiguration', SLACK)).toMatchObject({
    status: 409,
    code: 'ConflictException',
  });
});

test.each([
  ['UpdateSlackChannelConfiguration', { ChatConfigurationArn: ARN }],
  ['DeleteSlackChannelConfiguration', { ChatConfigurationArn: ARN }],
  ['TagResource', { ResourceARN: ARN, Tags: [] }],
])('fails %s of a configuration that there is not', async (action, input) => {
  expect(await call(action, input)).toMatchObject({ status: 404, code: 'ResourceNotFoundException' });
});

test('fails to deliver for a configuration that there is not, or that has another topic', async () => {
  expect((await deliver({ Type: 'Notification', Message: MESSAGE })).status).toBe(404);
  await call('CreateSlackChannelConfiguration', SLACK);
  expect((await deliver({ Type: 'Notification', Message: MESSAGE })).status).toBe(404);
  expect(chat.messages).toEqual([]);
});
