import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

import { gitEnvironment } from './git';

/** What `git http-backend` is asked. */
export interface GitExchange {
  /** Directory in which the repositories are. */
  readonly root: string;
  /** `/<owner>/<name>.git/<what>` */
  readonly path: string;
  readonly query: string;
  /** Ends it when the local GitHub stops. */
  readonly stopping: AbortSignal;
}

/**
 * Lets `git http-backend` answer a request of Git's smart HTTP protocol.
 *
 * @see https://git-scm.com/docs/git-http-backend
 */
export async function exchange(request: IncomingMessage, { root, path, query, stopping: signal }: GitExchange) {
  const env = gitEnvironment({
    CONTENT_TYPE: request.headers['content-type'],
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
    GIT_PROTOCOL: request.headers['git-protocol']?.toString(),
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: path,
    QUERY_STRING: query,
    REQUEST_METHOD: request.method,
    // Who is known may push; the name is looked at by nobody.
    REMOTE_USER: 'local',
  });
  const child = spawn('git', ['http-backend'], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    signal,
    killSignal: 'SIGKILL',
  });
  // Git may answer before it has read everything.
  void pipeline(request, child.stdin).catch(() => undefined);
  const [output] = await Promise.all([buffer(child.stdout), once(child, 'close')]);
  const end = output.indexOf('\r\n\r\n');
  // https://www.rfc-editor.org/rfc/rfc3875#section-6.3
  const head = output.toString('latin1', 0, end).split('\r\n');
  const fields = Object.fromEntries(head.map((line) => line.split(': '))) as Record<string, string>;
  const { Status = '200', ...headers } = fields;
  return { status: Number.parseInt(Status, 10), headers, body: output.subarray(end + 4) };
}
