import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

test.each(['lossy', 'a=b', 'x.y'])('the filter %s of a repository is not run', async (name) => {
  repository.commit('first');
  repository.git('config', '--file', join(repository.directory, '.git', 'config'), `include.path`, 'more');
  for (const key of ['clean', 'smudge', 'process']) {
    repository.git('config', '--file', join(repository.directory, '.git', 'more'), `filter.${name}.${key}`, program);
  }
  repository.git('config', `filter.${name}.required`, 'true');
  writeFileSync(join(repository.directory, '.git', 'info', 'attributes'), `* filter=${name}\n`);
  repository.write('src/app.py', 'other');
  expect((await run(repository.directory, 'status', '--porcelain', '--', '.')).lines).toEqual([' M src/app.py']);
  expect((await run(repository.directory, 'checkout', '--force', '--detach', '--quiet', 'HEAD')).code).toBe(0);
  expect(existsSync(touched)).toBe(false);
});

test('a filter of the user is run', async () => {
  repository.commit('first');
  writeFileSync(program, `#!/bin/sh\ntouch '${touched}'\nexec cat\n`);
  repository.git('config', '--global', 'filter.mine.clean', program);
  writeFileSync(join(repository.directory, '.git', 'info', 'attributes'), '* filter=mine\n');
  repository.write('src/app.py', 'other');
  expect((await run(repository.directory, 'status', '--porcelain', '--', '.')).lines).toEqual([' M src/app.py']);
  expect(existsSync(touched)).toBe(true);
});

test('Git LFS, as a clone in a CI is set up for it, is run', async () => {
  repository.commit('first');
  writeFileSync(program, `#!/bin/sh\ntouch '${touched}'\nexec cat\n`);
  const bin = join(repository.home, 'bin');
  mkdirSync(bin);
  renameSync(program, join(bin, 'git-lfs'));
  repository.git('config', 'filter.lfs.clean', 'git-lfs clean -- %f');
  writeFileSync(join(repository.directory, '.git', 'info', 'attributes'), '* filter=lfs\n');
  repository.write('src/app.py', 'other');
  const env = { ...repository.env, PATH: `${bin}:${process.env.PATH ?? ''}` };
  const status = (): Promise<GitAnswer> =>
    git({ directory: repository.directory, env, signal: new AbortController().signal }, 'status', '--porcelain');
  await status();
  expect(existsSync(touched)).toBe(true);
  rmSync(touched);
  repository.git('config', 'lfs.extension.more.clean', program);
  await status();
  expect(existsSync(touched)).toBe(false);
});

test.each([
  ['core.sshCommand', 'ssh://127.0.0.1:1/repository'],
  ['remote.origin.uploadpack', '.'],
])('%s of a repository is not run for a missing object of a partial clone', async (key, url) => {
  const first = repository.commit('first');
  repository.commit('second');
  repository.git('remote', 'add', 'origin', url);
  for (const [name = '', value = ''] of [
    ['core.repositoryformatversion', '1'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.promisor', 'true'],
    ['protocol.file.allow', 'always'],
    [key, program],
  ]) {
    repository.git('config', name, value);
  }
  rmSync(join(repository.directory, '.git', 'objects', first.slice(0, 2), first.slice(2)));
  expect((await run(repository.directory, 'log', '--max-count=1', '--format=%s', first)).code).not.toBe(0);
  expect(existsSync(touched)).toBe(false);
});

test('gpg.program, core.askPass, core.pager, credential.helper and core.alternateRefsCommand of a repository are not run', async () => {
  repository.commit('first');
  for (const key of ['gpg.program', 'core.askPass', 'core.pager', 'credential.helper', 'core.alternateRefsCommand']) {
    repository.git('config', key, program);
  }
  repository.git('config', 'log.showSignature', 'true');
  for (const args of [
    ['status', '--porcelain'],
    ['log', '--max-count=1', '--format=%s'],
    ['tag', '--list'],
    ['checkout', '--detach', '--quiet', 'HEAD'],
  ]) {
    expect((await run(repository.directory, ...args)).code).toBe(0);
  }
  expect(existsSync(touched)).toBe(false);
});

test('variables that name another repository, as Git sets them for a hook, count for nothing', async () => {
  const here = repository.commit('first');
  const other = new Repository();
  other.commit('other');
  const env = {
    ...repository.env,
    GIT_DIR: join(other.directory, '.git'),
    GIT_WORK_TREE: other.directory,
    GIT_INDEX_FILE: join(other.directory, '.git', 'index'),
    GIT_EXTERNAL_DIFF: program,
  };
  const options = { directory: repository.directory, env, signal: new AbortController().signal };
  expect((await git(options, 'rev-parse', 'HEAD')).lines).toEqual([here]);
  expect((await git(options, 'status', '--porcelain')).lines).toEqual([]);
  other.remove();
});
