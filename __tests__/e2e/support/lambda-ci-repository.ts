import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LocalAws } from '../../../local-aws';
import { GIT_ENVIRONMENT } from './git-environment';
import { temporaryDirectory } from './temporary';
import { run } from './terraform';

/** A repository at the local GitHub, and a clone of it. */
export class LambdaCiRepository {
  private readonly folder = temporaryDirectory('clone');

  private constructor(
    private readonly aws: LocalAws,
    readonly fullName: string,
  ) {}

  static async create(aws: LocalAws, fullName: string): Promise<LambdaCiRepository> {
    const { cloneUrl } = await aws.github.createRepository(fullName);
    const repository = new LambdaCiRepository(aws, fullName);
    await repository.git('init', '--quiet', '--initial-branch', 'main');
    await repository.git('remote', 'add', 'origin', cloneUrl);
    return repository;
  }

  /** Writes files, or removes those that have no text, and commits them. Returns the commit's id. */
  async commit(message: string, files: Readonly<Record<string, string | undefined>>): Promise<string> {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (text === undefined) rmSync(path, { force: true });
      else writeFileSync(path, text);
    }
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  /** Commits and pushes the branch. Returns the commit's id. */
  async push(message: string, files: Readonly<Record<string, string | undefined>>): Promise<string> {
    const commit = await this.commit(message, files);
    await this.git('push', '--quiet', 'origin', 'HEAD:main');
    return commit;
  }

  /** Makes a tag and pushes it. */
  async pushTag(tag: string, commit: string): Promise<void> {
    await this.git('tag', tag, commit);
    await this.git('push', '--quiet', 'origin', tag);
  }

  /** Publishes a release, whose tag is made at a commit, and waits until all hooks have been told. */
  async release(tag: string, commit: string): Promise<void> {
    const response = await fetch(`${this.aws.github.url}/api/v3/repos/${this.fullName}/releases`, {
      method: 'POST',
      headers: { authorization: 'Bearer local' },
      body: JSON.stringify({ tag_name: tag, target_commitish: commit }),
    });
    if (!response.ok) throw new Error(`GitHub answered ${response.status}: ${await response.text()}`);
    await this.aws.github.idle();
  }

  private async git(...args: string[]): Promise<string> {
    const { exitCode, output } = await run('git', args, this.folder, GIT_ENVIRONMENT);
    if (exitCode !== 0) throw new Error(`git ${args.join(' ')} ended with ${exitCode}:\n${output}`);
    return output;
  }
}
