import type { IConstruct } from 'constructs';
import { checkLength, checkOneOf, checkPattern } from '../shared/checks';
import { checkTags } from '../shared/tags';
import { ValidationError } from '../shared/validation-error';
import type { PipelineEvent } from './pipeline-events';
import { EVENT_TYPE_IDS } from './pipeline-events';
import type { NotificationRuleOptions, PipelineNotificationsProps } from './pipeline-notifications-props';
import type { SlackChannelProps } from './slack-channel-props';

/** @see https://docs.aws.amazon.com/dtconsole/latest/userguide/limits.html */
const MAX_TARGETS = 10;

/** Throws where AWS would refuse the rules. */
export function checkNotifications(scope: IConstruct, props: PipelineNotificationsProps): void {
  const { namePrefix, info, alert, detailType, tags } = props;
  if (info === undefined && alert === undefined) {
    throw new ValidationError('NobodyNotified', scope, `'info' or 'alert' must be given, got neither`);
  }
  checkPattern(
    scope,
    'InvalidNotificationNamePrefix',
    'namePrefix',
    namePrefix,
    /^[A-Za-z0-9_-]+$/,
    "letters, digits, '-' and '_'",
  );
  checkOneOf(scope, 'InvalidDetailType', 'detailType', detailType, ['FULL', 'BASIC']);
  checkRule(scope, 'info', info);
  checkRule(scope, 'alert', alert);
  checkTags(scope, tags);
}

function checkRule(scope: IConstruct, name: 'info' | 'alert', rule: NotificationRuleOptions | undefined): void {
  if (rule === undefined) {
    return;
  }
  checkLength(scope, 'NotificationTargetCount', `${name}.targets`, rule.targets, 1, MAX_TARGETS);
  checkLength(scope, 'NoNotificationEvents', `${name}.events`, rule.events, 1, Infinity);
  const known = Object.keys(EVENT_TYPE_IDS) as PipelineEvent[];
  for (const event of rule.events ?? []) {
    checkOneOf(scope, 'UnknownPipelineEvent', `${name}.events`, event, known);
  }
}

/**
 * Throws where AWS Chatbot would refuse the channel, or would let it do everything.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateSlackChannelConfiguration.html
 */
export function checkSlackChannel(scope: IConstruct, props: SlackChannelProps): void {
  const { configurationName, slackTeamId, slackChannelId, guardrailPolicyArns, tags } = props;
  const name = "1 to 128 letters, digits, '-' and '_'";
  checkPattern(
    scope,
    'InvalidConfigurationName',
    'configurationName',
    configurationName,
    /^[A-Za-z0-9_-]{1,128}$/,
    name,
  );
  const team = "the workspace's id, 1 to 255 capital letters and digits that begin with T";
  checkPattern(scope, 'InvalidSlackTeamId', 'slackTeamId', slackTeamId, /^T[0-9A-Z]{0,254}$/, team);
  const channel = "the channel's id, 1 to 255 capital letters and digits, not its name";
  checkPattern(scope, 'InvalidSlackChannelId', 'slackChannelId', slackChannelId, /^[A-Z0-9]{1,255}$/, channel);
  checkLength(scope, 'NoGuardrails', 'guardrailPolicyArns', guardrailPolicyArns, 1, Infinity);
  checkTags(scope, tags);
}
