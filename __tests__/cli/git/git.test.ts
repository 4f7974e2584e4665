import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { git, ignoredPrograms, type GitAnswer } from '../../../cli/git/git';
import { repositoryPrograms, withoutPrograms } from '../../../cli/git/repository-programs';
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

test.each([
  ['has a control character', '\x1b[31my', 0],
  ['is only a control sequence', '\x1b[31m', 0],
  ['is empty', '', 0],
  ['is beyond ASCII', 'größe', 0],
  ['is not UTF-8', 'x\xff', 128],
])('a filter whose name %s is not run', async (_, name, code) => {
  repository.commit('first');
  const bytes = Buffer.from(name, name.includes('\xff') ? 'latin1' : 'utf8');
  const [before, after] = ['[filter "', `"]\n\tclean = ${program}\n\tsmudge = ${program}\n`];
  const config = join(repository.directory, '.git', 'config');
  appendFileSync(config, Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]));
  const attributes = Buffer.concat([Buffer.from('* filter='), bytes, Buffer.from('\n')]);
  writeFileSync(join(repository.directory, '.git', 'info', 'attributes'), attributes);
  repository.write('src/app.py', 'other');
  expect((await run(repository.directory, 'status', '--porcelain', '--', '.')).code).toBe(code);
  expect((await run(repository.directory, 'checkout', '--force', '--detach', '--quiet', 'HEAD')).code).toBe(code);
  expect(existsSync(touched)).toBe(false);
  const options = { directory: repository.directory, env: repository.env, signal: new AbortController().signal };
  expect((await ignoredPrograms(options)).filters).toHaveLength(code === 0 ? 1 : 2);
});

test('hooks that the configuration names are switched off', async () => {
  repository.commit('first');
  repository.git('config', 'hook.mine.command', program);
  repository.git('config', 'hook.mine.event', 'post-checkout');
  repository.git('config', 'hook.mine.enabled', 'true');
  repository.git('config', '--global', 'hook.users.command', 'true');
  const options = { directory: repository.directory, env: repository.env, signal: new AbortController().signal };
  const programs = await repositoryPrograms(options, repository.env);
  expect(programs.hooks).toEqual(['mine']);
  const told = execFileSync('git', ['config', '--get', 'hook.mine.enabled'], {
    cwd: repository.directory,
    env: { ...repository.env, ...withoutPrograms(programs, repository.env) },
  });
  expect(told.toString()).toBe('false\n');
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
});

test.each([
  ['names a program for it', 'lfs.extension.more.clean', (path: string) => path],
  ['names one in other letters', 'lfs.Extension.more.clean', (path: string) => path],
  ['hides one behind a line end', 'user.name', (path: string) => `x\nlfs.extension.more.clean=${path}`],
])("Git LFS, also the user's, is not run for a repository that %s", async (_, key, value) => {
  repository.commit('first');
  writeFileSync(program, `#!/bin/sh\ntouch '${touched}'\nexec cat\n`);
  const bin = join(repository.home, 'bin');
  mkdirSync(bin);
  renameSync(program, join(bin, 'git-lfs'));
  repository.git('config', '--global', 'filter.lfs.clean', 'git-lfs clean -- %f');
  repository.git('config', key, value(program));
  writeFileSync(join(repository.directory, '.git', 'info', 'attributes'), '* filter=lfs\n');
  repository.write('src/app.py', 'other');
  const env = { ...repository.env, PATH: `${bin}:${process.env.PATH ?? ''}` };
  const options = { directory: repository.directory, env, signal: new AbortController().signal };
  await git(options, 'status', '--porcelain');
  expect(existsSync(touched)).toBe(false);
  expect((await ignoredPrograms(options)).filters).toEqual(['lfs']);
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
