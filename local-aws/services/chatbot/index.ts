import { ConfirmSubscriptionCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';

import type { Correction } from '../../front/correction';
import { jsonAnswer, jsonObject } from '../../front/message';
import type { Runtime } from '../../runtime';
import { service, ServiceError, type Input, type Operate } from '../service';
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

type Configuration = Input & { readonly SnsTopicArns: readonly string[]; readonly Tags: readonly Tag[] };

interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

/** What a configuration has where nobody says otherwise. */
const DEFAULTS = {
  SnsTopicArns: [],
  LoggingLevel: 'NONE',
  GuardrailPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  UserAuthorizationRequired: false,
  Tags: [],
  State: 'ENABLED',
};

/** The workspace that every Slack channel is in, whatever its id. */
const WORKSPACE = 'local';

/** Where SNS brings the messages of a topic. */
const DELIVERY_PATH = '/_aws/chatbot/deliver';

/**
 * AWS Chatbot: configurations of Slack and of Microsoft Teams channels, and what is shown there. Every workspace and team
 * counts as authorized. A configuration's SNS topics get a subscription, as at AWS.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/APIReference/Welcome.html
 */
export function chatbot(runtime: Runtime): { readonly corrections: readonly Correction[]; readonly chat: Chat } {
  const all = new Map<string, Configuration>();
  const messages: ChatMessage[] = [];

  const find = (arn: unknown): Configuration => {
    const found = all.get(String(arn));
    if (found === undefined)
      throw new ServiceError('ResourceNotFoundException', `No configuration ${String(arn)}`, 404);
    return found;
  };
  const save = async (ChatConfigurationArn: string, configuration: Configuration): Promise<object> => {
    all.set(ChatConfigurationArn, configuration);
    const sns = new SNSClient(await runtime.clientConfig());
    const Endpoint = `${runtime.endpoint}${DELIVERY_PATH}?arn=${encodeURIComponent(ChatConfigurationArn)}`;
    for (const TopicArn of configuration.SnsTopicArns) {
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint })).catch(() => {
        const text = `${ChatConfigurationArn} cannot subscribe to ${TopicArn}: is there such a topic?`;
        runtime.activity({ kind: 'message', text });
      });
    }
    return { ChannelConfiguration: configuration };
  };
  const create = (kind: string, input: Input): Promise<object> => {
    const ChatConfigurationArn = `arn:aws:chatbot::${runtime.account}:chat-configuration/${kind}/${String(input.ConfigurationName)}`;
    if (all.has(ChatConfigurationArn)) {
      throw new ServiceError('ConflictException', `There is a configuration ${ChatConfigurationArn} already`, 409);
    }
    const names = kind === SLACK ? { SlackTeamName: WORKSPACE, SlackChannelName: input.SlackChannelId } : {};
    return save(ChatConfigurationArn, { ...DEFAULTS, ...names, ...input, ChatConfigurationArn });
  };
  const update: Operate = (input) => {
    const before = find(input.ChatConfigurationArn);
    const { SlackChannelId = before.SlackChannelId } = input;
    const names = SlackChannelId === before.SlackChannelId ? {} : { SlackChannelName: SlackChannelId };
    return save(String(input.ChatConfigurationArn), { ...before, ...names, ...input });
  };
  const remove: Operate = ({ ChatConfigurationArn: arn }) => {
    find(arn);
    all.delete(String(arn));
    return {};
  };
  const list = (kind: string, matches: Input): Configuration[] =>
    [...all].flatMap(([arn, configuration]) => {
      const isOne = Object.entries(matches).every(
        ([key, value]) => value === undefined || configuration[key] === value,
      );
      return isOne && arn.includes(`/${kind}/`) ? [configuration] : [];
    });
  const retag = (arn: unknown, change: (tags: readonly Tag[]) => readonly Tag[]): object => {
    all.set(String(arn), { ...find(arn), Tags: change(find(arn).Tags) });
    return {};
  };

  const operations: Readonly<Record<string, Operate>> = {
    CreateSlackChannelConfiguration: (input) => create(SLACK, input),
    DescribeSlackChannelConfigurations: ({ ChatConfigurationArn }) => ({
      SlackChannelConfigurations: list(SLACK, { ChatConfigurationArn }),
    }),
    UpdateSlackChannelConfiguration: update,
    DeleteSlackChannelConfiguration: remove,
    DescribeSlackWorkspaces: () => {
      const ids = new Set(['T0000000000', ...list(SLACK, {}).map(({ SlackTeamId }) => SlackTeamId)]);
      return { SlackWorkspaces: [...ids].map((SlackTeamId) => ({ SlackTeamId, SlackTeamName: WORKSPACE })) };
    },
    CreateMicrosoftTeamsChannelConfiguration: (input) => create(TEAMS, input),
    GetMicrosoftTeamsChannelConfiguration: ({ ChatConfigurationArn }) => ({
      ChannelConfiguration: find(ChatConfigurationArn),
    }),
    ListMicrosoftTeamsChannelConfigurations: ({ TeamId }) => ({ TeamChannelConfigurations: list(TEAMS, { TeamId }) }),
    UpdateMicrosoftTeamsChannelConfiguration: update,
    DeleteMicrosoftTeamsChannelConfiguration: remove,
    ListTagsForResource: ({ ResourceARN }) => ({ Tags: find(ResourceARN).Tags }),
    TagResource: ({ ResourceARN, Tags }) =>
      retag(ResourceARN, (tags) => {
        const added = Tags as Tag[];
        return [...tags.filter(({ TagKey }) => !added.some((tag) => tag.TagKey === TagKey)), ...added];
      }),
    UntagResource: ({ ResourceARN, TagKeys }) =>
      retag(ResourceARN, (tags) => tags.filter(({ TagKey }) => !(TagKeys as string[]).includes(TagKey))),
  };

  const chat: Chat = {
    messages,
    has: (arn) => all.has(arn),
    show(arn, body) {
      const { SlackChannelName, ChannelName, ChannelId } = find(arn);
      const message = readMessage(body, String(SlackChannelName ?? ChannelName ?? ChannelId), runtime.clock.now());
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
      const configuration = all.get(arn);
      // A topic that a configuration no longer names still has the subscription.
      if (configuration?.SnsTopicArns.includes(String(TopicArn)) !== true) return jsonAnswer(404, {});
      if (Type === 'SubscriptionConfirmation') {
        const sns = new SNSClient(await runtime.clientConfig());
        await sns.send(new ConfirmSubscriptionCommand({ TopicArn: String(TopicArn), Token: String(Token) }));
      } else if (Type === 'Notification') chat.show(arn, String(Message));
      return jsonAnswer(200, {});
    },
  };
  const { models } = runtime;
  return {
    corrections: [delivery, service({ name: 'chatbot', models, operations, invalidCode: 'InvalidParameterException' })],
    chat,
  };
}

const SLACK = 'slack-channel';
const TEAMS = 'microsoft-teams-channel';
