import { ChatbotSlackChannelConfiguration } from '@cdktf/provider-aws/lib/chatbot-slack-channel-configuration';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Construct } from 'constructs';
import { assumeRolePolicy } from '../shared/iam';
import { MAX_ROLE_NAME, resourceName } from '../shared/names';
import { escapeTemplates } from '../shared/template';
import { checkSlackChannel } from './checks';
import type { SlackChannelProps } from './slack-channel-props';

/** A Slack channel in which AWS Chatbot speaks, and may do no more than read. */
export class SlackChannel extends Construct {
  /** The configuration. */
  public readonly resource: ChatbotSlackChannelConfiguration;
  /** The role that was made; none where one was given. */
  public readonly iamRole?: IamRole;
  /** ARN of the configuration: a `slackConfigurationArn` of notifications. */
  public readonly configurationArn: string;

  constructor(scope: Construct, id: string, props: SlackChannelProps) {
    super(scope, id);
    const configurationName = props.configurationName ?? id;
    const userAuthorizationRequired = props.userAuthorizationRequired ?? false;
    const loggingLevel = props.loggingLevel ?? 'NONE';
    checkSlackChannel(this, { ...props, configurationName });
    const { slackTeamId, slackChannelId, guardrailPolicyArns, roleArn, topicArns } = props;
    const tags = props.tags && escapeTemplates(props.tags);

    if (roleArn === undefined) {
      this.iamRole = new IamRole(this, 'Role', {
        name: resourceName([configurationName, 'chatbot'], MAX_ROLE_NAME),
        assumeRolePolicy: assumeRolePolicy('chatbot.amazonaws.com'),
        tags,
      });
    }
    this.resource = new ChatbotSlackChannelConfiguration(this, 'Resource', {
      configurationName,
      slackTeamId,
      slackChannelId,
      iamRoleArn: roleArn ?? this.iamRole?.arn ?? '',
      guardrailPolicyArns: guardrailPolicyArns === undefined ? [this.readOnlyAccess()] : [...guardrailPolicyArns],
      snsTopicArns: topicArns && [...topicArns],
      userAuthorizationRequired,
      loggingLevel,
      tags,
    });
    this.configurationArn = this.resource.chatConfigurationArn;
  }

  private readOnlyAccess(): string {
    const { partition } = new DataAwsPartition(this, 'Partition');
    return `arn:${partition}:iam::aws:policy/ReadOnlyAccess`;
  }
}
