import { LocalGitHub } from './local-github';

// References are made by processes of Git.
jest.setTimeout(60_000);

const local = new LocalGitHub();
let head: string;

beforeAll(() => local.start());

beforeEach(async () => {
  head = await local.push({ file: `${Date.now()}` }, 'feature/slash');
});

afterAll(() => local.stop());

test('statuses are listed from the newest on', async () => {
  const status = (state: string, context?: string) =>
    local.rest('POST', `/statuses/${head}`, { state, context, target_url: 'http://example.com', description: 'd' });
  expect(await status('pending', 'build')).toMatchObject({
    status: 201,
    body: { state: 'pending', context: 'build', target_url: 'http://example.com', description: 'd' },
  });
  await status('success');
  await status('failure', 'build');
  const { list } = await local.rest('GET', '/commits/feature/slash/statuses');
  expect(list.map(({ context, state }) => [context, state])).toEqual([
    ['build', 'failure'],
    ['default', 'success'],
    ['build', 'pending'],
  ]);
});

test('a tag that was pushed is among the tags', async () => {
  await local.git('tag', 'made');
  await local.git('push', '--quiet', 'origin', 'made');
  expect((await local.rest('GET', '/tags')).list).toEqual([{ name: 'made', commit: { sha: head } }]);
});

test('the repository is answered with where to clone it from', async () => {
  const { status, body } = await local.rest('GET', '');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    name: 'app',
    full_name: 'acme/app',
    owner: { login: 'acme' },
    clone_url: `${local.github.url}/acme/app.git`,
    default_branch: 'main',
    private: false,
  });
});

test('the API answers at the root too', async () => {
  const found = await fetch(`${local.github.url}/repos/acme/app`);
  expect(await found.json()).toMatchObject({ full_name: 'acme/app' });
  expect(await (await fetch(`${local.github.url}/api/v3/user`)).json()).toMatchObject({ login: 'local' });
});

test.each([
  ['POST', '/statuses/0123456', { state: 'success' }, 422, 'No commit found for SHA: 0123456'],
  ['POST', '/statuses/feature%2Fslash', { state: 'fine' }, 422, 'Validation Failed'],
  ['GET', '/commits/nowhere/statuses', undefined, 422, 'No commit found for SHA: nowhere'],
  ['GET', '/pulls', undefined, 404, 'Not Found'],
  ['GET', '/../other', undefined, 404, 'Not Found'],
])('fails %s %s with %p by status %i and the words %p', async (method, path, body, status, message) => {
  expect(await local.rest(method, path, body)).toMatchObject({ status, body: { message, status: `${status}` } });
});

test('fails with GitHub’s own sentence on what is no JSON', async () => {
  const url = `${local.github.url}/repos/acme/app/hooks`;
  const response = await fetch(url, { method: 'POST', body: '{"config":' });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ message: 'Problems parsing JSON' });
});

test('stopping ends the server and whoever waits for it', async () => {
  const other = new LocalGitHub();
  await other.start();
  await other.stop();
  await expect(fetch(other.github.url)).rejects.toThrow('fetch failed');
});
