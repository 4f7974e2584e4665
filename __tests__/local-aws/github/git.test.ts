import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Push } from '../../../local-aws/services/ports';
import { LocalGitHub } from './local-github';

// Each test starts some twenty processes.
jest.setTimeout(60_000);

const ZEROS = '0'.repeat(40);

const local = new LocalGitHub();
const pushes: Push[] = [];

beforeAll(async () => {
  await local.start();
  local.github.repositories.onPush((push) => pushes.push(push));
});

beforeEach(() => {
  pushes.length = 0;
});

afterAll(() => local.stop());

function repository() {
  const found = local.github.repositories.find('acme/app');
  if (found === undefined) throw new Error('acme/app is missing');
  return found;
}

// Each test builds on the history that it makes itself, whatever came before.
async function onBranch(name: string, files: Record<string, string>): Promise<string> {
  await local.git('switch', '--quiet', '--orphan', name);
  return local.push(files, name);
}

test('a first push is heard with its commit and every file, before Git says that it is done', async () => {
  const id = await onBranch('first', { 'src/app.py': '1', 'päth with space': '2' });
  expect(pushes).toEqual([
    {
      repository: 'acme/app',
      ref: 'refs/heads/first',
      before: ZEROS,
      after: id,
      files: ['päth with space', 'src/app.py'],
      commit: {
        id,
        message: 'Change src/app.py, päth with space',
        author: { name: 'Ada', email: 'ada@example.com' },
        date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      },
    },
  ]);
  expect(local.runtime.activities).toContainEqual({
    kind: 'push',
    text: `acme/app first: ${id.slice(0, 7)} Change src/app.py, päth with space`,
  });
});

test('a later push names the files of all its commits, the deleted and the renamed too', async () => {
  const before = await onBranch('later', { kept: 'k', gone: 'g', old: 'the same text' });
  await local.git('rm', '--quiet', 'gone');
  await local.git('commit', '--quiet', '--message', 'Remove');
  await local.git('mv', 'old', 'new');
  pushes.length = 0;
  const after = await local.push({ added: 'a' }, 'later');
  expect(pushes).toMatchObject([{ before, after, files: ['added', 'gone', 'new', 'old'] }]);
});

test('a new branch names the files of the commits that no other branch has', async () => {
  await onBranch('base', { base: '1' });
  await local.git('checkout', '--quiet', '-b', 'side');
  pushes.length = 0;
  await local.push({ side: '1' }, 'side');
  expect(pushes).toMatchObject([{ ref: 'refs/heads/side', before: ZEROS, files: ['side'] }]);
});

test('a tag is heard with the commit behind it, and a deleted branch with none', async () => {
  const id = await onBranch('tagged', { tagged: '1' });
  await local.git('tag', '--annotate', '--message', 'One', 'v1');
  pushes.length = 0;
  await local.git('push', '--quiet', 'origin', 'v1');
  await local.git('push', '--quiet', 'origin', ':tagged');
  const tag = await local.git('rev-parse', 'v1');
  expect(pushes).toMatchObject([
    { ref: 'refs/tags/v1', before: ZEROS, after: tag, files: [], commit: { id } },
    { ref: 'refs/heads/tagged', before: id, after: ZEROS, files: [] },
  ]);
  expect(pushes[1]).not.toHaveProperty('commit');
});

test('pushes at the same time are each heard once, with their own files', async () => {
  await onBranch('start', { start: '1' });
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) {
    await local.git('checkout', '--quiet', '-b', `at-once-${name}`, 'start');
    await local.git('commit', '--quiet', '--allow-empty', '--message', name);
  }
  pushes.length = 0;
  await Promise.all(names.map((name) => local.git('push', '--quiet', 'origin', `at-once-${name}`)));
  expect(pushes.map(({ commit }) => commit?.message).sort()).toEqual(names);
});

test('a large push, which Git sends compressed and in chunks, arrives whole', async () => {
  const noise = Array.from({ length: 400_000 }, (_, index) => ((index * 2654435761) >>> 0).toString(36)).join('');
  const id = await onBranch('large', { large: noise });
  const copy = mkdtempSync(join(tmpdir(), 'copy-'));
  await repository().checkout(id, copy);
  expect(readFileSync(join(copy, 'large'), 'utf8') === noise).toBe(true);
  rmSync(copy, { recursive: true });
});

test('a checkout is the tree of its commit, without .git, and leaves nothing in the repository', async () => {
  const id = await onBranch('tree', { 'deep/er': 'one' });
  await local.push({ 'deep/er': 'two' }, 'tree');
  const copy = join(mkdtempSync(join(tmpdir(), 'copy-')), 'not there yet');
  await Promise.all([repository().checkout(id, copy), repository().checkout('tree', `${copy}-2`)]);
  expect(readFileSync(join(copy, 'deep/er'), 'utf8')).toBe('one');
  expect(readFileSync(join(`${copy}-2`, 'deep/er'), 'utf8')).toBe('two');
  expect(existsSync(join(copy, '.git'))).toBe(false);
  expect(readdirSync(repository().directory).filter((name) => name.startsWith('index'))).toEqual([]);
});

test('one commit can be fetched by its id, as a build does', async () => {
  const id = await onBranch('fetched', { fetched: '1' });
  await local.push({ fetched: '2' }, 'fetched');
  const fetched = mkdtempSync(join(tmpdir(), 'fetched-'));
  await local.git('-C', fetched, 'init', '--quiet');
  await local.git('-C', fetched, 'fetch', '--quiet', '--depth=1', repository().cloneUrl, id);
  expect(await local.git('-C', fetched, 'rev-parse', 'FETCH_HEAD')).toBe(id);
  rmSync(fetched, { recursive: true });
});

test('a compressed request is understood, as Git sends it when it asks for much', async () => {
  const id = await onBranch('compressed', { compressed: '1' });
  const response = await fetch(`${repository().cloneUrl}/git-upload-pack`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-git-upload-pack-request',
      'content-encoding': 'gzip',
      'git-protocol': 'version=2',
    },
    body: gzipSync('0014command=ls-refs\n0000'),
  });
  expect(response.headers.get('content-type')).toBe('application/x-git-upload-pack-result');
  expect(await response.text()).toContain(`${id} refs/heads/compressed\n`);
});

test.each(['nothing-of-that-name', '--all', 'refs/heads/..', ''])(
  'fails to find the commit %p by answering none',
  async (ref) => {
    expect(await repository().commit(ref)).toBeUndefined();
  },
);

test('fails to clone or to push what there is not, also outside of the repositories', async () => {
  const { url } = local.github;
  await expect(local.git('ls-remote', `${url}/acme/other.git`)).rejects.toThrow('not found');
  const escaped = await fetch(`${url}/..%2f..%2facme/app.git/info/refs?service=git-upload-pack`);
  expect(escaped.status).toBe(404);
});

test('fails to make a repository twice, or with a name that is none', async () => {
  await expect(local.github.createRepository('acme/app')).rejects.toThrow('Validation Failed');
  await expect(local.github.createRepository('../app')).rejects.toThrow('Validation Failed');
});

test('fails with one sentence where this machine has no Git', async () => {
  const { PATH } = process.env;
  process.env.PATH = '/nowhere';
  const made = local.github.createRepository('acme/late');
  await expect(made).rejects.toMatchObject({
    code: 'GIT_MISSING',
    message: expect.stringMatching(/^the local GitHub needs Git, and no git is on PATH: install it from /) as string,
  });
  process.env.PATH = PATH;
});

test('fails to be reached by any other interface than the loopback one', async () => {
  const others = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
  );
  for (const host of [...others, '127.0.0.2']) {
    const url = new URL('/user', local.github.url);
    url.hostname = host;
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  }
});
