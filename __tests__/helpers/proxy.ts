import { once } from 'node:events';
import { createServer, request as send, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy that resolves every name to this machine's loopback, with the port that is asked for. */
export class LoopbackProxy {
  /** What it was asked for: `CONNECT host:port`, or a method and a URL. */
  readonly asked: string[] = [];
  /** The values of `Proxy-Authorization` that came. */
  readonly authorizations: (string | undefined)[] = [];
  /** A status that it answers instead of passing on; 0: it never answers. */
  refusal: number | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server = createServer((request, response) => {
    this.asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    this.authorizations.push(request.headers['proxy-authorization']);
    if (this.refusal === 0) return;
    if (this.refusal !== undefined) {
      response.writeHead(this.refusal, { 'content-type': 'text/html' }).end('<h1>no</h1>');
      return;
    }
    const { port, pathname, search } = new URL(request.url ?? '');
    const { method, headers } = request;
    const onward = send({ host: '127.0.0.1', port, path: `${pathname}${search}`, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });

  /** Its URL. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    this.#server.on('connection', (socket) => this.#sockets.add(socket));
    this.#server.on('connect', ({ url = '', headers }, socket: Socket) => {
      this.asked.push(`CONNECT ${url}`);
      this.authorizations.push(headers['proxy-authorization']);
      if (this.refusal === 0) return;
      if (this.refusal !== undefined) {
        socket.end(`HTTP/1.1 ${this.refusal} No\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      const onward = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      this.#sockets.add(onward);
      for (const end of [socket, onward]) end.on('error', () => socket.destroy());
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
