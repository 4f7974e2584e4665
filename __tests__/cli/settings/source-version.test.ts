import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { defaultSourceVersion } from '../../../cli/settings/source-version';

const { PATH = '' } = process.env;
const directory = mkdtempSync(join(tmpdir(), 'codeless-git-'));
const env = { PATH, HOME: directory, GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: tmpdir() };

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

test.each(['CODEBUILD_RESOLVED_SOURCE_VERSION', 'GITHUB_SHA', 'CI_COMMIT_SHA'])('%s says it first', async (name) => {
  expect(await defaultSourceVersion(source, { ...env, [name]: 'c0ffee' })).toEqual({
    value: 'c0ffee',
    source: 'environment',
  });
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
