import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { getHttpApi } from '../../demo/invoke';

async function withServer<T>(listener: RequestListener, use: (endpoint: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('an API is called at the endpoint, by the name that it has', async () => {
  const answer = await withServer(
    (request, response) => {
      response.writeHead(503, { 'codeless-placeholder': 'true' });
      response.end(`${request.headers.host ?? ''}${request.url ?? ''}`);
    },
    (endpoint) =>
      getHttpApi(endpoint, 'http://abc.execute-api.localhost:4566/slug?text=a%20b', new AbortController().signal),
  );
  expect(answer).toMatchObject({ status: 503, body: 'abc.execute-api.localhost:4566/slug?text=a%20b' });
  expect(answer.headers['codeless-placeholder']).toBe('true');
});

test('fails when the caller stops it', async () => {
  const stop = new AbortController();
  const call = withServer(
    () => {
      stop.abort();
    },
    (endpoint) => getHttpApi(endpoint, 'http://abc.localhost/', stop.signal),
  );
  await expect(call).rejects.toThrow('aborted');
});
