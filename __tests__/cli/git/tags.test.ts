import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { commitOf, newestTags } from '../../../cli/git/tags';
import { git, type GitOptions } from '../../../cli/git/git';
import { Repository } from './support/repository';

let repository: Repository;
let options: GitOptions;

beforeEach(() => {
  repository = new Repository();
  options = { directory: repository.directory, env: repository.env, signal: new AbortController().signal };
});

afterEach(() => {
  repository.remove();
});

test('the tag that was created last is the newest, whatever its number and its commit', async () => {
  const first = repository.commit('first');
  repository.git('tag', 'v2.0.0');
  repository.commit('second');
  repository.git('tag', 'v1.0.0');
  repository.git('tag', '--annotate', '--message', 'a mend of the old', 'v0.9.1', first);
  expect(await newestTags(options, '*')).toEqual(['v0.9.1', 'v1.0.0', 'v2.0.0']);
});

test('of tags of one time the higher version is the newest, and a candidate older than what it was for', async () => {
  repository.commit('first');
  for (const tag of ['v1.10.0-rc1', 'v1.9.0', 'v1.10.0', 'v1.2.0']) repository.git('tag', tag);
  expect(await newestTags(options, '*')).toEqual(['v1.10.0', 'v1.10.0-rc1', 'v1.9.0', 'v1.2.0']);
});

test('an asterisk of the pattern stands for slashes, and a tag may begin with a dash', async () => {
  repository.commit('first');
  repository.git('update-ref', 'refs/tags/-d', 'HEAD');
  repository.git('tag', 'api/v1');
  repository.git('tag', 'api/v2/hotfix');
  repository.git('tag', 'web/v3');
  expect(await newestTags(options, 'api*')).toEqual(['api/v2/hotfix', 'api/v1']);
  expect(await newestTags(options, '-*')).toEqual(['-d']);
  expect(await newestTags(options, '-d')).toEqual(['-d']);
});

test('tags of a commit are those that name it, annotated or not', async () => {
  const first = repository.commit('first');
  repository.git('tag', 'plain');
  repository.git('tag', '--annotate', '--message', 'it', 'annotated');
  repository.commit('second');
  repository.git('tag', 'later');
  expect(await newestTags(options, '*', first)).toEqual(['annotated', 'plain']);
});

test('a tag names its commit, annotated or not', async () => {
  const commit = repository.commit('first');
  repository.git('tag', 'plain');
  repository.git('tag', '--annotate', '--message', 'it', 'annotated');
  expect(await commitOf(options, 'plain')).toBe(commit);
  expect(await commitOf(options, 'annotated')).toBe(commit);
});

test('what is an expression, a branch or a file is no tag', async () => {
  repository.commit('first');
  repository.commit('second');
  repository.git('tag', 'v1');
  repository.git('branch', 'side');
  repository.git('tag', 'blob', 'HEAD:src/app.py');
  for (const tag of ['v1~1', 'v1^', 'v1^{commit}', 'v*', 'side', '../heads/side', 'blob', '--all', 'HEAD']) {
    expect([tag, await commitOf(options, tag)]).toEqual([tag, undefined]);
  }
});

test('an archive has no tags and no commit', async () => {
  repository.commit('first');
  repository.git('tag', 'v1.0.0');
  writeFileSync(join(repository.directory, 'app.zip'), '');
  const archive = { ...options, directory: join(repository.directory, 'app.zip') };

  expect(await newestTags(archive, '*')).toEqual([]);
  expect((await git(archive, 'rev-parse', 'HEAD')).code).toBe(128);
});
