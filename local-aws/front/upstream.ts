import { request as open, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

import { readBody, type Answer, type Request } from './message';

/** Headers that describe one connection, and not what goes over it. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'expect', 'content-length']);

/** What is left of a message's headers when it goes on. */
export function endToEnd(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

/**
 * Sends a request to the emulator.
 *
 * @returns the answer as soon as its head is there
 */
export function stream(socket: string, { method, path, headers, body }: Request): Promise<IncomingMessage> {
  const length = body === undefined ? {} : { 'content-length': body.length };
  return new Promise((resolve, reject) => {
    open({ socketPath: socket, method, path, headers: { host: '127.0.0.1', ...endToEnd(headers), ...length } }, resolve)
      .on('error', reject)
      .end(body);
  });
}

/**
 * Sends a request to the emulator.
 *
 * @returns the whole answer
 */
export async function send(socket: string, request: Request): Promise<Answer> {
  const message = await stream(socket, request);
  return { status: message.statusCode ?? 502, headers: endToEnd(message.headers), body: await readBody(message) };
}
