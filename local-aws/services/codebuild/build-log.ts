import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceNotFoundException,
  type CloudWatchLogsClient,
  type InputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';

/** Where a build's log goes. */
export interface LogOptions {
  readonly client: CloudWatchLogsClient;
  readonly group: string;
  readonly stream: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Milliseconds for which lines are gathered before they are sent. */
const INTERVAL = 250;
/** Half of what a call may carry, since lines are counted in characters here and in bytes there. */
const BATCH = 400_000;

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

  /** @param options - undefined where logs are disabled */
  constructor(private readonly options: LogOptions | undefined) {
    this.#sent = options === undefined ? Promise.resolve() : createStream(options).catch(() => undefined);
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
    const [date = '', time = ''] = new Date(this.options?.now() ?? 0).toISOString().slice(0, -1).split('T');
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
    if (this.options === undefined) return;
    this.#events.push({ message: `${this.masked(line)}\n`, timestamp: this.options.now() });
    this.#timer ??= setTimeout(() => {
      this.#send();
    }, INTERVAL).unref();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { client, group: logGroupName, stream: logStreamName } = this.options ?? {};
    for (const logEvents of batches(this.#events.splice(0))) {
      const command = new PutLogEventsCommand({ logGroupName, logStreamName, logEvents });
      this.#sent = this.#sent.then(() => client?.send(command)).catch(() => undefined);
    }
  }
}

async function createStream({ client, group: logGroupName, stream: logStreamName }: LogOptions): Promise<void> {
  const create = new CreateLogStreamCommand({ logGroupName, logStreamName });
  try {
    await client.send(create);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    await client.send(create);
  }
}

function batches(events: readonly InputLogEvent[]): InputLogEvent[][] {
  const made: InputLogEvent[][] = [];
  let size = Infinity;
  for (const event of events) {
    const length = (event.message?.length ?? 0) + 26;
    if (size + length > BATCH) {
      made.push([]);
      size = 0;
    }
    made.at(-1)?.push(event);
    size += length;
  }
  return made;
}
