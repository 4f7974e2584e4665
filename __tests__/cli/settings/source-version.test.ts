import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ProgressEvent } from '../../../cli/progress';
import { defaultSourceVersion as read } from '../../../cli/settings/source-version';

const { PATH = '' } = process.env;
const directory = mkdtempSync(join(tmpdir(), 'codeless-git-'));
const env = { PATH, HOME: directory, GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: tmpdir() };

const events: ProgressEvent[] = [];

function defaultSourceVersion(from: string, variables: NodeJS.ProcessEnv): ReturnType<typeof read> {
  return read(from, variables, (event) => events.push(event));
}

beforeEach(() => {
  events.length = 0;
});

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: repository, env, encoding: 'utf8' }).trim();
}

const repository = join(directory, 'repository');
const source = join(repository, 'src');

beforeAll(() => {
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'app.py'), '1\n');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('is the commit that is checked out', async () => {
  expect(await defaultSourceVersion(source, env)).toEqual({ value: git('rev-parse', 'HEAD'), source: 'default' });
});

test('says that the source differs from the commit, and does not mind what lies outside of it', async () => {
  writeFileSync(join(repository, 'notes.txt'), 'outside');
  expect((await defaultSourceVersion(source, env)).value).toBe(git('rev-parse', 'HEAD'));

  writeFileSync(join(source, 'new.py'), '2\n');
  expect((await defaultSourceVersion(source, env)).value).toBe(`${git('rev-parse', 'HEAD')}-dirty`);
  rmSync(join(source, 'new.py'));
});

const VARIABLES = ['CODEBUILD_RESOLVED_SOURCE_VERSION', 'GITHUB_SHA', 'CI_COMMIT_SHA'] as const;

test.each(VARIABLES)('%s says it where the source is no work tree', async (name) => {
  expect(await defaultSourceVersion(directory, { ...env, [name]: 'c0ffee' })).toEqual({
    value: 'c0ffee',
    source: 'environment',
  });
});

test.each(VARIABLES)('%s says it where that is what is checked out', async (name) => {
  const head = git('rev-parse', 'HEAD');
  expect(await defaultSourceVersion(source, { ...env, [name]: head })).toEqual({ value: head, source: 'environment' });
});

test.each(VARIABLES)('another commit that was checked out since counts more than %s', async (name) => {
  const branch = git('symbolic-ref', '--short', 'HEAD');
  const first = git('rev-parse', 'HEAD');
  git('commit', '--quiet', '--allow-empty', '--message', 'second');
  const second = git('rev-parse', 'HEAD');
  git('checkout', '--quiet', '--detach', first);
  expect(await defaultSourceVersion(source, { ...env, [name]: second })).toEqual({ value: first, source: 'default' });
  git('checkout', '--quiet', branch);
});

test('what a CI adds to the source does not make another version of it', async () => {
  writeFileSync(join(source, 'new.py'), '2\n');
  const head = git('rev-parse', 'HEAD');
  expect((await defaultSourceVersion(source, { ...env, GITHUB_SHA: head })).value).toBe(head);
  rmSync(join(source, 'new.py'));
});

test('an empty variable says nothing', async () => {
  expect((await defaultSourceVersion(source, { ...env, GITHUB_SHA: '' })).source).toBe('default');
});

test('is random where there is no repository', async () => {
  const [one, other] = [await defaultSourceVersion(directory, env), await defaultSourceVersion(directory, env)];
  expect(one.value).toMatch(/^[0-9A-F]{32}$/);
  expect(other.value).not.toBe(one.value);
});

test('is random where there is no Git', async () => {
  expect((await defaultSourceVersion(source, { ...env, PATH: directory })).value).toMatch(/^[0-9A-F]{32}$/);
});

test('warns of a repository that Git does not read because another user owns it, with the remedy', async () => {
  const foreign = { ...env, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' };
  const { value } = await defaultSourceVersion(source, foreign);
  const reason =
    `Git does not read the repository ${repository}, because another user owns it: ` +
    `run git config --global --add safe.directory '${repository}'`;
  expect(value).toMatch(/^[0-9A-F]{32}$/);
  const warning = { kind: 'note', level: 'warning' };
  expect(events).toEqual([{ ...warning, text: `${reason}; a random source version is taken, and no tag is known` }]);

  events.length = 0;
  expect((await defaultSourceVersion(source, { ...foreign, GITHUB_SHA: 'c0ffee' })).value).toBe('c0ffee');
  expect(events).toEqual([{ ...warning, text: `${reason}; c0ffee is taken as source version, and no tag is known` }]);
});

test('says nothing where there is no repository or no Git, and of one without a commit', async () => {
  const empty = join(directory, 'empty');
  mkdirSync(empty);
  execFileSync('git', ['init', '--quiet'], { cwd: empty, env });
  expect((await defaultSourceVersion(empty, env)).value).toMatch(/^[0-9A-F]{32}$/);
  await defaultSourceVersion(directory, env);
  await defaultSourceVersion(source, { ...env, PATH: directory });
  expect(events).toEqual([]);
});

test('is the commit in a shallow clone, in a work tree that was added, and in a submodule', async () => {
  git('commit', '--quiet', '--allow-empty', '--message', 'third');
  const head = git('rev-parse', 'HEAD');
  const [shallow, added] = [join(directory, 'shallow'), join(directory, 'added')];
  git('clone', '--quiet', '--depth', '1', `file://${repository}`, shallow);
  git('worktree', 'add', '--quiet', '--detach', added);
  const outer = join(directory, 'outer');
  git('init', '--quiet', outer);
  git('-C', outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repository, 'inner');
  for (const tree of [shallow, added, join(outer, 'inner')]) {
    expect((await defaultSourceVersion(join(tree, 'src'), env)).value).toBe(head);
  }
  expect(events).toEqual([]);
});

describe('in a repository with a submodule that has one', () => {
  const outer = join(directory, 'nested');
  const touched = join(directory, 'touched');

  beforeAll(() => {
    const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add'];
    const [deep, middle] = [join(directory, 'deep'), join(directory, 'middle')];
    for (const [path, inner] of [
      [deep, undefined],
      [middle, deep],
      [outer, middle],
    ]) {
      execFileSync('git', ['init', '--quiet', path ?? ''], { env });
      writeFileSync(join(path ?? '', 'app.py'), '1\n');
      if (inner !== undefined) git('-C', path ?? '', ...add, inner, 'größe inner');
      git('-C', path ?? '', 'add', '.');
      git('-C', path ?? '', 'commit', '--quiet', '--message', 'first');
    }
    git('-C', outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init', '--recursive');
  });

  const version = async (): Promise<string> => (await defaultSourceVersion(outer, env)).value;
  const head = (): string => git('-C', outer, 'rev-parse', 'HEAD');

  afterEach(() => {
    for (const path of [outer, join(outer, 'größe inner'), join(outer, 'größe inner', 'größe inner')]) {
      git('-C', path, 'reset', '--quiet', '--hard');
      git('-C', path, 'clean', '--quiet', '--force');
    }
  });

  test('is the commit if neither has changes, nor is checked out', async () => {
    expect(await version()).toBe(head());
    const bare = join(directory, 'not-initialised');
    git('clone', '--quiet', outer, bare);
    expect((await defaultSourceVersion(bare, env)).value).toBe(head());
  });

  test.each(['größe inner', 'größe inner/größe inner'])(
    'says that a file in %s differs from the commit',
    async (path) => {
      writeFileSync(join(outer, path, 'app.py'), '2\n');
      expect(await version()).toBe(`${head()}-dirty`);
    },
  );

  test('says that there is a file in one that is in no commit', async () => {
    writeFileSync(join(outer, 'größe inner', 'new.py'), '2\n');
    expect(await version()).toBe(`${head()}-dirty`);
  });

  test('runs nothing that the submodule is configured for', async () => {
    const inner = join(outer, 'größe inner');
    const program = join(directory, 'program');
    writeFileSync(program, `#!/bin/sh\ntouch '${touched}'\nexec cat\n`, { mode: 0o755 });
    git('-C', inner, 'config', 'core.fsmonitor', program);
    git('-C', inner, 'config', 'filter.lossy.clean', program);
    const gitDirectory = git('-C', inner, '-c', 'core.fsmonitor=false', 'rev-parse', '--absolute-git-dir');
    mkdirSync(join(gitDirectory, 'info'), { recursive: true });
    writeFileSync(join(gitDirectory, 'info', 'attributes'), '* filter=lossy\n');
    writeFileSync(join(inner, 'app.py'), '3\n');
    rmSync(touched, { force: true });

    expect(await version()).toBe(`${head()}-dirty`);
    expect(existsSync(touched)).toBe(false);
    rmSync(join(gitDirectory, 'info', 'attributes'));
    git('-C', inner, '-c', 'core.fsmonitor=false', 'config', '--unset', 'core.fsmonitor');
  });
});
