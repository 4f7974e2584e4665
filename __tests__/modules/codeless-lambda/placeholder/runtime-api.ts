import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Outcome } from './events';

/** A Lambda runtime API on loopback that hands out events and collects what the runtime answers. */
export interface RuntimeApi {
  /** The value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Settles when every event has its outcome. */
  readonly outcomes: Promise<readonly Outcome[]>;
  close(): void;
}

/**
 * Starts the part of the API that a runtime needs: `next`, `response` and `error`. After the last event `next` blocks,
 * as the real one does between invocations.
 *
 * @param indent - spaces by which the events' JSON is indented, 0 for JSON on one line
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi(events: readonly unknown[], indent: number): Promise<RuntimeApi> {
  const outcomes: Outcome[] = [];
  const done = new EventEmitter();
  let next = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, id, verb] =
      /^\/2018-06-01\/runtime\/invocation\/(?:next|(id-\d+)\/(response|error))$/.exec(request.url ?? '') ?? [];
    if (request.method === 'GET' && id === undefined) {
      if (next < events.length) {
        response.setHeader('Lambda-Runtime-Aws-Request-Id', `id-${String(next)}`);
        response.end(JSON.stringify(events[next], null, indent));
        next += 1;
      }
      return;
    }
    const body: unknown = JSON.parse(await text(request));
    if (id !== `id-${String(next - 1)}` || outcomes.length !== next - 1) {
      throw new Error(`unexpected ${request.method ?? ''} ${request.url ?? ''}`);
    }
    outcomes.push(verb === 'error' ? (body as Outcome) : { response: body });
    response.writeHead(202).end('{"status":"OK"}');
    if (outcomes.length === events.length) {
      done.emit('done');
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(400).end();
      done.emit('error', error);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    outcomes: once(done, 'done').then(() => outcomes),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
