import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { CodelessError } from '../../../cli/errors';
import { checkOutTag, type TaggedCommit } from '../../../cli/git/check-out-tag';
import { Repository } from './support/repository';

let repository: Repository;

beforeEach(() => {
  repository = new Repository();
});

afterEach(() => {
  repository.remove();
});

interface Told {
  readonly tag?: string;
  readonly pattern?: string;
  readonly directory?: string;
  readonly env?: NodeJS.ProcessEnv;
}

function checkOut({ tag, pattern, directory = repository.directory, env = {} }: Told = {}): Promise<TaggedCommit> {
  return checkOutTag({
    ...{ tag, pattern, directory },
    env: { ...repository.env, ...env },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

async function errorOf(told: Told): Promise<Pick<CodelessError, 'exit' | 'code' | 'message' | 'output'>> {
  const error: unknown = await checkOut(told).catch((reason: unknown) => reason);
  if (!(error instanceof CodelessError)) throw new Error('no CodelessError', { cause: error });
  const { exit, code, message, output } = error;
  return { exit, code, message, output };
}

const source = (): string => readFileSync(join(repository.directory, 'src/app.py'), 'utf8');
const head = (): string => repository.git('rev-parse', 'HEAD');

test("checks out the newest tag's commit with no branch, and leaves the branch where it is", async () => {
  const released = repository.commit('released');
  repository.git('tag', '--annotate', '--message', 'a release', 'v1.0.0');
  const newer = repository.commit('newer');

  expect(await checkOut()).toEqual({ tag: 'v1.0.0', commit: released });
  expect([head(), source()]).toEqual([released, 'released']);
  expect(repository.git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('HEAD');
  expect(repository.git('rev-parse', 'main')).toBe(newer);
});

test('checks out the tag that is given, and of those that match a pattern the newest', async () => {
  const first = repository.commit('first');
  repository.git('tag', 'api/v1');
  const second = repository.commit('second');
  repository.git('tag', 'api/v2');
  repository.commit('third');
  repository.git('tag', 'web/v3');

  expect(await checkOut({ pattern: 'api/*' })).toEqual({ tag: 'api/v2', commit: second });
  expect(await checkOut({ tag: 'api/v1', pattern: 'api/*' })).toEqual({ tag: 'api/v1', commit: first });
});

test('works from a directory within the work tree', async () => {
  const commit = repository.commit('first');
  repository.git('tag', 'v1');
  expect(await checkOut({ directory: join(repository.directory, 'src') })).toEqual({ tag: 'v1', commit });
});

test('fetches tags that the clone lacks, and those that were moved', async () => {
  const first = repository.commit('first');
  const second = repository.commit('second');
  const remote = repository.publish();
  repository.git('tag', 'moved', second);
  repository.git('--git-dir', remote, 'tag', 'moved', first);
  repository.git('--git-dir', remote, 'tag', '--annotate', '--message', 'it', 'new', first);

  expect(await checkOut({ tag: 'moved' })).toEqual({ tag: 'moved', commit: first });
  expect(await checkOut()).toEqual({ tag: 'new', commit: first });
});

test.each(['-f', '--orphan=x', '$(touch${IFS}hacked)', ';touch,hacked', "it's`id`", 'a&b|c', '+refs'])(
  'a tag %s is a name and nothing else',
  async (tag) => {
    const commit = repository.commit('first');
    repository.commit('second');
    repository.git('update-ref', `refs/tags/${tag}`, commit);
    expect(await checkOut({ tag })).toEqual({ tag, commit });
    expect(head()).toBe(commit);
    expect(existsSync(join(repository.directory, 'hacked'))).toBe(false);
  },
);

test('a remote whose name is a flag is no flag', async () => {
  repository.commit('first');
  repository.git('tag', 'v1');
  repository.git('config', 'remote.--upload-pack=touch hacked.url', repository.directory);
  expect(await checkOut()).toMatchObject({ tag: 'v1' });
  expect(existsSync(join(repository.directory, 'hacked'))).toBe(false);
});

test('untracked files stay', async () => {
  repository.commit('first');
  repository.git('tag', 'v1');
  repository.write('report.xml', 'of the build');
  await checkOut();
  expect(readFileSync(join(repository.directory, 'report.xml'), 'utf8')).toBe('of the build');
});

test.each([
  ['changed', () => undefined],
  ['staged', () => repository.git('add', '.')],
])('fails where a file is %s, which stays as it is', async (_, prepare) => {
  repository.commit('first');
  repository.git('tag', 'v1');
  repository.commit('second');
  repository.write('src/app.py', 'not committed');
  prepare();
  expect(await errorOf({})).toMatchObject({
    exit: 'refused',
    code: 'SourceChanged',
    message: `the source in ${repository.directory} has changes`,
    output: [expect.stringContaining('src/app.py')],
  });
  expect(source()).toBe('not committed');
});

test('fails where an untracked file is in the way, which stays as it is', async () => {
  repository.commit('first');
  repository.git('tag', 'v1');
  repository.git('rm', '--quiet', 'src/app.py');
  repository.git('commit', '--quiet', '--message', 'second');
  repository.write('src/app.py', 'not committed');
  expect(await errorOf({})).toMatchObject({ exit: 'failed', code: 'CheckoutFailed' });
  expect(source()).toBe('not committed');
});

test('fails where no tag matches, and stays on the head', async () => {
  const commit = repository.commit('first');
  repository.git('tag', 'v1');
  expect(await errorOf({ pattern: 'api/*' })).toMatchObject({
    exit: 'refused',
    code: 'NoTagMatches',
    message: `no tag in the repository of ${repository.directory} matches api/*`,
  });
  expect(head()).toBe(commit);
});

test('fails where there is no such tag, be there a branch or an expression of that name', async () => {
  repository.commit('first');
  repository.commit('second');
  repository.git('tag', 'v1');
  for (const tag of ['v2', 'main', 'v1~1']) {
    expect(await errorOf({ tag })).toMatchObject({
      exit: 'usage',
      code: 'TagNotFound',
      message: `no commit in the repository of ${repository.directory} is tagged ${tag}`,
    });
  }
});

test('fails where the remote cannot be reached, and hides what it logs in with', async () => {
  repository.commit('first');
  repository.git('tag', 'v1');
  repository.git('remote', 'add', 'origin', 'http://ada:swordfish@127.0.0.1:1/t0psecret/app.git');
  const { exit, code, output } = await errorOf({ env: { ACCESS_TOKEN: 't0psecret' } });
  expect({ exit, code }).toEqual({ exit: 'failed', code: 'FetchFailed' });
  expect(output.join('\n')).toMatch(/127\.0\.0\.1/);
  expect(output.join('\n')).not.toMatch(/swordfish|t0psecret/);
});

test('fails where the remote asks who it is, and asks nobody', async () => {
  repository.commit('first');
  const asker = join(repository.home, 'ask');
  writeFileSync(asker, `#!/bin/sh\ntouch '${repository.home}/asked'\n`, { mode: 0o755 });
  const server = createServer((_, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  repository.git('remote', 'add', 'origin', `http://127.0.0.1:${port}/app.git`);
  const error = await errorOf({ env: { GIT_ASKPASS: asker, SSH_ASKPASS: asker } });
  server.close();
  expect(error).toMatchObject({ code: 'FetchFailed', output: [expect.stringContaining('terminal prompts disabled')] });
  expect(existsSync(join(repository.home, 'asked'))).toBe(false);
});

test('fails outside of a repository, and where there is no such directory', async () => {
  const outside = join(repository.home, 'outside');
  mkdirSync(outside);
  const expected = { exit: 'failed', code: 'NoRepository', message: `${outside} is in no work tree of Git` };
  expect(await errorOf({ directory: outside })).toMatchObject(expected);
  rmSync(outside, { recursive: true });
  expect(await errorOf({ directory: outside })).toEqual({ ...expected, output: [] });
});

test('fails where there is no Git', async () => {
  expect(await errorOf({ env: { PATH: repository.home } })).toMatchObject({
    exit: 'failed',
    code: 'NoGit',
    message: 'there is no Git on PATH',
  });
});

test('fails if the repository itself defines a filter, which would not be run', async () => {
  repository.commit('first');
  repository.git('tag', 'v1');
  const touched = join(repository.home, 'touched');
  repository.git('config', 'filter.secret.smudge', `touch '${touched}'; cat`);
  writeFileSync(join(repository.directory, '.git', 'info', 'attributes'), '* filter=secret\n');
  expect(await errorOf({ tag: 'v1' })).toMatchObject({
    exit: 'refused',
    code: 'RepositoryFilter',
    message: `the configuration of the repository in ${repository.directory} defines the filter secret`,
  });
  expect(existsSync(touched)).toBe(false);
});

test('fetches with the program that the clone is configured for, as CI systems do', async () => {
  repository.commit('first');
  repository.git('tag', 'v1');
  const touched = join(repository.home, 'touched');
  repository.git('remote', 'add', 'origin', 'ssh://127.0.0.1:1/app.git');
  repository.git('config', 'core.sshCommand', `touch '${touched}'; false`);
  expect(await errorOf({ tag: 'v1' })).toMatchObject({ code: 'FetchFailed' });
  expect(existsSync(touched)).toBe(true);
});
