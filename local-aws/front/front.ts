import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

import type { FaultMark } from '../faults/fault';
import { Faults } from '../faults/faults';
import { withFaults } from '../faults/with-faults';
import { Callers } from './callers';
import { SERVICE_HEADER, type Correction } from './correction';
import { identify, type Call } from './identify';
import { errorAnswer, errorCode, readBody, type Answer, type Request } from './message';
import { isWrite, type NamedCall, type RecordedCall } from './recorded-call';
import type { ServiceModels } from './service-models';
import { endToEnd, send, stream } from './upstream';

/** What stands behind a front. */
export interface Upstream {
  /** Unix socket of the emulator. */
  readonly socket: string;
  readonly models: ServiceModels;
  readonly corrections: readonly Correction[];
  readonly random: () => number;
}

/** The one HTTP server that clients talk to: it names, corrects, passes on and records every call. */
export class Front {
  /** Calls in the order in which they were answered. */
  readonly calls: RecordedCall[] = [];
  readonly faults = new Faults();
  readonly #callers = new Callers();
  readonly #server: Server;
  #upstream: Upstream | undefined;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else write(response, errorAnswer(502, 'BadGateway', 'the AWS emulator behind the local AWS does not answer'));
      });
    });
  }

  /** Takes a free port of the loopback interface; calls are refused until {@link connect}. */
  static async listen(): Promise<Front> {
    const front = new Front();
    // A client may take up an idle connection in the moment in which it is closed: it never is.
    front.#server.keepAliveTimeout = 0;
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    return front;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  connect(upstream: Upstream): void {
    this.#upstream = upstream;
  }

  /** Records a call that did not come by HTTP. */
  record(call: RecordedCall): void {
    this.calls.push(call);
  }

  /** Drops what is under way. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = { ...incoming.headers };
    Reflect.deleteProperty(headers, SERVICE_HEADER);
    const request: Request = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers,
      body: await readBody(incoming),
    };
    const upstream = this.#upstream;
    if (upstream === undefined) {
      write(response, errorAnswer(503, 'ServiceUnavailable', 'the local AWS is still starting'));
      return;
    }
    const call = identify(request, upstream.models);
    const due = call === undefined ? [] : this.faults.due(this.#name(call));
    if (call !== undefined && due.length > 0) {
      const { answer, mark } = await withFaults(due, {
        call,
        named: this.#name(call),
        effect: () => this.#whole(call, upstream),
        isGone: () => response.destroyed || incoming.socket.readableEnded,
      });
      this.#record(call, answer?.status ?? 0, answer && errorCode(answer), mark);
      if (answer === undefined) incoming.socket.destroy();
      else write(response, answer, request.method);
      return;
    }
    const answer = call && (await this.#answer(call, upstream));
    if (answer !== undefined) {
      if (call !== undefined) this.#record(call, answer.status, errorCode(answer));
      write(response, answer, request.method);
      return;
    }
    await this.#pass(call, request, upstream, response);
  }

  /** The answer, read to its end, of a correction or else of the emulator. */
  async #whole(call: Call, upstream: Upstream): Promise<Answer> {
    const corrected = await this.#answer(call, upstream);
    if (corrected !== undefined) return corrected;
    const message = await stream(upstream.socket, call.request);
    return { status: message.statusCode ?? 502, headers: message.headers, body: await readBody(message) };
  }

  /** The answer of the first correction that has one; undefined where the emulator is right by itself. */
  async #answer(call: Call, { socket, corrections, random }: Upstream): Promise<Answer | undefined> {
    const context = { random, send: (request: Request) => send(socket, request) };
    for (const { service, actions, answer } of corrections) {
      if (service !== call.service || (actions !== '*' && !actions.includes(call.action))) continue;
      const corrected = await answer(call, context);
      if (corrected !== undefined) return corrected;
    }
    if (!Callers.teaches(call)) return undefined;
    const answer = await context.send(call.request);
    this.#callers.learn(call, answer);
    return answer;
  }

  /** Passes on what may be large as it comes, and what is an error as a whole, to read its code. */
  async #pass(call: Call | undefined, request: Request, { socket }: Upstream, response: ServerResponse): Promise<void> {
    const message = await stream(socket, request);
    const status = message.statusCode ?? 502;
    const headers = endToEnd(message.headers);
    if (status >= 400) {
      const answer = { status, headers, body: await readBody(message) };
      if (call !== undefined) this.#record(call, status, errorCode(answer));
      write(response, answer, request.method);
      return;
    }
    if (call !== undefined) this.#record(call, status);
    const length = message.headers['content-length'];
    response.writeHead(status, length === undefined ? headers : { ...headers, 'content-length': length });
    await pipeline(message, response);
  }

  #name({ service, action, resource, accessKey, url }: Call): NamedCall {
    const qualifier = service === 'lambda' ? url.searchParams.get('Qualifier') : null;
    return {
      service,
      action,
      ...(resource === undefined ? {} : { resource }),
      ...(qualifier === null ? {} : { qualifier }),
      caller: this.#callers.of(accessKey),
      write: isWrite(action),
    };
  }

  #record(call: Call, status: number, code?: string, fault?: FaultMark): void {
    const { write, ...named } = this.#name(call);
    const error = code === undefined ? {} : { errorCode: code };
    this.calls.push({ ...named, status, ...error, write, ...(fault === undefined ? {} : { fault }) });
  }
}

function write(response: ServerResponse, { status, headers, body }: Answer, method = 'GET'): void {
  const told = headers['content-length'];
  const length = method !== 'HEAD' ? { 'content-length': body.length } : told && { 'content-length': told };
  response.writeHead(status, { ...endToEnd(headers), ...length }).end(body);
}
