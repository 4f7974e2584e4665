import type { IncomingMessage, ServerResponse } from 'node:http';

import { readBody } from '../front/message';

/** What a REST call asks. */
export interface RestRequest {
  /** What stands in the path, by the names that the route gives it. */
  readonly params: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a REST call is answered: a body and its status, 200 by default; nothing is 204. */
export type RestAnswer = { readonly status?: number; readonly body: unknown } | undefined;

/** What answers, by method and path, such as `GET /hooks/{id}`; `{ref+}` takes slashes too. */
export type Routes = Readonly<Record<string, (request: RestRequest) => Promise<RestAnswer> | RestAnswer>>;

/** An error in GitHub's own words. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';

  constructor(
    readonly status: number,
    message: string,
    readonly errors?: readonly object[],
  ) {
    super(message);
  }

  /** An input that GitHub does not take: the field, and what is wrong with it. */
  static invalid(resource: string, field: string, code: string): GitHubError {
    return new GitHubError(422, 'Validation Failed', [{ resource, field, code }]);
  }
}

/** The thing of a number, as a path has it. */
export function byId<T extends { readonly id: number }>(all: readonly T[], id: string | undefined): T {
  const found = all.find((one) => `${one.id}` === id);
  if (found === undefined) throw new GitHubError(404, 'Not Found');
  return found;
}

/** Answers a REST call; lists come whole, errors as GitHub writes them. */
export async function answer(
  routes: Routes,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const write = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };
  try {
    const answered = await ask(routes, `${request.method ?? ''} ${path}`, await readBody(request));
    if (answered === undefined) response.writeHead(204).end();
    else write(answered.status ?? 200, answered.body);
  } catch (error) {
    const { status, message, errors } = error instanceof GitHubError ? error : new GitHubError(500, String(error));
    write(status, { message, errors, documentation_url: 'https://docs.github.com/rest', status: `${status}` });
  }
}

function ask(routes: Routes, asked: string, body: Buffer): Promise<RestAnswer> | RestAnswer {
  for (const [route, handle] of Object.entries(routes)) {
    const pattern = route.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)').replace(/\{(\w+)\+\}/g, '(?<$1>.+)');
    const match = new RegExp(`^${pattern}$`).exec(asked);
    if (match === null) continue;
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return handle({ params: Object.fromEntries(params) as RestRequest['params'], body: parse(body) });
  }
  throw new GitHubError(404, 'Not Found');
}

function parse(body: Buffer): RestRequest['body'] {
  try {
    return JSON.parse(body.toString() || '{}') as RestRequest['body'];
  } catch {
    throw new GitHubError(400, 'Problems parsing JSON');
  }
}
