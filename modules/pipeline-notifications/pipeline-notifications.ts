import {
  CodestarnotificationsNotificationRule,
  type CodestarnotificationsNotificationRuleTarget,
} from '@cdktf/provider-aws/lib/codestarnotifications-notification-rule';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { Construct } from 'constructs';
import { resourceName } from '../shared/names';
import { escapeTemplates } from '../shared/template';
import { checkNotifications } from './checks';
import type { NotificationTarget } from './notification-target';
import { ALERT_EVENTS, APPROVAL_EVENTS, EVENT_TYPE_IDS, INFO_EVENTS, type PipelineEvent } from './pipeline-events';
import type { NotificationRuleOptions, PipelineNotificationsProps } from './pipeline-notifications-props';

const MAX_RULE_NAME = 64;

/** Rules that tell people, in Slack, Teams or by a topic, what happens to a pipeline. */
export class PipelineNotifications extends Construct {
  /** The rule of what goes as it should; none where nobody is told. */
  public readonly info?: CodestarnotificationsNotificationRule;
  /** The rule of what someone has to look at; none where nobody is told. */
  public readonly alert?: CodestarnotificationsNotificationRule;

  private arnPrefix: string | undefined;

  constructor(scope: Construct, id: string, props: PipelineNotificationsProps) {
    super(scope, id);
    checkNotifications(this, props);
    const { info, alert, hasApproval = false } = props;
    const alertEvents = hasApproval ? [...ALERT_EVENTS, ...APPROVAL_EVENTS] : ALERT_EVENTS;
    this.info = info && this.createRule('Info', 'info', INFO_EVENTS, info, props);
    this.alert = alert && this.createRule('Alert', 'alert', alertEvents, alert, props);
  }

  private createRule(
    id: string,
    name: string,
    events: readonly PipelineEvent[],
    rule: NotificationRuleOptions,
    { namePrefix, pipelineArn, detailType, tags }: PipelineNotificationsProps,
  ): CodestarnotificationsNotificationRule {
    return new CodestarnotificationsNotificationRule(this, id, {
      name: resourceName([namePrefix, name], MAX_RULE_NAME),
      resource: pipelineArn,
      detailType: detailType ?? 'FULL',
      eventTypeIds: (rule.events ?? events).map((event) => EVENT_TYPE_IDS[event]),
      target: rule.targets.map((target) => this.ruleTarget(target)),
      tags: tags && escapeTemplates(tags),
    });
  }

  private ruleTarget(target: NotificationTarget): CodestarnotificationsNotificationRuleTarget {
    if ('topicArn' in target) {
      return { type: 'SNS', address: target.topicArn };
    }
    if ('teamsConfigurationArn' in target) {
      return { type: 'AWSChatbotMicrosoftTeams', address: target.teamsConfigurationArn };
    }
    const address =
      'slackConfigurationArn' in target
        ? target.slackConfigurationArn
        : `${this.chatConfigurations()}/slack-channel/${target.slackConfigurationName}`;
    return { type: 'AWSChatbotSlack', address };
  }

  /** What the ARNs of this account's chat configurations begin with. */
  private chatConfigurations(): string {
    if (this.arnPrefix === undefined) {
      const { partition } = new DataAwsPartition(this, 'Partition');
      const { accountId } = new DataAwsCallerIdentity(this, 'CallerIdentity');
      this.arnPrefix = `arn:${partition}:chatbot::${accountId}:chat-configuration`;
    }
    return this.arnPrefix;
  }
}
