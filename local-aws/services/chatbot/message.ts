/** A message as people see it in a channel. */
export interface ChatMessage {
  /** Name or id of the channel. */
  readonly channel: string;
  readonly title: string;
  readonly text: string;
  /** In the order in which they are shown. */
  readonly fields: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly at: number;
}

type Json = Readonly<Record<string, unknown>>;
type Shown = Pick<ChatMessage, 'title' | 'text' | 'fields'>;

/** Members of an event's detail that a card shows, and what it calls them. */
const FIELDS = {
  pipeline: 'Pipeline',
  'project-name': 'Project',
  stage: 'Stage',
  action: 'Action',
  'execution-id': 'Execution',
};

/**
 * What a channel shows of what was sent to it: an event of a service, bare or from a notification rule, or a custom
 * notification.
 *
 * @returns undefined for what is none of these: that is not shown
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function readMessage(body: string, channel: string, at: number): ChatMessage | undefined {
  try {
    const message = object(JSON.parse(body));
    const shown = custom(message) ?? event(message);
    return shown && { channel, ...shown, at };
  } catch {
    return undefined;
  }
}

function custom({ version, source, content, metadata }: Json): Shown | undefined {
  const { title = '', description, nextSteps = [], keywords = [] } = object(content);
  if (version !== '1.0' || source !== 'custom' || typeof description !== 'string') return undefined;
  const fields = {
    'Next steps': (nextSteps as string[]).map((step, index) => `${index + 1}. ${step}`).join('\n'),
    Keywords: (keywords as string[]).join(', '),
    ...object(object(metadata).additionalContext),
  };
  return { title: String(title), text: description, fields: filled(fields) };
}

function event(message: Json): Shown | undefined {
  const { source, region, account } = message;
  const type = message.detailType ?? message['detail-type'];
  if (typeof source !== 'string' || typeof type !== 'string') return undefined;
  const detail = object(message.detail);
  const [service] = type.split(' ');
  return {
    title: `AWS ${service ?? ''} Notification | ${String(region)} | Account: ${String(account)}`,
    text: [type, detail.state ?? detail['build-status']].filter(Boolean).join(': '),
    fields: filled(Object.fromEntries(Object.entries(FIELDS).map(([key, label]) => [label, detail[key]]))),
  };
}

/** What of some fields is a text that says something. */
function filled(fields: Json): Record<string, string> {
  const isText = (field: [string, unknown]): field is [string, string] =>
    typeof field[1] === 'string' && field[1] !== '';
  return Object.fromEntries(Object.entries(fields).filter(isText));
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
