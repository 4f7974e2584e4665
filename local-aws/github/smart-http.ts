import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

import { gitEnvironment } from './git';

/** Request headers that `git http-backend` reads, by the CGI variable that carries each. */
const VARIABLES = {
  CONTENT_TYPE: 'content-type',
  HTTP_CONTENT_ENCODING: 'content-encoding',
  GIT_PROTOCOL: 'git-protocol',
} as const;

/** What `git http-backend` is asked. */
export interface GitExchange {
  /** Directory in which the repositories are. */
  readonly root: string;
  /** `/<owner>/<name>.git/<what>` */
  readonly path: string;
  readonly query: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The processes that have to end before the local AWS does. */
  readonly children: Set<ChildProcess>;
}

/**
 * Lets `git http-backend` answer a request of Git's smart HTTP protocol. The response is left open, for what has to be
 * done before the client may go on.
 *
 * @see https://git-scm.com/docs/git-http-backend
 */
export async function exchange({ root, path, query, request, response, children }: GitExchange): Promise<void> {
  const headers = Object.entries(VARIABLES).flatMap(([name, header]) => {
    const value = request.headers[header];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const env = gitEnvironment({
    ...(Object.fromEntries(headers) as Record<string, string>),
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: path,
    QUERY_STRING: query,
    REQUEST_METHOD: request.method ?? 'GET',
    // Who is known may push; the name is looked at by nobody.
    REMOTE_USER: 'local',
  });
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  children.add(child);
  const closed = once(child, 'close').finally(() => children.delete(child));
  // Git may answer before it has read everything, and a client may go before it has heard everything.
  const fed = pipeline(request, child.stdin).catch(() => undefined);
  let head = Buffer.alloc(0);
  let isBody = false;
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    if (isBody) {
      response.write(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) continue;
    writeHead(response, head.subarray(0, end).toString());
    response.write(head.subarray(end + 4));
    isBody = true;
  }
  await Promise.all([closed, fed]);
  if (!isBody) response.writeHead(500);
}

/** @see https://www.rfc-editor.org/rfc/rfc3875#section-6.3 */
function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else if (name !== '') response.setHeader(name, value);
  }
  response.writeHead(status);
}
