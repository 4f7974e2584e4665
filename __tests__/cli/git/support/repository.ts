import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const IDENTITY = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'init.defaultBranch=main'];

/** A repository of Git in a directory of its own, which no configuration of the machine reaches. */
export class Repository {
  readonly home = mkdtempSync(join(tmpdir(), 'codeless-git-'));
  readonly directory = join(this.home, 'repository');
  readonly env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: this.home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: this.home,
  };
  #second = 0;

  constructor() {
    mkdirSync(this.directory);
    this.git('init', '--quiet');
  }

  /** What a command answers, made a second later than the one before. */
  git(...args: readonly string[]): string {
    this.#second += 1;
    const date = `2026-11-21T12:00:${String(this.#second).padStart(2, '0')}Z`;
    const env = { ...this.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const options = { cwd: this.directory, env, encoding: 'utf8', stdio: 'pipe' } as const;
    return execFileSync('git', [...IDENTITY, ...args], options).trim();
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.directory, path)), { recursive: true });
    writeFileSync(join(this.directory, path), content);
  }

  /** Commits a file and tells the commit. */
  commit(content: string, message = content): string {
    this.write('src/app.py', content);
    this.git('add', '.');
    this.git('commit', '--quiet', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** A bare copy of it, as the machine where it is pushed to. */
  publish(): string {
    const remote = join(this.home, 'remote.git');
    this.git('clone', '--quiet', '--bare', this.directory, remote);
    this.git('remote', 'add', 'origin', remote);
    return remote;
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
