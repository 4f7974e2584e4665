/** A Slack channel in which AWS Chatbot speaks. */
export interface SlackChannelProps {
  /**
   * Name of the configuration: 1 to 128 letters, digits, `-` and `_`, unique in the account.
   *
   * @default - the construct's id
   */
  readonly configurationName?: string;
  /**
   * Id of the workspace, such as `T07EA123LEP`. A person authorizes the workspace once in the console of AWS Chatbot.
   *
   * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html
   */
  readonly slackTeamId: string;
  /** Id of the channel, such as `C07EZ1ABC23`: the last part of its link. Into a private one, invite `@Amazon Q`. */
  readonly slackChannelId: string;
  /**
   * ARNs of the policies beyond which nobody in the channel gets, whatever the role allows; at least 1. AWS's own default
   * is AdministratorAccess, so there is always one here.
   *
   * @default - ReadOnlyAccess of AWS
   * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html
   */
  readonly guardrailPolicyArns?: readonly string[];
  /**
   * ARN of the role in whose name people in the channel ask AWS.
   *
   * @default - a role that may do nothing: the channel only reads what is told
   */
  readonly roleArn?: string;
  /**
   * ARNs of topics whose messages appear in the channel.
   *
   * @default - none
   */
  readonly topicArns?: readonly string[];
  /**
   * Whether everyone in the channel must sign in with a role of their own.
   *
   * @default false
   */
  readonly userAuthorizationRequired?: boolean;
  /**
   * What AWS Chatbot logs, in `us-east-1`.
   *
   * @default 'NONE'
   */
  readonly loggingLevel?: 'NONE' | 'ERROR' | 'INFO';
  /**
   * Tags of the configuration and the role; at most 50.
   *
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}
