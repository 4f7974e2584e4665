import type { ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';

import { ProxyError } from './proxy-error';

/** Connections that are kept open for the next call. */
const POOL = { keepAlive: true, maxSockets: 50 };

/** Milliseconds between two looks at whether a request was given up. */
const LOOK = 100;

type ConnectOptions = Parameters<HttpsProxyAgent<string>['connect']>[1];

/** Agents for calls by a proxy. */
export interface ProxyAgents {
  readonly httpAgent: HttpProxyAgent<string>;
  readonly httpsAgent: HttpsProxyAgent<string>;
}

/** @param ca certificates that are trusted, of the proxy and behind it; undefined: Node.js's own */
export function proxyAgents(proxy: URL, ca: readonly string[] | undefined): ProxyAgents {
  const options = { ...POOL, ...(ca && { ca: [...ca] }) };
  return { httpAgent: new HttpProxyAgent(proxy.href, options), httpsAgent: new TunnelAgent(proxy.href, options) };
}

/** The agent for calls without a proxy. */
export function directAgent(ca: readonly string[]): HttpsAgent {
  return new HttpsAgent({ ...POOL, ca: [...ca] });
}

/** Tunnels TLS through a proxy. A proxy that refuses is an error, and no answer of AWS's. */
class TunnelAgent extends HttpsProxyAgent<string> {
  // The library guesses from the stack, which says nothing of a request that waited in the pool.
  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(
    request: ClientRequest,
    options: ConnectOptions,
  ): Promise<Awaited<ReturnType<HttpsProxyAgent<string>['connect']>>> {
    const given = this.connectOpts as { ca?: string[] };
    const stop = new AbortController();
    // A connection of its own, for the library shares the options of all and has no way to end one that is not answered.
    const tunnel = new HttpsProxyAgent(this.proxy, { ...this.connectOpts, signal: stop.signal });
    // A request without a socket tells nobody that it was given up.
    const watch = setInterval(() => {
      if (request.destroyed) stop.abort();
    }, LOOK);
    let status = 200;
    request.once('proxyConnect', ({ statusCode }: { readonly statusCode: number }) => (status = statusCode));
    try {
      const socket = await tunnel.connect(request, { ...options, ...(given.ca && { ca: given.ca }) });
      if (status === 200) return socket;
      socket.destroy();
      throw new ProxyError(status);
    } finally {
      clearInterval(watch);
    }
  }
}
