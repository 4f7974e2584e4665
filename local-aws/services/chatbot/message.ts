/** A message as people see it in a channel. */
export interface ChatMessage {
  /** Name or id of the channel. */
  readonly channel: string;
  readonly title: string;
  readonly text: string;
  /** In the order in which they are shown. */
  readonly fields: Readonly<Record<string, string>>;
  /** Addresses by what they lead to. */
  readonly links: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly at: number;
}

type Json = Readonly<Record<string, unknown>>;

/** How services are written where that is not the last part of an event's source. */
const SERVICES: Readonly<Record<string, string>> = {
  'aws.codepipeline': 'CodePipeline',
  'aws.codebuild': 'CodeBuild',
  'aws.codedeploy': 'CodeDeploy',
};

/** Members of an event's detail that a card shows, and what it calls them. */
const FIELDS: Readonly<Record<string, string>> = {
  pipeline: 'Pipeline',
  'project-name': 'Project',
  stage: 'Stage',
  action: 'Action',
  'execution-id': 'Execution',
};

/**
 * What a channel shows of what was sent to it: an event of a service, bare or from a notification rule, an alarm, or a
 * custom notification.
 *
 * @returns undefined for what is none of these: that is not shown
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function readMessage(body: string, channel: string, at: number): ChatMessage | undefined {
  const message = object(parsed(body));
  const shown = custom(message) ?? event(message) ?? alarm(message);
  return shown && { channel, ...shown, at };
}

type Shown = Omit<ChatMessage, 'channel' | 'at'>;

function custom({ version, source, content, metadata }: Json): Shown | undefined {
  const { title = '', description, nextSteps = [], keywords = [] } = object(content);
  if (version !== '1.0' || source !== 'custom' || typeof description !== 'string') return undefined;
  const steps = (nextSteps as string[]).map((step, index) => `${index + 1}. ${step}`).join('\n');
  const fields = {
    'Next steps': steps,
    Keywords: (keywords as string[]).join(', '),
    ...object(object(metadata).additionalContext),
  };
  return { title: String(title), text: description, fields: filled(fields), links: {} };
}

function event(message: Json): Shown | undefined {
  const { source, region, account, detail, additionalAttributes } = message;
  const type = message.detailType ?? message['detail-type'];
  if (typeof source !== 'string' || typeof type !== 'string') return undefined;
  const name = SERVICES[source] ?? source.replace(/^aws\./, '');
  const details = object(detail);
  const { failedStage, failedActions = [], additionalInformation } = object(additionalAttributes);
  const failed = (failedActions as Json[]).map((one) => `${String(one.action)}: ${String(one.additionalInformation)}`);
  const fields = {
    ...Object.fromEntries(Object.entries(FIELDS).map(([key, label]) => [label, details[key] ?? ''])),
    'Failed stage': failedStage,
    'Failed actions': failed.join('\n'),
    'Additional information': additionalInformation,
  };
  const state = details.state ?? details['build-status'];
  return {
    title: `AWS ${name} Notification | ${String(region)} | Account: ${String(account)}`,
    text: [type, state].filter(Boolean).join(': '),
    fields: filled(fields),
    links: consoleLinks(String(region), details),
  };
}

function alarm({ AlarmName, NewStateValue, NewStateReason, Region, AWSAccountId }: Json): Shown | undefined {
  if (typeof AlarmName !== 'string' || typeof NewStateValue !== 'string') return undefined;
  const title = `CloudWatch Alarm | ${AlarmName} | ${String(Region)} | Account: ${String(AWSAccountId)}`;
  return { title, text: `${NewStateValue}: ${String(NewStateReason)}`, fields: {}, links: {} };
}

/** Where the console shows a pipeline. */
function consoleLinks(region: string, { pipeline, 'execution-id': execution }: Json): Record<string, string> {
  if (typeof pipeline !== 'string') return {};
  const at = `https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${pipeline}`;
  const links = { Pipeline: `${at}/view` };
  return typeof execution === 'string' ? { ...links, Execution: `${at}/executions/${execution}/timeline` } : links;
}

/** What of some fields is a text that says something. */
function filled(fields: Json): Record<string, string> {
  const texts = Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === 'string');
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
