import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { runCommand } from './command';
import type { Session } from './session';
import { StepError } from './step-error';

const AUTHOR = { name: 'Ada', email: 'ada@example.com' };

/** A clone of the backend team's repository. */
export class SourceRepository {
  private constructor(
    private readonly session: Session,
    private readonly folder: string,
  ) {}

  /** Makes a clone of an empty repository. */
  public static async clone(session: Session, url: string): Promise<SourceRepository> {
    const repository = new SourceRepository(session, join(session.work, 'app'));
    mkdirSync(repository.folder);
    await repository.git('init', '--quiet', '--initial-branch', 'main');
    await repository.git('remote', 'add', 'origin', url);
    return repository;
  }

  /** Copies an application into it. */
  public copy(application: string): void {
    cpSync(application, this.folder, { recursive: true, filter: (path) => !path.includes('__pycache__') });
  }

  /** Changes a text in one of its files. */
  public replace(file: string, before: string, after: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(before)) throw new Error(`${file} has no '${before}'`);
    writeFileSync(path, text.replace(before, after));
  }

  /** Commits all that is there. Returns the commit's id. */
  public async commit(message: string): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Tags a commit. */
  public async tag(name: string, commit: string): Promise<void> {
    await this.git('tag', name, commit);
  }

  public async push(ref: string): Promise<void> {
    await this.git('push', '--quiet', 'origin', ref);
  }

  private async git(...args: string[]): Promise<string> {
    const { session, folder } = this;
    // Nothing of the caller's: neither name, nor hooks, nor a signature that asks for a passphrase.
    const env = {
      PATH: session.env.PATH,
      HOME: session.work,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: AUTHOR.name,
      GIT_AUTHOR_EMAIL: AUTHOR.email,
      GIT_COMMITTER_NAME: AUTHOR.name,
      GIT_COMMITTER_EMAIL: AUTHOR.email,
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
    };
    const { code, stdout, output } = await runCommand('git', args, { ...session.command(env), cwd: folder });
    if (code !== 0) throw new StepError(`'git ${args.join(' ')}' ended with exit code ${code}.`, output);
    return stdout.join('\n');
  }
}
