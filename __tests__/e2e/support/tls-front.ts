import { once } from 'node:events';
import { request as send } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Certificate } from '../../helpers/authority';

/** A local AWS behind TLS, as a company's own endpoint is. */
export class TlsFront {
  /** Requests that came. */
  requests = 0;
  readonly #server: Server;

  /** @param endpoint URL of the local AWS */
  constructor(certificate: Certificate, endpoint: string) {
    this.#server = createServer(certificate, (request, response) => {
      this.requests += 1;
      const { method, url, headers } = request;
      const onward = send(new URL(url ?? '', endpoint), {
        method,
        // The local AWS answers to its own name only.
        headers: { ...headers, host: new URL(endpoint).host },
      });
      onward.on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
