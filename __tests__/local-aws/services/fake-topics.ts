import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readBody } from '../../../local-aws/front/message';

/** An SNS of which only the asked questions are remembered. */
export class FakeTopics {
  /** What was asked, in the words of the query protocol. */
  readonly asked: Record<string, string>[] = [];
  /** Policies of the topics that there are. */
  readonly policies = new Map<string, object>();
  readonly #server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const asked = Object.fromEntries(new URLSearchParams(body.toString()));
      this.asked.push(asked);
      const { Action = '', TopicArn = '' } = asked;
      const policy = this.policies.get(TopicArn);
      if (policy === undefined) {
        response
          .writeHead(404)
          .end('<ErrorResponse><Error><Code>NotFound</Code><Message>no</Message></Error></ErrorResponse>');
        return;
      }
      const value = JSON.stringify(policy).replaceAll('"', '&quot;');
      const attributes = `<Attributes><entry><key>Policy</key><value>${value}</value></entry></Attributes>`;
      response.end(`<${Action}Response><${Action}Result>${attributes}</${Action}Result></${Action}Response>`);
    });
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  /** The calls of one operation. */
  of(action: string): Record<string, string>[] {
    return this.asked.filter(({ Action }) => Action === action);
  }
}

/** Lets what was begun go on until something is so. */
export async function until(is: () => boolean): Promise<void> {
  for (let turns = 0; turns < 1000 && !is(); turns += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(is()).toBe(true);
}
