import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Session } from '../../demo/session';
import { SourceRepository } from '../../demo/source-repository';
import { temporaryFolder } from './support/temporary-folder';

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();

/** An empty bare repository, and an application to put into it. */
async function start() {
  const remote = temporaryFolder();
  git(remote, 'init', '--quiet', '--bare', '--initial-branch', 'main');
  const application = temporaryFolder();
  mkdirSync(join(application, 'app', '__pycache__'), { recursive: true });
  writeFileSync(join(application, 'app', 'main.py'), 'GREETING = "Hello"\n');
  writeFileSync(join(application, 'app', '__pycache__', 'main.pyc'), '');
  const session = new Session(temporaryFolder(), process.env, new AbortController().signal);
  const repository = await SourceRepository.clone(session, remote);
  repository.copy(application);
  return { remote, session, repository };
}

test('what is committed and tagged is pushed, by nobody but the tour’s own author', async () => {
  const { remote, session, repository } = await start();
  try {
    const first = await repository.commit('One');
    repository.replace('app/main.py', 'Hello', 'Goodbye');
    const second = await repository.commit('Two');
    await repository.push('main');
    await repository.tag('v1', first);
    await repository.push('v1');
    expect(git(remote, 'log', '--format=%H %an %s', 'main').split('\n')).toEqual([
      `${second} Ada Two`,
      `${first} Ada One`,
    ]);
    expect(git(remote, 'rev-parse', 'v1')).toBe(first);
    expect(git(remote, 'show', 'main:app/main.py')).toBe('GREETING = "Goodbye"');
    expect(git(remote, 'ls-tree', '-r', '--name-only', 'main')).toBe('app/main.py');
  } finally {
    await session.end();
  }
});

test('fails with what Git said', async () => {
  const { session, repository } = await start();
  try {
    await expect(repository.push('nowhere')).rejects.toThrow("'git push --quiet origin nowhere' ended with exit code");
    expect(() => {
      repository.replace('app/main.py', 'Salut', '');
    }).toThrow("app/main.py has no 'Salut'");
  } finally {
    await session.end();
  }
});
