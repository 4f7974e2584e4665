import type { Correction } from '../../front/correction';
import { jsonAnswer, jsonObject } from '../../front/message';
import type { Runtime } from '../../runtime';
import { service, ServiceError, type Input, type Operate } from '../service';
import { Topics } from '../sns/topics';
import { readMessage, type ChatMessage } from './message';
import { renderCard } from './render-card';

export type { ChatMessage } from './message';

/** The chat as other services see it. */
export interface Chat {
  /** What the channels show, the oldest first; it grows. */
  readonly messages: readonly ChatMessage[];
  /** Whether there is a configuration of that ARN. */
  has(arn: string): boolean;
  /** Shows a message in the channel of a configuration, if it is one that channels show. */
  show(arn: string, body: string): void;
}

interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

interface Configuration extends Input {
  readonly SlackChannelId: string;
  readonly SnsTopicArns: readonly string[];
  readonly Tags: readonly Tag[];
}

/** What a configuration has where nobody says otherwise. */
const DEFAULTS = {
  SlackTeamName: 'local',
  SnsTopicArns: [],
  LoggingLevel: 'NONE',
  GuardrailPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  UserAuthorizationRequired: false,
  Tags: [],
  State: 'ENABLED',
};

/** Where SNS brings the messages of a topic. */
const DELIVERY_PATH = '/_aws/chatbot/deliver';

/**
 * AWS Chatbot: configurations of Slack channels, and what is shown there. Every workspace counts as authorized. A
 * configuration's SNS topics get a subscription, as at AWS.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/APIReference/Welcome.html
 */
export function chatbot(runtime: Runtime): { readonly corrections: readonly Correction[]; readonly chat: Chat } {
  const all = new Map<string, Configuration>();
  const messages: ChatMessage[] = [];
  const topics = new Topics(runtime);

  const find = (arn: unknown): Configuration => {
    const found = all.get(String(arn));
    if (found !== undefined) return found;
    throw new ServiceError('ResourceNotFoundException', `No configuration ${String(arn)}`, 404);
  };
  /** Keeps a configuration. A channel has no name here, so it is called by its id. */
  const save = async (ChatConfigurationArn: string, given: object): Promise<object> => {
    const configuration = { ...given, ChatConfigurationArn } as unknown as Configuration;
    const saved = { ...configuration, SlackChannelName: configuration.SlackChannelId };
    all.set(ChatConfigurationArn, saved);
    const endpoint = `${runtime.endpoint}${DELIVERY_PATH}?arn=${encodeURIComponent(ChatConfigurationArn)}`;
    for (const topic of saved.SnsTopicArns) {
      await topics.subscribe(topic, endpoint).catch(() => {
        const text = `${ChatConfigurationArn} cannot subscribe to ${topic}: is there such a topic?`;
        runtime.activity({ kind: 'message', text });
      });
    }
    return { ChannelConfiguration: saved };
  };

  const operations: Readonly<Record<string, Operate>> = {
    CreateSlackChannelConfiguration: (input) => {
      const arn = `arn:aws:chatbot::${runtime.account}:chat-configuration/slack-channel/${String(input.ConfigurationName)}`;
      if (!all.has(arn)) return save(arn, { ...DEFAULTS, ...input });
      throw new ServiceError('ConflictException', `There is a configuration ${arn} already`, 409);
    },
    DescribeSlackChannelConfigurations: ({ ChatConfigurationArn: wanted }) => ({
      SlackChannelConfigurations: [...all].flatMap(([arn, one]) => (arn === (wanted ?? arn) ? [one] : [])),
    }),
    UpdateSlackChannelConfiguration: (input) => {
      const { ChatConfigurationArn: arn } = input;
      return save(String(arn), { ...find(arn), ...input });
    },
    DeleteSlackChannelConfiguration: ({ ChatConfigurationArn: arn }) => {
      find(arn);
      all.delete(String(arn));
      return {};
    },
    ListTagsForResource: ({ ResourceARN }) => ({ Tags: find(ResourceARN).Tags }),
    TagResource: ({ ResourceARN: arn, Tags }) => {
      const tags = new Map([...find(arn).Tags, ...(Tags as Tag[])].map((tag) => [tag.TagKey, tag]));
      all.set(String(arn), { ...find(arn), Tags: [...tags.values()] });
      return {};
    },
    UntagResource: ({ ResourceARN: arn, TagKeys }) => {
      const kept = find(arn).Tags.filter(({ TagKey }) => !(TagKeys as string[]).includes(TagKey));
      all.set(String(arn), { ...find(arn), Tags: kept });
      return {};
    },
  };

  const chat: Chat = {
    messages,
    has: (arn) => all.has(arn),
    show(arn, body) {
      const message = readMessage(body, find(arn).SlackChannelId, runtime.clock.now());
      if (message === undefined) return;
      messages.push(message);
      runtime.activity({ kind: 'message', text: renderCard(message) });
    },
  };
  const delivery: Correction = {
    service: 'chatbot',
    actions: ['Deliver'],
    async answer({ request, url }) {
      const { Type, TopicArn, Token, Message } = jsonObject(request.body);
      const arn = url.searchParams.get('arn') ?? '';
      // A topic that a configuration no longer names still has the subscription.
      if (all.get(arn)?.SnsTopicArns.includes(String(TopicArn)) !== true) return jsonAnswer(404, {});
      if (Type === 'SubscriptionConfirmation') await topics.confirm(String(TopicArn), String(Token));
      else if (Type === 'Notification') chat.show(arn, String(Message));
      return jsonAnswer(200, {});
    },
  };
  const { models } = runtime;
  return {
    corrections: [delivery, service({ name: 'chatbot', models, operations, invalidCode: 'InvalidParameterException' })],
    chat,
  };
}
