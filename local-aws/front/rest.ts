import type { IncomingHttpHeaders } from 'node:http';

import type { Operation, Reference, ServiceModel } from './service-models';

/** An operation that a request's method, path, query and headers name, with what stands in its path. */
export interface RestMatch {
  readonly operation: Operation;
  /** Values of the path's labels, decoded, by the name of the member. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What of a request names the operation. */
export interface RestRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Finds the operation of a REST service: of those that the request could be, the one that asks for most. Of
 * `PutObject` and `UploadPart`, say, which share method and path, a request with a part number is the latter.
 */
export function matchRest(model: ServiceModel, request: RestRequest): RestMatch | undefined {
  let best: (RestMatch & { readonly score: number }) | undefined;
  for (const operation of Object.values(model.operations)) {
    if (operation.http.method !== request.method) continue;
    const match = matchOperation(model, operation, request);
    if (match !== undefined && match.score > (best?.score ?? -1)) best = match;
  }
  return best;
}

function matchOperation(
  model: ServiceModel,
  operation: Operation,
  { url, headers }: RestRequest,
): (RestMatch & { score: number }) | undefined {
  const [template = '', literals = ''] = operation.http.requestUri.split('?');
  const path = matchPath(template, url.pathname);
  if (path === undefined) return undefined;

  const asked = [...new URLSearchParams(literals)];
  const hasLiterals = asked.every(([name, value]) =>
    value === '' ? url.searchParams.has(name) : url.searchParams.get(name) === value,
  );
  const required = requiredMembers(model, operation);
  const hasRequired = required.every(({ location, locationName = '' }) => {
    if (location === 'querystring') return url.searchParams.has(locationName);
    return location !== 'header' || headers[locationName.toLowerCase()] !== undefined;
  });
  if (!hasLiterals || !hasRequired) return undefined;
  const score = 100 * path.literals + 10 * asked.length + required.filter(({ location }) => location !== 'uri').length;
  return { operation, labels: path.labels, score };
}

function requiredMembers(model: ServiceModel, { input }: Operation): Reference[] {
  const shape = input && model.shapes[input.shape];
  return (shape?.required ?? []).flatMap((name) => {
    const member = shape?.members?.[name];
    return member?.location === undefined ? [] : [member];
  });
}

/** Matches `/functions/{FunctionName}/code` and the like; a label that ends in `+` takes the rest of the path. */
function matchPath(template: string, path: string): { labels: Record<string, string>; literals: number } | undefined {
  const patterns = segments(template);
  const actual = segments(path);
  const labels: Record<string, string> = {};
  let literals = 0;
  for (const [index, pattern] of patterns.entries()) {
    const value = actual[index];
    if (value === undefined) return undefined;
    const label = /^\{(\w+)(\+?)\}$/.exec(pattern);
    if (label?.[2] === '+') {
      labels[label[1] ?? ''] = actual.slice(index).map(decode).join('/');
      return { labels, literals };
    }
    if (label !== null) labels[label[1] ?? ''] = decode(value);
    else if (pattern === decode(value)) literals += 1;
    else return undefined;
  }
  return actual.length === patterns.length ? { labels, literals } : undefined;
}

function segments(path: string): string[] {
  return path
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .filter((segment, index) => segment !== '' || index > 0);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
