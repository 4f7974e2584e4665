import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readBody } from '../../../../local-aws/front/message';

/** What the calls of the JSON protocol carry. */
interface JsonInput {
  readonly Names?: readonly string[];
  readonly SecretId?: string;
  readonly logGroupName?: string;
  readonly logStreamName?: string;
  readonly logEvents?: readonly { readonly message: string }[];
}

/** The services that builds call, in memory: S3, Parameter Store, Secrets Manager and CloudWatch Logs. */
export class FakeAws {
  readonly objects = new Map<string, Buffer>();
  readonly parameters = new Map<string, string>();
  readonly secrets = new Map<string, string>();
  /** Lines by log group and stream. */
  readonly logs = new Map<string, Map<string, string[]>>();
  /** What was called, and in whose name. */
  readonly calls: { readonly call: string; readonly caller: string }[] = [];
  readonly #server: Server = createServer((request, response) => {
    void this.#answer(request).then(([status, body]) => response.writeHead(status).end(body));
  });

  static async start(): Promise<FakeAws> {
    const aws = new FakeAws();
    aws.#server.listen(0, '127.0.0.1');
    await once(aws.#server, 'listening');
    return aws;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage): Promise<[number, Buffer | string]> {
    const body = await readBody(request);
    const caller = /Credential=(.*?)\/\d{8}\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const action = target.replace(/^.*\./, '');
      this.calls.push({ call: action, caller });
      return this.#json(action, JSON.parse(body.toString()) as JsonInput);
    }
    const path = decodeURIComponent(new URL(request.url ?? '', this.endpoint).pathname.slice(1));
    this.calls.push({ call: `${request.method ?? ''} ${path}`, caller });
    if (request.method === 'PUT') {
      this.objects.set(path, body);
      return [200, ''];
    }
    const object = this.objects.get(path);
    return object === undefined
      ? [404, '<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>']
      : [200, object];
  }

  #json(action: string, input: JsonInput): [number, string] {
    const { Names = [], SecretId = '', logGroupName = '', logStreamName = '', logEvents = [] } = input;
    const fail = (__type: string, message: string): [number, string] => [400, JSON.stringify({ __type, message })];
    if (action === 'GetParameters') {
      const found = Names.filter((Name) => this.parameters.has(Name));
      return [200, JSON.stringify({ Parameters: found.map((Name) => ({ Name, Value: this.parameters.get(Name) })) })];
    }
    if (action === 'GetSecretValue') {
      const SecretString = this.secrets.get(SecretId);
      return SecretString === undefined
        ? fail('ResourceNotFoundException', 'no such secret')
        : [200, JSON.stringify({ SecretString })];
    }
    const group = this.logs.get(logGroupName);
    if (action === 'CreateLogGroup') this.logs.set(logGroupName, new Map());
    else if (group === undefined) return fail('ResourceNotFoundException', 'no such log group');
    else if (action === 'CreateLogStream') group.set(logStreamName, []);
    else group.get(logStreamName)?.push(...logEvents.map(({ message }) => message.replace(/\n$/, '')));
    return [200, '{}'];
  }
}
