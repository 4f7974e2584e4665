import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Clock } from '../../local-aws/clock';
import { Front } from '../../local-aws/front/front';
import { readBody, type Request } from '../../local-aws/front/message';
import { send } from '../../local-aws/front/upstream';
import { allCorrections } from '../../local-aws/services/corrections';
import { Events } from '../../local-aws/services/events/events';
import { fakeModels } from './fake-models';

/** What a test lets the emulator answer. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** A front with every correction, before an emulator that answers what a test says. */
export class FakeEmulator {
  /** What reached the emulator. */
  readonly requests: Request[] = [];
  /** Answers a request; the first line is `METHOD path`. */
  reply: (line: string, request: Request) => Reply = () => ({});
  /** What the front draws. */
  draw = 0;
  readonly clock = new Clock();

  private constructor(
    readonly front: Front,
    private readonly server: Server,
    private readonly directory: string,
  ) {}

  static async start(): Promise<FakeEmulator> {
    const directory = mkdtempSync(join(tmpdir(), 'fake-emulator-'));
    const front = await Front.listen();
    const server = createServer();
    const fake = new FakeEmulator(front, server, directory);
    server.on('request', (incoming, response) => {
      void readBody(incoming).then((body) => {
        const { method = '', url = '', headers } = incoming;
        const request = { method, path: url, headers, body };
        fake.requests.push(request);
        const { status = 200, headers: answered, body: answer = {} } = fake.reply(`${method} ${url}`, request);
        response
          .writeHead(status, answered)
          .end(typeof answer === 'string' ? Buffer.from(answer, 'latin1') : JSON.stringify(answer));
      });
    });
    const socket = join(directory, 'emulator.sock');
    await once(server.listen(socket), 'listening');
    const models = fakeModels(join(directory, 'data'));
    const events = new Events({
      send: (request) => send(socket, request),
      region: 'us-east-1',
      now: () => fake.clock.now(),
    });
    front.connect({ socket, models, corrections: allCorrections(models, fake.clock, events), random: () => fake.draw });
    return fake;
  }

  /** Sends a signed request to the front. */
  send(service: string, line: string, { headers, body }: { headers?: object; body?: unknown } = {}): Promise<Response> {
    const [method = '', path = ''] = line.split(/ (.*)/);
    const scope = `AKID/20300101/us-east-1/${service}/aws4_request`;
    return fetch(`http://127.0.0.1:${this.front.port}${path}`, {
      method,
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, Signature=secret`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  /** The lines of what reached the emulator. */
  get lines(): string[] {
    return this.requests.map(({ method, path }) => `${method} ${path}`);
  }

  /** Ends the emulator alone. */
  end(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  async stop(): Promise<void> {
    this.clock.stop();
    await this.front.close();
    this.end();
    rmSync(this.directory, { recursive: true });
  }
}
