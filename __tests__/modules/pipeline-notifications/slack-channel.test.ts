import { TerraformOutput } from 'cdktf';
import type { SlackChannelProps } from '../../../modules';
import { SlackChannel } from '../../../modules';
import { validationErrorOf } from '../../helpers/errors';
import type { SynthesizedStack } from '../../helpers/synth';
import { synthesize, testStack } from '../../helpers/synth';

const SMALLEST = { slackTeamId: 'T07EA123LEP', slackChannelId: 'C07EZ1ABC23' };
const CHANNEL = 'aws_chatbot_slack_channel_configuration';

function synthesizeChannel(props: Partial<SlackChannelProps> = {}): SynthesizedStack {
  const stack = testStack();
  new SlackChannel(stack, 'deploys', { ...SMALLEST, ...props });
  return synthesize(stack);
}

test('by default a channel may read at most, by a role that may do nothing', () => {
  const stack = synthesizeChannel();
  expect(stack.only(CHANNEL)).toEqual({
    configuration_name: 'deploys',
    slack_team_id: 'T07EA123LEP',
    slack_channel_id: 'C07EZ1ABC23',
    iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.deploys_Role_[0-9A-F]{8}\.arn\}$/) as string,
    guardrail_policy_arns: [
      expect.stringMatching(
        /^arn:\$\{data\.aws_partition\.deploys_Partition_[0-9A-F]{8}\.partition\}:iam::aws:policy\/ReadOnlyAccess$/,
      ) as string,
    ],
    user_authorization_required: false,
    logging_level: 'NONE',
  });
  expect(stack.only('aws_iam_role')).toMatchObject({ name: 'deploys-chatbot' });
  expect(JSON.parse(stack.only('aws_iam_role').assume_role_policy as string)).toMatchObject({
    Statement: [{ Principal: { Service: 'chatbot.amazonaws.com' } }],
  });
  expect(stack.addresses.map((address) => address.split('.').slice(0, -1).join('.'))).toEqual([
    'aws_chatbot_slack_channel_configuration',
    'aws_iam_role',
    'data.aws_partition',
  ]);
});

test('every default can be overridden, and a role that is given is used as it is', () => {
  const stack = synthesizeChannel({
    configurationName: 'team-deploys',
    guardrailPolicyArns: ['arn:policy'],
    roleArn: 'arn:role',
    topicArns: ['arn:topic'],
    userAuthorizationRequired: true,
    loggingLevel: 'ERROR',
    tags: { team: '${a}' },
  });
  expect(stack.addresses).toHaveLength(1);
  expect(stack.only(CHANNEL)).toEqual({
    configuration_name: 'team-deploys',
    slack_team_id: 'T07EA123LEP',
    slack_channel_id: 'C07EZ1ABC23',
    iam_role_arn: 'arn:role',
    guardrail_policy_arns: ['arn:policy'],
    sns_topic_arns: ['arn:topic'],
    user_authorization_required: true,
    logging_level: 'ERROR',
    tags: { team: '$${a}' },
  });
});

test('notifications are sent to the configuration by its ARN', () => {
  const stack = testStack();
  const channel = new SlackChannel(stack, 'deploys', SMALLEST);
  new TerraformOutput(stack, 'arn', { value: channel.configurationArn });
  const { value } = synthesize(stack).section('output').arn as { value: string };
  expect(value).toMatch(/^\$\{aws_chatbot_slack_channel_configuration\.deploys_[0-9A-F]{8}\.chat_configuration_arn\}$/);
});

test.each<Partial<SlackChannelProps>>([
  { configurationName: 'x'.repeat(128) },
  { slackTeamId: 'T' },
  { slackChannelId: 'C'.repeat(255) },
])('%j is accepted', (props) => {
  expect(() => synthesizeChannel(props)).not.toThrow();
});

test.each<[code: string, props: Partial<SlackChannelProps>]>([
  ['InvalidConfigurationName', { configurationName: 'x'.repeat(129) }],
  ['InvalidConfigurationName', { configurationName: 'a b' }],
  ['InvalidSlackTeamId', { slackTeamId: 'acme' }],
  ['InvalidSlackChannelId', { slackChannelId: '#deploys' }],
  ['InvalidSlackChannelId', { slackChannelId: 'C'.repeat(256) }],
  ['NoGuardrails', { guardrailPolicyArns: [] }],
  ['InvalidTags', { tags: { 'aws:a': 'b' } }],
])('fails with %s for %j', (code, props) => {
  expect(validationErrorOf(() => synthesizeChannel(props)).code).toBe(code);
});
