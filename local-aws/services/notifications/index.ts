import { randomBytes } from 'node:crypto';

import type { Correction } from '../../front/correction';
import type { Runtime } from '../../runtime';
import type { Chat } from '../chatbot';
import type { ServiceEvent } from '../events/events';
import { service, ServiceError, type Input, type Operate } from '../service';
import { Topics } from '../sns/topics';
import { EVENT_TYPES, eventTypeIds } from './event-types';
import { admitsNotifications } from './topic-policy';

interface Target {
  readonly TargetType: string;
  readonly TargetAddress: string;
}

interface Rule {
  readonly ClientRequestToken?: string;
  readonly Arn: string;
  readonly Name: string;
  readonly Resource: string;
  readonly EventTypeIds: readonly string[];
  readonly Status: 'ENABLED' | 'DISABLED';
  readonly Targets: readonly Target[];
  readonly Tags: Readonly<Record<string, string>>;
}

/**
 * CodeStar notifications: rules that bring events of pipelines to SNS topics and chat channels. A target is `ACTIVE`
 * while it can be reached, seen when it is named and at each notification; it outlives its rules.
 *
 * @see https://docs.aws.amazon.com/codestar-notifications/latest/APIReference/Welcome.html
 */
export function notifications(runtime: Runtime, chat: Chat): { readonly corrections: readonly Correction[] } {
  const { region, account, clock, models } = runtime;
  const topics = new Topics(runtime);
  const rules = new Map<string, Rule>();
  const targets = new Map<string, Target & { readonly TargetStatus: string }>();

  const find = (arn: unknown): Rule => {
    const rule = rules.get(String(arn));
    if (rule !== undefined) return rule;
    throw new ServiceError('ResourceNotFoundException', `There is no notification rule ${String(arn)}`, 404);
  };

  /** Whether a target can be reached now, which becomes its status. */
  const reach = async (target: Target, { Arn }: Rule): Promise<boolean> => {
    const { TargetType, TargetAddress } = target;
    const isReached = TargetType === 'SNS' ? await admits(TargetAddress, Arn) : chat.has(TargetAddress);
    targets.set(TargetAddress, { ...target, TargetStatus: isReached ? 'ACTIVE' : 'UNREACHABLE' });
    return isReached;
  };
  const admits = async (topic: string, rule: string): Promise<boolean> => {
    const source = { 'aws:sourceaccount': account, 'aws:sourcearn': rule };
    // A topic that there is not admits nobody.
    return admitsNotifications((await topics.policy(topic)) ?? '{}', topic, source);
  };

  /** Keeps a rule, if it can be one, and looks whether its targets can be reached. */
  const save = async (rule: Rule): Promise<void> => {
    const unknown = rule.EventTypeIds.filter((id) => !EVENT_TYPES.has(id));
    if (unknown.length > 0) throw new ServiceError('ValidationException', `${unknown.join(', ')}: no such event type`);
    rules.set(rule.Arn, rule);
    for (const target of rule.Targets) await reach(target, rule);
  };
  const create = async (input: Input): Promise<object> => {
    const twin = [...rules.values()].find(({ Name }) => Name === input.Name);
    if (twin !== undefined) {
      // The same request again, because its answer was lost.
      if (twin.ClientRequestToken && twin.ClientRequestToken === input.ClientRequestToken) return { Arn: twin.Arn };
      throw new ServiceError(
        'ResourceAlreadyExistsException',
        `There is a notification rule ${twin.Name} already`,
        409,
      );
    }
    const Arn = `arn:aws:codestar-notifications:${region}:${account}:notificationrule/${randomBytes(20).toString('hex')}`;
    await save({ Arn, Status: 'ENABLED', Tags: {}, ...(input as Partial<Rule>) } as Rule);
    return { Arn };
  };

  const deliver = async (target: Target, rule: Rule, body: string): Promise<void> => {
    const { TargetType, TargetAddress: address } = target;
    if (!(await reach(target, rule))) {
      const text = `${rule.Name}: ${address} cannot be reached, or its policy does not admit notifications`;
      runtime.activity({ kind: 'message', text });
    } else if (TargetType !== 'SNS') chat.show(address, body);
    else await topics.publish(address, body).catch(() => undefined);
  };
  /** Brings an event to the targets of every rule that names it. */
  const tell = (event: ServiceEvent): void => {
    const ids = eventTypeIds(event);
    for (const rule of rules.values()) {
      const isNamed = event.resources.includes(rule.Resource) && ids.some((id) => rule.EventTypeIds.includes(id));
      if (!isNamed || rule.Status !== 'ENABLED') continue;
      const time = new Date(clock.now()).toISOString().replace(/\.\d+/, '');
      const about = { account, region, time, notificationRuleArn: rule.Arn, additionalAttributes: {} };
      const body = JSON.stringify({ ...event, ...about });
      for (const target of rule.Targets) void deliver(target, rule, body);
    }
  };

  const operations: Readonly<Record<string, Operate>> = {
    CreateNotificationRule: create,
    DescribeNotificationRule: ({ Arn }) => {
      const { EventTypeIds, ...rule } = find(Arn);
      return {
        ...rule,
        ClientRequestToken: undefined,
        EventTypes: EventTypeIds.map((id) => EVENT_TYPES.get(id)),
        Targets: rule.Targets.map(({ TargetAddress }) => targets.get(TargetAddress)),
      };
    },
    UpdateNotificationRule: async ({ Arn, ...changes }) => {
      await save({ ...find(Arn), ...changes });
      return {};
    },
    DeleteNotificationRule: ({ Arn }) => {
      rules.delete(String(Arn));
      return { Arn };
    },
    ListNotificationRules: () => ({
      NotificationRules: [...rules.keys()].map((Arn) => ({ Arn, Id: Arn.split('/')[1] })),
    }),
    ListTargets: () => ({ Targets: [...targets.values()] }),
    DeleteTarget: ({ TargetAddress }) => {
      const has = (rule: Rule): boolean => rule.Targets.some((target) => target.TargetAddress === TargetAddress);
      if ([...rules.values()].some(has)) {
        const message = 'The target cannot be deleted because it is subscribed to one or more notification rules.';
        throw new ServiceError('ValidationException', message);
      }
      targets.delete(String(TargetAddress));
      return {};
    },
    ListTagsForResource: ({ Arn }) => ({ Tags: find(Arn).Tags }),
    TagResource: ({ Arn, Tags: added }) => {
      const Tags = { ...find(Arn).Tags, ...(added as Rule['Tags']) };
      rules.set(String(Arn), { ...find(Arn), Tags });
      return { Tags };
    },
    UntagResource: ({ Arn, TagKeys }) => {
      const kept = Object.entries(find(Arn).Tags).filter(([key]) => !(TagKeys as string[]).includes(key));
      rules.set(String(Arn), { ...find(Arn), Tags: Object.fromEntries(kept) });
      return {};
    },
  };
  runtime.events.subscribe(tell);
  return { corrections: [service({ name: 'codestar-notifications', models, operations })] };
}
