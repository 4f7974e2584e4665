import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import type { Construct } from 'constructs';
import { SlackChannel } from '../modules';
import type { LambdaCiNotifications } from '../modules';
import type { DeliveryConfig } from './config';

/** The Slack channel of all pipelines of the demo: an account has one configuration a channel. */
export function slackNotifications(
  scope: Construct,
  name: string,
  slack: NonNullable<DeliveryConfig['slack']>,
): LambdaCiNotifications {
  const deploys = new SnsTopic(scope, 'deploys', { name: `${name}-deploys`, kmsMasterKeyId: 'alias/aws/sns' });
  const { configurationArn } = new SlackChannel(scope, 'slack', {
    configurationName: name,
    slackTeamId: slack.teamId,
    slackChannelId: slack.channelId,
    topicArns: [deploys.arn],
  });
  const targets = [{ slackConfigurationArn: configurationArn }];
  return {
    info: { targets },
    alert: { targets, events: ['failed', 'canceled', 'approval-needed'] },
    deployTopicArn: deploys.arn,
  };
}
