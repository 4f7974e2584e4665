import type { Readable } from 'node:stream';

import type { HttpHandler, HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';

import { rememberFailedRequest } from '../../failed-call';
import { authorities } from './authorities';
import { hasProxy, proxyOf, shownProxy } from './proxy';
import { ProxyError } from './proxy-error';

/** How long a connection waits, in milliseconds. */
export interface TimeOuts {
  /** Until there is a connection, with that of a proxy. */
  readonly connection: number;
  /** While no byte comes or goes. */
  readonly idle: number;
  /** Until an answer begins; 0: as long as it takes. */
  readonly answer: number;
}

/** As the AWS CLI waits. A call that takes longer says so. */
export const TIME_OUTS: TimeOuts = { connection: 10_000, idle: 60_000, answer: 300_000 };

/** Options of a call that uploads: it may take as long as bytes go. */
export const UPLOAD = { requestTimeout: 0 } as const;

/** Options of a call that invokes a function: Lambda's longest time-out, and a minute for the way. */
export const INVOCATION = { requestTimeout: 16 * 60_000 } as const;

const PROXY_AUTHENTICATION_REQUIRED = 407;

/** Whose network it is. */
export interface ConnectionOptions {
  readonly env: NodeJS.ProcessEnv;
  /** A profile of AWS's files; undefined: the one that they are read for anyway. */
  readonly profile: string | undefined;
}

/** Sends the SDK's requests: by the proxy and with the certificate authorities that are set, and never waits for ever. */
export class ConnectionHandler implements HttpHandler<NodeHttpHandlerOptions> {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #handlers = new Map<string, Promise<NodeHttpHandler>>();
  #authorities: Promise<readonly string[] | undefined> | undefined;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly timeOuts: TimeOuts = TIME_OUTS,
  ) {}

  /** A handler that waits for other times. */
  with(timeOuts: Partial<TimeOuts>): ConnectionHandler {
    return new ConnectionHandler(this.options, { ...this.timeOuts, ...timeOuts });
  }

  /** @param options `requestTimeout`: milliseconds for the answer to begin, with no byte before it; 0: no such limit */
  async handle(request: HttpRequest, options: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
    const target = urlOf(request);
    const proxy = hasProxy(this.options.env) ? proxyOf(target, this.options.env) : undefined;
    const remember = (error: unknown): void => {
      rememberFailedRequest(error, { host: target.host, proxy: proxy && shownProxy(proxy) });
    };
    try {
      const answer = await (await this.#handlerFor(proxy, options.requestTimeout)).handle(request, options);
      const { statusCode } = answer.response;
      if (statusCode === PROXY_AUTHENTICATION_REQUIRED && proxy !== undefined) throw new ProxyError(statusCode);
      // What breaks off later is an error of the same request.
      (answer.response.body as Readable).once('error', remember);
      return answer;
    } catch (cause) {
      const error = asError(cause);
      remember(error);
      throw error;
    }
  }

  destroy(): void {
    for (const handler of this.#handlers.values())
      void handler.then((made) => {
        made.destroy();
      });
  }

  // The SDK changes handlers that it made itself.
  updateHttpClientConfig(): void {
    return undefined;
  }

  httpHandlerConfigs(): NodeHttpHandlerOptions {
    return {};
  }

  #handlerFor(proxy: URL | undefined, answer = 0): Promise<NodeHttpHandler> {
    const idle = Math.max(this.timeOuts.idle, answer);
    const key = `${idle} ${proxy?.href ?? ''}`;
    const known = this.#handlers.get(key);
    if (known !== undefined) return known;
    const made = this.#make(proxy, idle);
    this.#handlers.set(key, made);
    return made;
  }

  async #make(proxy: URL | undefined, idle: number): Promise<NodeHttpHandler> {
    const { env, profile } = this.options;
    const ca = await (this.#authorities ??= authorities(env, profile));
    const agents = ca === undefined && proxy === undefined ? {} : await agentsFor(proxy, ca);
    return new NodeHttpHandler({
      ...agents,
      connectionTimeout: this.timeOuts.connection,
      socketTimeout: idle,
      requestTimeout: this.timeOuts.answer,
      throwOnRequestTimeout: true,
    });
  }
}

async function agentsFor(
  proxy: URL | undefined,
  ca: readonly string[] | undefined,
): Promise<Pick<NodeHttpHandlerOptions, 'httpAgent' | 'httpsAgent'>> {
  // eslint-disable-next-line no-restricted-syntax -- few surroundings need it
  const { directAgent, proxyAgents } = await import('./proxy-agents');
  if (proxy !== undefined) return proxyAgents(proxy, ca);
  return ca === undefined ? {} : { httpsAgent: directAgent(ca) };
}

function urlOf({ protocol, hostname, port }: HttpRequest): URL {
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`);
}

/** The SDK hides what is no Error to it: one of another realm, as Node.js's own are where the program runs in one. */
function asError(cause: unknown): Error {
  if (cause instanceof Error) return cause;
  const { name, message, code } = cause as NodeJS.ErrnoException;
  return Object.assign(new Error(message, { cause }), { name, code });
}
