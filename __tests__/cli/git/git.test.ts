import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { git, type GitAnswer } from '../../../cli/git/git';
import { Repository } from './support/repository';

let repository: Repository;
let touched: string;
let program: string;

beforeEach(() => {
  repository = new Repository();
  touched = join(repository.home, 'touched');
  program = join(repository.home, 'program');
  writeFileSync(program, `#!/bin/sh\ntouch '${touched}'\n`);
  chmodSync(program, 0o755);
});

afterEach(() => {
  repository.remove();
});

function run(directory: string, ...args: readonly string[]): Promise<GitAnswer> {
  return git({ directory, env: repository.env, signal: new AbortController().signal }, ...args);
}

test('a bare repository that lies in the source runs nothing, and counts for none', async () => {
  repository.commit('first');
  const bare = join(repository.directory, 'src', 'embedded');
  repository.git('init', '--quiet', '--bare', bare);
  for (const [name = '', value = ''] of [
    ['core.bare', 'false'],
    ['core.worktree', bare],
    ['core.fsmonitor', program],
  ]) {
    repository.git('config', '--file', join(bare, 'config'), name, value);
  }
  const { code } = await run(bare, 'status', '--porcelain');
  expect([code, existsSync(touched)]).toEqual([128, false]);
});

test('core.fsmonitor of a repository is not run', async () => {
  repository.commit('first');
  repository.git('config', 'core.fsmonitor', program);
  repository.write('src/app.py', 'changed');
  expect((await run(repository.directory, 'status', '--porcelain', '--', '.')).lines).toEqual([' M src/app.py']);
  expect(existsSync(touched)).toBe(false);
});

test('hooks of a repository are not run', async () => {
  const first = repository.commit('first');
  repository.commit('second');
  const hook = join(repository.directory, '.git/hooks/post-checkout');
  mkdirSync(join(repository.directory, '.git/hooks'), { recursive: true });
  writeFileSync(hook, `#!/bin/sh\ntouch '${touched}'\n`);
  chmodSync(hook, 0o755);
  expect((await run(repository.directory, 'checkout', '--detach', '--quiet', first)).code).toBe(0);
  expect(existsSync(touched)).toBe(false);
});

test('a remote that is a command is not run', async () => {
  repository.commit('first');
  repository.git('config', 'protocol.ext.allow', 'always');
  repository.git('remote', 'add', 'origin', `ext::${program}`);
  expect((await run(repository.directory, 'fetch', '--quiet', 'origin')).code).not.toBe(0);
  expect(existsSync(touched)).toBe(false);
});
