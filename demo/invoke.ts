import { request } from 'node:http';

import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** What a caller got. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Milliseconds until an answer is given up. */
const TIMEOUT = 30_000;

/**
 * Calls an HTTP API of the local AWS.
 *
 * @param endpoint where the local AWS listens
 * @param url the address that the API has
 */
export function getHttpApi(endpoint: string, url: string, signal: AbortSignal): Promise<Answer> {
  const { host, pathname, search } = new URL(url);
  const options = { headers: { host }, timeout: TIMEOUT, signal };
  return new Promise((resolve, reject) => {
    // The name in the address is not in DNS: the host header says which API is meant.
    const call = request(new URL(`${pathname}${search}`, endpoint), options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(headers) as Record<string, string>,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    call.on('timeout', () => call.destroy(new Error(`no answer from ${url} within ${TIMEOUT / 1_000} s`)));
    call.on('error', reject);
    call.end();
  });
}

/** Invokes a function through its alias and says which version answered. */
export async function executedVersion(lambda: LambdaClient, name: string, alias: string): Promise<string> {
  const event = { version: '2.0', rawPath: '/', requestContext: { http: { method: 'GET', path: '/' } } };
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: name, Qualifier: alias, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  return answer.ExecutedVersion ?? 'unknown';
}
