import type { NotificationRuleOptions, SlackChannel } from '../pipeline-notifications';

/** A rule with the targets that were named, or else the channel that was made; none where there is neither. */
export function notificationRule(
  options: Partial<NotificationRuleOptions> | undefined,
  channel: SlackChannel | undefined,
): NotificationRuleOptions | undefined {
  const targets = options?.targets ?? (channel && [{ slackConfigurationArn: channel.configurationArn }]);
  return targets && { ...options, targets };
}
