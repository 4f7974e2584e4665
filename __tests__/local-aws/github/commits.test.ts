import type { Push } from '../../../local-aws/services/ports';
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

test('statuses are listed from the newest on, and the newest of each context counts', async () => {
  const status = (state: string, context?: string) =>
    local.rest('POST', `/statuses/${head}`, { state, context, target_url: 'http://example.com', description: 'd' });
  expect((await local.rest('GET', `/commits/${head}/status`)).body).toMatchObject({ state: 'pending', total_count: 0 });
  expect(await status('pending', 'build')).toMatchObject({
    status: 201,
    body: { state: 'pending', context: 'build', target_url: 'http://example.com', description: 'd' },
  });
  await status('success');
  const ask = async () => (await local.rest('GET', '/commits/feature/slash/status')).body;
  expect(await ask()).toMatchObject({ state: 'pending', sha: head, total_count: 2 });
  await status('failure', 'build');
  expect(await ask()).toMatchObject({ state: 'failure', total_count: 2 });
  await status('success', 'build');
  expect(await ask()).toMatchObject({ state: 'success', total_count: 2 });
  const { list } = await local.rest('GET', `/commits/${head}/statuses`);
  expect(list.map(({ context, state }) => [context, state])).toEqual([
    ['build', 'success'],
    ['build', 'failure'],
    ['default', 'success'],
    ['build', 'pending'],
  ]);
});

test('a reference that is made by a call is a push, and a tag among the tags', async () => {
  const pushes: Push[] = [];
  local.github.repositories.onPush((push) => pushes.push(push));
  const made = await local.rest('POST', '/git/refs', { ref: 'refs/tags/made', sha: head });
  const expected = { ref: 'refs/tags/made', object: { type: 'commit', sha: head } };
  expect(made).toMatchObject({ status: 201, body: expected });
  expect(pushes).toMatchObject([{ repository: 'acme/app', ref: 'refs/tags/made', after: head, commit: { id: head } }]);
  expect((await local.rest('GET', '/git/ref/tags/made')).body).toMatchObject(expected);
  expect((await local.rest('GET', '/tags')).body).toMatchObject([{ name: 'made', commit: { sha: head } }]);
});

test('a list comes in pages, each with the address of the next', async () => {
  for (let count = 0; count < 3; count += 1)
    await local.rest('POST', `/statuses/${head}`, { state: 'success', context: `p${count}` });
  const path = `/commits/${head}/statuses?per_page=2`;
  const first = await local.rest('GET', path);
  expect(first.list.map(({ context }) => context)).toEqual(['p2', 'p1']);
  const next = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = (await (await fetch(next)).json()) as { context: string }[];
  expect(second[0]?.context).toBe('p0');
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

test('the API answers at the root too, and a repository can be made by it', async () => {
  const made = await fetch(`${local.github.url}/orgs/other/repos`, { method: 'POST', body: '{"name":"new"}' });
  expect(made.status).toBe(201);
  const found = await fetch(`${local.github.url}/repos/other/new`);
  expect(await found.json()).toMatchObject({ full_name: 'other/new' });
  expect(await (await fetch(`${local.github.url}/api/v3/user`)).json()).toMatchObject({ login: 'local' });
});

test.each([
  ['POST', '/statuses/0123456', { state: 'success' }, 422, 'No commit found for SHA: 0123456'],
  ['POST', '/statuses/feature%2Fslash', { state: 'fine' }, 422, 'Validation Failed'],
  ['GET', '/commits/nowhere/status', undefined, 422, 'No commit found for SHA: nowhere'],
  ['GET', '/git/ref/heads/feature', undefined, 404, 'Not Found'],
  ['POST', '/git/refs', { ref: 'refs/heads/feature/slash', sha: '0'.repeat(40) }, 422, 'Reference already exists'],
  ['POST', '/git/refs', { ref: 'refs/heads/x', sha: '0'.repeat(40) }, 422, 'Object does not exist'],
  ['POST', '/git/refs', { ref: 'x', sha: '0'.repeat(40) }, 422, 'Validation Failed'],
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
