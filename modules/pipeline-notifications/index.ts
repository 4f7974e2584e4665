export { NotificationTopic } from './notification-topic';
export type { NotificationTopicProps } from './notification-topic';
export type {
  NotificationTarget,
  SlackChannelTarget,
  SlackConfigurationTarget,
  TeamsConfigurationTarget,
  TopicTarget,
} from './notification-target';
export type { PipelineEvent } from './pipeline-events';
export { PipelineNotifications } from './pipeline-notifications';
export type { NotificationRuleOptions, PipelineNotificationsProps } from './pipeline-notifications-props';
export { SlackChannel } from './slack-channel';
export type { SlackChannelProps } from './slack-channel-props';
