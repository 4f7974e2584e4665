import type { IncomingMessage, ServerResponse } from 'node:http';

import { readBody } from '../front/message';

/** What a REST call asks. */
export interface RestRequest {
  /** What stands in the path, by the names that the route gives it. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a REST call is answered: a body and its status, 200 by default; nothing is 204. */
export interface RestAnswer {
  readonly status?: number;
  readonly body: unknown;
}

/** Answers the calls of one method and path. */
export type Handler = (request: RestRequest) => Promise<RestAnswer | undefined> | RestAnswer | undefined;

/** Handlers by method and path, such as `GET /repos/{owner}/{repo}`; `{ref+}` takes the rest of the path. */
export type Routes = Readonly<Record<string, Handler>>;

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
  static invalid(resource: string, field: string, code: string, message?: string): GitHubError {
    return new GitHubError(422, 'Validation Failed', [{ resource, field, code, ...(message && { message }) }]);
  }
}

/** A REST call as it came. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** What of the path the routes know. */
  readonly path: string;
}

/** Answers a REST call; errors as GitHub writes them. */
export async function answer(routes: Routes, { request, response, url, path }: Exchange): Promise<void> {
  try {
    const found = match(routes, `${request.method ?? ''} ${path}`);
    if (found === undefined) throw new GitHubError(404, 'Not Found');
    const body = parse(await readBody(request));
    const answered = await found.handler({ params: found.params, query: url.searchParams, body });
    if (answered === undefined) response.writeHead(204).end();
    else page(response, answered, url);
  } catch (error) {
    const { status, message, errors } = error instanceof GitHubError ? error : new GitHubError(500, String(error));
    write(response, status, {
      message,
      ...(errors && { errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: `${status}`,
    });
  }
}

function match(routes: Routes, asked: string): { handler: Handler; params: Record<string, string> } | undefined {
  for (const [route, handler] of Object.entries(routes)) {
    const pattern = route.replace(
      /\{(\w+)(\+?)\}/g,
      (_, name: string, rest: string) => `(?<${name}>${rest ? '.+' : '[^/]+'})`,
    );
    const groups = new RegExp(`^${pattern}$`).exec(asked);
    if (groups === null) continue;
    const params = Object.entries(groups.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { handler, params: Object.fromEntries(params) as Record<string, string> };
  }
  return undefined;
}

function parse(body: Buffer): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // The sentence below says it.
  }
  throw new GitHubError(400, 'Problems parsing JSON');
}

/**
 * Writes an answer, of a list the page that was asked for.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
function page(response: ServerResponse, { status = 200, body }: RestAnswer, url: URL): void {
  if (!Array.isArray(body)) {
    write(response, status, body);
    return;
  }
  const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
  const number = Number(url.searchParams.get('page') ?? 1);
  if (body.length > size * number) {
    url.searchParams.set('page', `${number + 1}`);
    response.setHeader('link', `<${url.href}>; rel="next"`);
  }
  write(response, status, body.slice(size * (number - 1), size * number));
}

function write(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
