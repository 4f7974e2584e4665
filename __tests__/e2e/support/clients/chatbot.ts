import type { Client } from './client';

/** Configurations of Slack channels. */
export async function useChatbot(client: Client): Promise<void> {
  const ConfigurationName = `channel-${client.name}`;
  const given = {
    ConfigurationName,
    SlackTeamId: 'T07EA123LEP',
    SlackChannelId: 'C07EZ1ABC23',
    IamRoleArn: 'arn:aws:iam::000000000000:role/chat',
    GuardrailPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    Tags: [{ TagKey: 'team', TagValue: 'a' }],
  };
  const ChatConfigurationArn = `arn:aws:chatbot::000000000000:chat-configuration/slack-channel/${ConfigurationName}`;
  const configuration = {
    ...given,
    ChatConfigurationArn,
    SlackTeamName: 'local',
    SlackChannelName: 'C07EZ1ABC23',
    SnsTopicArns: [],
    LoggingLevel: 'NONE',
    UserAuthorizationRequired: false,
    State: 'ENABLED',
  };
  const call = (operation: string, input: object) => client.call('chatbot', operation, input);
  const made = await call('CreateSlackChannelConfiguration', given);
  expect(made).toEqual({ ChannelConfiguration: configuration });
  expect(await call('DescribeSlackChannelConfigurations', {})).toEqual({ SlackChannelConfigurations: [configuration] });
  const change = { ChatConfigurationArn, SlackChannelId: 'C07EZ1ABC24', LoggingLevel: 'ERROR' };
  expect(await call('UpdateSlackChannelConfiguration', change)).toEqual({
    ChannelConfiguration: { ...configuration, ...change, SlackChannelName: 'C07EZ1ABC24' },
  });

  const ResourceARN = ChatConfigurationArn;
  const more = { ResourceARN, Tags: [{ TagKey: 'b', TagValue: '2' }] };
  expect(await call('TagResource', more)).toEqual({});
  expect(await call('UntagResource', { ResourceARN, TagKeys: ['team'] })).toEqual({});
  expect(await call('ListTagsForResource', { ResourceARN })).toEqual({ Tags: more.Tags });
  expect(await call('DeleteSlackChannelConfiguration', { ChatConfigurationArn })).toEqual({});
  const gone = await call('DeleteSlackChannelConfiguration', { ChatConfigurationArn });
  expect(gone).toEqual({ error: 'ResourceNotFoundException' });
}
