/** A Slack channel configuration of AWS Chatbot that exists, by its ARN. */
export interface SlackConfigurationTarget {
  /** ARN of the configuration. */
  readonly slackConfigurationArn: string;
}

/** A Slack channel configuration of AWS Chatbot that exists in the account, by its name. */
export interface SlackChannelTarget {
  /** Name of the configuration, which is seldom that of the channel. */
  readonly slackConfigurationName: string;
}

/** A Microsoft Teams channel configuration of AWS Chatbot that exists. */
export interface TeamsConfigurationTarget {
  /** ARN of the configuration. */
  readonly teamsConfigurationArn: string;
}

/** A topic. */
export interface TopicTarget {
  /** ARN of the topic; its policy must admit the notifications, as that of a `NotificationTopic` does. */
  readonly topicArn: string;
}

/** Where notifications go. */
export type NotificationTarget = SlackConfigurationTarget | SlackChannelTarget | TeamsConfigurationTarget | TopicTarget;
