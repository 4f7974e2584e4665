import { randomBytes } from 'node:crypto';

import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';

import type { Correction } from '../../front/correction';
import type { Runtime } from '../../runtime';
import type { Chat } from '../chatbot';
import type { ServiceEvent } from '../events/events';
import { service, ServiceError, type Input, type Operate } from '../service';
import { classify, EVENT_TYPES } from './event-types';
import { Failures } from './notification';
import { admitsNotifications } from './topic-policy';

interface Target {
  readonly TargetType: string;
  readonly TargetAddress: string;
}

interface Rule extends Input {
  readonly Arn: string;
  readonly Name: string;
  readonly Resource: string;
  readonly EventTypeIds: readonly string[];
  readonly DetailType: 'BASIC' | 'FULL';
  readonly Status: 'ENABLED' | 'DISABLED';
  readonly Targets: readonly Target[];
  readonly Tags: Readonly<Record<string, string>>;
}

const CHATS = ['AWSChatbotSlack', 'AWSChatbotMicrosoftTeams'];

/**
 * CodeStar notifications: rules that bring events of pipelines and build projects to SNS topics and chat channels. A
 * target is `ACTIVE` while it can be reached, seen when it is named and at each notification.
 *
 * @see https://docs.aws.amazon.com/codestar-notifications/latest/APIReference/Welcome.html
 */
export function notifications(runtime: Runtime, chat: Chat): { readonly corrections: readonly Correction[] } {
  const room = new Notifications(runtime, chat);
  runtime.events.subscribe((event) => {
    room.tell(event);
  });
  const { models } = runtime;
  return { corrections: [service({ name: 'codestar-notifications', models, operations: room.operations })] };
}

class Notifications {
  readonly #rules = new Map<string, Rule>();
  /** Status of each target that a rule has named, by its address; they outlive their rules. */
  readonly #targets = new Map<string, Target & { readonly TargetStatus: string }>();
  readonly #failures = new Failures();

  constructor(
    private readonly runtime: Runtime,
    private readonly chat: Chat,
  ) {}

  readonly operations: Readonly<Record<string, Operate>> = {
    CreateNotificationRule: (input) => this.#create(input),
    DescribeNotificationRule: ({ Arn }) => this.#described(this.#rule(Arn)),
    UpdateNotificationRule: async ({ Arn, ...changes }) => {
      await this.#save({ ...this.#rule(Arn), ...changes });
      return {};
    },
    DeleteNotificationRule: ({ Arn }) => {
      this.#rules.delete(String(Arn));
      return { Arn };
    },
    ListNotificationRules: ({ Filters }) => {
      const matching = [...this.#rules.values()].filter((rule) =>
        holds(Filters, {
          RESOURCE: [rule.Resource],
          EVENT_TYPE_ID: rule.EventTypeIds,
          TARGET_ADDRESS: rule.Targets.map(({ TargetAddress }) => TargetAddress),
        }),
      );
      return { NotificationRules: matching.map(({ Arn }) => ({ Arn, Id: Arn.split('/')[1] })) };
    },
    Subscribe: async ({ Arn, Target: target }) => {
      const rule = this.#rule(Arn);
      await this.#save({ ...rule, Targets: [...without(rule, (target as Target).TargetAddress), target as Target] });
      return { Arn };
    },
    Unsubscribe: async ({ Arn, TargetAddress }) => {
      await this.#save({ ...this.#rule(Arn), Targets: without(this.#rule(Arn), TargetAddress) });
      return { Arn };
    },
    ListTargets: ({ Filters }) => {
      const targets = [...this.#targets.values()].filter(({ TargetAddress, TargetType, TargetStatus }) =>
        holds(Filters, { TARGET_ADDRESS: [TargetAddress], TARGET_TYPE: [TargetType], TARGET_STATUS: [TargetStatus] }),
      );
      return { Targets: targets };
    },
    DeleteTarget: ({ TargetAddress, ForceUnsubscribeAll }) => {
      for (const rule of this.#rules.values()) {
        const Targets = without(rule, TargetAddress);
        if (Targets.length === rule.Targets.length) continue;
        if (ForceUnsubscribeAll !== true) {
          const message = 'The target cannot be deleted because it is subscribed to one or more notification rules.';
          throw new ServiceError('ValidationException', message);
        }
        this.#rules.set(rule.Arn, { ...rule, Targets });
      }
      this.#targets.delete(String(TargetAddress));
      return {};
    },
    ListEventTypes: ({ Filters }) => ({
      EventTypes: EVENT_TYPES.filter(({ ServiceName, ResourceType }) =>
        holds(Filters, { SERVICE_NAME: [ServiceName], RESOURCE_TYPE: [ResourceType] }),
      ),
    }),
    ListTagsForResource: ({ Arn }) => ({ Tags: this.#rule(Arn).Tags }),
    TagResource: ({ Arn, Tags }) => {
      const rule = this.#rule(Arn);
      const tags = { ...rule.Tags, ...(Tags as Rule['Tags']) };
      this.#rules.set(rule.Arn, { ...rule, Tags: tags });
      return { Tags: tags };
    },
    UntagResource: ({ Arn, TagKeys }) => {
      const rule = this.#rule(Arn);
      const kept = Object.entries(rule.Tags).filter(([key]) => !(TagKeys as string[]).includes(key));
      this.#rules.set(rule.Arn, { ...rule, Tags: Object.fromEntries(kept) });
      return {};
    },
  };

  /** Brings an event to the targets of every rule that names it. */
  tell(event: ServiceEvent): void {
    const { ids, resource } = classify(event);
    const supplement = this.#failures.supplement(event);
    for (const rule of this.#rules.values()) {
      const isNamed = rule.Resource === resource && ids.some((id) => rule.EventTypeIds.includes(id));
      if (!isNamed || rule.Status !== 'ENABLED') continue;
      const body = JSON.stringify({
        account: this.runtime.account,
        detailType: event.detailType,
        region: this.runtime.region,
        source: event.source,
        time: new Date(this.runtime.clock.now()).toISOString().replace(/\.\d+/, ''),
        notificationRuleArn: rule.Arn,
        detail: event.detail,
        resources: event.resources,
        additionalAttributes: rule.DetailType === 'FULL' ? supplement : {},
      });
      for (const target of rule.Targets) void this.#deliver(target, rule, body);
    }
  }

  async #create(input: Input): Promise<object> {
    const { ClientRequestToken, Name } = input;
    const twin = [...this.#rules.values()].find((rule) => rule.Name === Name);
    if (twin !== undefined) {
      // The same request again, because its answer was lost.
      if (ClientRequestToken !== undefined && twin.ClientRequestToken === ClientRequestToken) return { Arn: twin.Arn };
      throw new ServiceError(
        'ResourceAlreadyExistsException',
        `There is a notification rule ${twin.Name} already`,
        409,
      );
    }
    const { region, account, clock } = this.runtime;
    const Arn = `arn:aws:codestar-notifications:${region}:${account}:notificationrule/${randomBytes(20).toString('hex')}`;
    const CreatedTimestamp = clock.now() / 1000;
    await this.#save({ Arn, CreatedTimestamp, Status: 'ENABLED', Tags: {}, ...(input as Partial<Rule>) } as Rule);
    return { Arn };
  }

  /** Keeps a rule, if it can be one, and looks whether its targets can be reached. */
  async #save(rule: Rule): Promise<void> {
    const [, , namespace = ''] = rule.Resource.split(':');
    const known = EVENT_TYPES.filter(({ EventTypeId }) => EventTypeId.startsWith(`${namespace}-`));
    const unknown = rule.EventTypeIds.filter((id) => !known.some(({ EventTypeId }) => EventTypeId === id));
    const strange = rule.Targets.find(({ TargetType }) => TargetType !== 'SNS' && !CHATS.includes(TargetType));
    const hasName = ({ Arn, Name }: Rule): boolean => Arn !== rule.Arn && Name === rule.Name;
    const problems = [
      ...unknown.map((id) => `${id}: no event type of ${rule.Resource}`),
      ...(strange === undefined ? [] : [`${strange.TargetType}: no type of target`]),
      ...([...this.#rules.values()].some(hasName) ? [`There is a notification rule ${rule.Name} already`] : []),
    ];
    if (problems.length > 0) throw new ServiceError('ValidationException', problems.join('; '));
    this.#rules.set(rule.Arn, { ...rule, LastModifiedTimestamp: this.runtime.clock.now() / 1000 });
    for (const target of rule.Targets) await this.#reach(target, rule);
  }

  /** Whether a target can be reached now, which becomes its status. */
  async #reach(target: Target, rule: Rule): Promise<boolean> {
    const isReached = CHATS.includes(target.TargetType)
      ? this.chat.has(target.TargetAddress)
      : await this.#isAdmitted(target.TargetAddress, rule);
    this.#targets.set(target.TargetAddress, { ...target, TargetStatus: isReached ? 'ACTIVE' : 'UNREACHABLE' });
    return isReached;
  }

  async #isAdmitted(TopicArn: string, { Arn }: Rule): Promise<boolean> {
    const source = { 'aws:sourceaccount': this.runtime.account, 'aws:sourcearn': Arn };
    try {
      const sns = new SNSClient(await this.runtime.clientConfig());
      const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
      return admitsNotifications(Attributes?.Policy ?? '', TopicArn, source);
    } catch {
      return false;
    }
  }

  async #deliver(target: Target, rule: Rule, body: string): Promise<void> {
    if (!(await this.#reach(target, rule))) {
      const text = `${rule.Name}: ${target.TargetAddress} cannot be reached, or its policy does not admit notifications`;
      this.runtime.activity({ kind: 'message', text });
    } else if (CHATS.includes(target.TargetType)) this.chat.show(target.TargetAddress, body);
    else {
      const sns = new SNSClient(await this.runtime.clientConfig());
      await sns.send(new PublishCommand({ TopicArn: target.TargetAddress, Message: body })).catch(() => undefined);
    }
  }

  #described(rule: Rule): object {
    const { EventTypeIds, Targets } = rule;
    const EventTypes = EVENT_TYPES.filter(({ EventTypeId }) => EventTypeIds.includes(EventTypeId));
    const reached = Targets.map(({ TargetAddress }) => this.#targets.get(TargetAddress));
    return { ...rule, EventTypeIds: undefined, ClientRequestToken: undefined, EventTypes, Targets: reached };
  }

  #rule(arn: unknown): Rule {
    const rule = this.#rules.get(String(arn));
    if (rule !== undefined) return rule;
    throw new ServiceError('ResourceNotFoundException', `There is no notification rule ${String(arn)}`, 404);
  }
}

function without({ Targets }: Rule, address: unknown): Target[] {
  return Targets.filter(({ TargetAddress }) => TargetAddress !== address);
}

/** Whether every filter of a list finds its value. */
function holds(filters: unknown, values: Readonly<Record<string, readonly string[]>>): boolean {
  const all = (filters ?? []) as readonly { readonly Name: string; readonly Value: string }[];
  return all.every(({ Name, Value }) => values[Name]?.includes(Value) ?? false);
}
