import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceNotFoundException,
  type CloudWatchLogsClient,
  type InputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';

import type { Build } from './build';

/** Milliseconds for which lines are gathered before they are sent. */
const INTERVAL = 250;

/**
 * The log of a build, sent while it runs. A log that cannot be written fails no build.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export class BuildLog {
  readonly #secrets: string[] = [];
  #line = '';
  #events: InputLogEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sent: Promise<unknown>;

  /** @param now - milliseconds since 1970 */
  constructor(
    private readonly client: CloudWatchLogsClient,
    private readonly to: Build['log'],
    private readonly now: () => number,
  ) {
    this.#sent = this.#createStream().catch(() => undefined);
  }

  /** Hides a text from now on. */
  readonly hide = (secret: string): void => {
    this.#secrets.push(...secret.split('\n').filter((line) => line.trim() !== ''));
    this.#secrets.sort((one, other) => other.length - one.length);
  };

  readonly masked = (text: string): string =>
    this.#secrets.reduce((line, secret) => line.replaceAll(secret, '***'), text);

  /** A line of CodeBuild's own. */
  readonly tell = (text: string): void => {
    const [date = '', time = ''] = new Date(this.now()).toISOString().slice(0, -1).split('T');
    this.#add(`[Container] ${date.replaceAll('-', '/')} ${time}000 ${text}`);
  };

  /** What commands write. */
  readonly write = (text: string): void => {
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#add(line);
  };

  /** Ends a line that a command did not end. */
  endLine(): void {
    if (this.#line !== '') this.write('\n');
  }

  /** Waits until everything is sent. */
  async flush(): Promise<void> {
    this.endLine();
    this.#send();
    await this.#sent;
  }

  #add(line: string): void {
    this.#events.push({ message: `${this.masked(line)}\n`, timestamp: this.now() });
    this.#timer ??= setTimeout(() => {
      this.#send();
    }, INTERVAL).unref();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const logEvents = this.#events.splice(0);
    if (logEvents.length === 0) return;
    const { groupName: logGroupName, streamName: logStreamName } = this.to;
    const command = new PutLogEventsCommand({ logGroupName, logStreamName, logEvents });
    this.#sent = this.#sent.then(() => this.client.send(command)).catch(() => undefined);
  }

  async #createStream(): Promise<void> {
    const { groupName: logGroupName, streamName: logStreamName } = this.to;
    const create = new CreateLogStreamCommand({ logGroupName, logStreamName });
    try {
      await this.client.send(create);
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      await this.client.send(new CreateLogGroupCommand({ logGroupName }));
      await this.client.send(create);
    }
  }
}
