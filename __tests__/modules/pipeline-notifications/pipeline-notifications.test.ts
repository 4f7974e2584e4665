import { TerraformVariable } from 'cdktf';
import type { NotificationTarget, PipelineEvent, PipelineNotificationsProps } from '../../../modules';
import { PipelineNotifications } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import type { Attributes, SynthesizedStack } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';

const PIPELINE = 'arn:aws:codepipeline:eu-west-1:111122223333:orders';
const TOPIC = { topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts' };
const SMALLEST = { pipelineArn: PIPELINE, namePrefix: 'orders', alert: { targets: [TOPIC] } };
const RULE = 'aws_codestarnotifications_notification_rule';

function synthesizeNotifications(props: Partial<PipelineNotificationsProps> = {}): SynthesizedStack {
  const stack = testStack();
  new PipelineNotifications(stack, 'notifications', { ...SMALLEST, ...props });
  return synthesize(stack);
}

function rule(stack: SynthesizedStack, name: string): Attributes | undefined {
  return stack.all(RULE).find((candidate) => candidate.name === name);
}

test('an alert alone is one rule, of failures, with all that the event tells', () => {
  const stack = synthesizeNotifications();
  expect(stack.addresses).toHaveLength(1);
  expect(stack.only(RULE)).toEqual({
    name: 'orders-alert',
    resource: PIPELINE,
    detail_type: 'FULL',
    event_type_ids: ['codepipeline-pipeline-pipeline-execution-failed'],
    target: [{ type: 'SNS', address: TOPIC.topicArn }],
  });
});

test('information is a rule of its own, of starts and successes', () => {
  const stack = synthesizeNotifications({ info: { targets: [TOPIC] } });
  expect(stack.all(RULE)).toHaveLength(2);
  expect(rule(stack, 'orders-info')).toMatchObject({
    event_type_ids: [
      'codepipeline-pipeline-pipeline-execution-started',
      'codepipeline-pipeline-pipeline-execution-succeeded',
    ],
  });
});

test('an alert tells also that a person has to approve, where one has to', () => {
  const approval = 'codepipeline-pipeline-manual-approval-needed';
  const told = ['codepipeline-pipeline-pipeline-execution-failed', approval];
  expect(synthesizeNotifications({ hasApproval: true }).only(RULE)).toMatchObject({ event_type_ids: told });
  const info = synthesizeNotifications({ hasApproval: true, info: { targets: [TOPIC] } });
  expect(rule(info, 'orders-info')?.event_type_ids).not.toContain(approval);
});

test('events, detail and tags can be chosen', () => {
  const stack = synthesizeNotifications({
    alert: { targets: [TOPIC], events: ['failed', 'approval-needed'] },
    detailType: 'BASIC',
    tags: { team: '${a}' },
  });
  expect(stack.only(RULE)).toMatchObject({
    detail_type: 'BASIC',
    event_type_ids: ['codepipeline-pipeline-pipeline-execution-failed', 'codepipeline-pipeline-manual-approval-needed'],
    tags: { team: '$${a}' },
  });
});

test.each<[PipelineEvent, string]>([
  ['started', 'pipeline-execution-started'],
  ['succeeded', 'pipeline-execution-succeeded'],
  ['failed', 'pipeline-execution-failed'],
  ['canceled', 'pipeline-execution-canceled'],
  ['superseded', 'pipeline-execution-superseded'],
  ['resumed', 'pipeline-execution-resumed'],
  ['approval-needed', 'manual-approval-needed'],
  ['approval-failed', 'manual-approval-failed'],
  ['action-failed', 'action-execution-failed'],
])('%s is the event %s of AWS’s list', (event, id) => {
  const stack = synthesizeNotifications({ alert: { targets: [TOPIC], events: [event] } });
  expect(stack.only(RULE).event_type_ids).toEqual([`codepipeline-pipeline-${id}`]);
});

test.each<[NotificationTarget, string, string]>([
  [{ slackConfigurationArn: 'arn:slack' }, 'AWSChatbotSlack', 'arn:slack'],
  [{ teamsConfigurationArn: 'arn:teams' }, 'AWSChatbotMicrosoftTeams', 'arn:teams'],
  [{ topicArn: 'arn:topic' }, 'SNS', 'arn:topic'],
])('the target %j is of the type %s', (target, type, address) => {
  const stack = synthesizeNotifications({ alert: { targets: [target] } });
  expect(stack.only(RULE).target).toEqual([{ type, address }]);
  expect(stack.addresses).toHaveLength(1);
});

test('a Slack configuration can be named, and is looked for in the account and partition at hand', () => {
  const named = { slackConfigurationName: 'deploys' };
  const stack = synthesizeNotifications({ info: { targets: [named] }, alert: { targets: [named] } });
  const address =
    'arn:${data.aws_partition.notifications_Partition_7E7C7C4F.partition}:chatbot::' +
    '${data.aws_caller_identity.notifications_CallerIdentity_00000000.account_id}' +
    ':chat-configuration/slack-channel/deploys';
  const generalized = (text: unknown): string => String(text).replace(/_[0-9A-F]{8}\b/g, '');
  for (const { target } of stack.all(RULE)) {
    const [first] = target as { type: string; address: string }[];
    expect(first?.type).toBe('AWSChatbotSlack');
    expect(generalized(first?.address)).toBe(generalized(address));
  }
  expect(stack.addresses.filter((found) => found.startsWith('data.'))).toHaveLength(2);
});

test('a name that would be too long is cut and ends in a hash, so that two rules never share one', () => {
  const names = ['a', 'b'].map((end) =>
    String(synthesizeNotifications({ namePrefix: 'x'.repeat(80) + end }).only(RULE).name),
  );
  for (const name of names) {
    expect(name).toMatch(/^x{57}-[0-9a-f]{6}$/);
  }
  expect(new Set(names).size).toBe(2);
});

test('what only Terraform knows is taken as it is', () => {
  const stack = testStack();
  const late = new TerraformVariable(stack, 'late', { type: 'string' });
  const targets = [{ topicArn: late.stringValue }];
  new PipelineNotifications(stack, 'notifications', {
    pipelineArn: late.stringValue,
    namePrefix: late.stringValue,
    info: { targets },
  });
  expect(synthesize(stack).only(RULE)).toMatchObject({
    name: '${var.late}-info',
    resource: '${var.late}',
    target: [{ address: '${var.late}' }],
  });
});

test.each<Partial<PipelineNotificationsProps>>([
  { alert: { targets: Array.from({ length: 10 }, () => TOPIC) } },
  { namePrefix: 'A-z_0' },
])('%j is accepted', (props) => {
  expect(() => synthesizeNotifications(props)).not.toThrow();
});

test.each<[code: string, props: Partial<PipelineNotificationsProps>]>([
  ['NobodyNotified', { alert: undefined }],
  ['NotificationTargetCount', { alert: { targets: [] } }],
  ['NotificationTargetCount', { info: { targets: Array.from({ length: 11 }, () => TOPIC) } }],
  ['NoNotificationEvents', { alert: { targets: [TOPIC], events: [] } }],
  ['UnknownPipelineEvent', { alert: { targets: [TOPIC], events: ['done' as PipelineEvent] } }],
  ['InvalidNotificationNamePrefix', { namePrefix: 'feature/x' }],
  ['InvalidNotificationNamePrefix', { namePrefix: '' }],
  ['InvalidDetailType', { detailType: 'SOME' as 'FULL' }],
  ['InvalidTags', { tags: { 'aws:a': 'b' } }],
])('fails with %s for %j', (code, props) => {
  expect(validationErrorOf(() => synthesizeNotifications(props)).code).toBe(code);
});
