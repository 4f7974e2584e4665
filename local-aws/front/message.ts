import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** An HTTP request, read to its end. */
export interface Request {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body?: Buffer;
}

/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Reads a message to its end. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The JSON object that a body holds; empty for everything else, since the service is to judge it. */
export function jsonObject(body: Buffer | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse((body ?? '').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** An answer with a JSON body. */
export function jsonAnswer(status: number, value: unknown, contentType = 'application/json'): Answer {
  return { status, headers: { 'content-type': contentType }, body: Buffer.from(JSON.stringify(value)) };
}

/** An error in the shape of AWS's REST and JSON protocols. */
export function errorAnswer(status: number, code: string, message: string): Answer {
  const answer = jsonAnswer(status, { __type: code, Type: 'User', message, Message: message });
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': code } };
}

/** The error code that an answer carries, in whichever of AWS's protocols. */
export function errorCode(answer: Answer): string | undefined {
  if (answer.status < 400) return undefined;
  const header = answer.headers['x-amzn-errortype'];
  const json = jsonObject(answer.body);
  const found = [header, json.__type, json.code, json.Code, /<Code>([^<]+)</.exec(answer.body.toString())?.[1]];
  // A JSON error's type may have its namespace before it and a URL behind it.
  return found
    .find((code): code is string => typeof code === 'string' && code !== '')
    ?.replace(/^.*#/, '')
    .replace(/:.*$/, '');
}
