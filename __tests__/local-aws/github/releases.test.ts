import { LocalGitHub, Receiver } from './local-github';

// Releases make tags, by processes of Git.
jest.setTimeout(60_000);

const local = new LocalGitHub();
const receiver = new Receiver();
let head: string;

beforeAll(async () => {
  await Promise.all([local.start(), receiver.start()]);
  head = await local.push({ file: '1' });
  const config = { url: receiver.url, content_type: 'json' };
  await local.rest('POST', '/hooks', { config, events: ['release', 'create', 'push'] });
  await local.github.idle();
});

beforeEach(() => {
  receiver.received.length = 0;
});

afterAll(() => Promise.all([local.stop(), receiver.stop()]));

async function release(body: object): Promise<{ id: number; path: string }> {
  const { status, body: made } = await local.rest('POST', '/releases', body);
  expect(status).toBe(201);
  await local.github.idle();
  return { id: Number(made.id), path: `/releases/${String(made.id)}` };
}

async function events(): Promise<string[]> {
  await local.github.idle();
  return receiver.events;
}

test('a release of a tag that is missing makes the tag at its target, and all of it is told', async () => {
  const { path } = await release({ tag_name: 'v1.0.0', target_commitish: head, name: 'One', body: 'Notes' });
  expect(await events()).toEqual(['create', 'push', 'release created', 'release published', 'release released']);
  expect(await local.git('ls-remote', 'origin', 'refs/tags/v1.0.0')).toBe(`${head}\trefs/tags/v1.0.0`);
  const published = receiver.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  const { body } = await local.rest('GET', path);
  expect(published.find(({ action }) => action === 'published')).toMatchObject({
    release: body,
    repository: { full_name: 'acme/app' },
    sender: { login: 'local' },
  });
  expect(body).toMatchObject({
    tag_name: 'v1.0.0',
    target_commitish: head,
    name: 'One',
    body: 'Notes',
    draft: false,
    prerelease: false,
    published_at: expect.any(String) as string,
  });
});

test('a release of a tag that is there leaves the tag where it is', async () => {
  await local.git('tag', 'v-there');
  await local.git('push', '--quiet', 'origin', 'v-there');
  await local.github.idle();
  receiver.received.length = 0;
  await release({ tag_name: 'v-there' });
  expect(await events()).toEqual(['release created', 'release published', 'release released']);
});

test('a prerelease is told as one', async () => {
  await release({ tag_name: 'v2-rc', prerelease: true });
  expect(await events()).toEqual(['create', 'push', 'release created', 'release prereleased', 'release published']);
});

test('releases are listed from the newest on', async () => {
  await release({ tag_name: 'list/1' });
  await release({ tag_name: 'list/2' });
  const { list } = await local.rest('GET', '/releases');
  expect(list.slice(0, 2).map(({ tag_name }) => tag_name)).toEqual(['list/2', 'list/1']);
});

test.each([
  ['tag_name', 'missing_field', {}],
  ['tag_name', 'already_exists', { tag_name: 'taken' }],
  ['draft', 'invalid', { tag_name: 'v-draft', draft: true }],
  ['target_commitish', 'invalid', { tag_name: 'v-nowhere', target_commitish: 'no-such-branch' }],
])('fails to make a release whose %s is %s, and tells nobody', async (field, code, body) => {
  if (code === 'already_exists') await release(body);
  receiver.received.length = 0;
  expect(await local.rest('POST', '/releases', body)).toMatchObject({
    status: 422,
    body: { message: 'Validation Failed', errors: [{ resource: 'Release', field, code }] },
  });
  expect(await events()).toEqual([]);
});
