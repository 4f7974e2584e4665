import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Commit, Push, Repository } from '../services/ports';
import { git } from './git';

/** What a reference stands on before it is there, and after it is gone. */
export const NOTHING = '0'.repeat(40);

/** The branch that a new repository begins with. */
export const DEFAULT_BRANCH = 'main';

/** A bare repository on this machine. */
export class LocalRepository implements Repository {
  /** Where it is for Git and for people. */
  readonly cloneUrl: string;
  readonly html: string;
  /** Where the REST API answers about it. */
  readonly api: string;
  #changes: Promise<unknown> = Promise.resolve();

  private constructor(
    /** Counts up from 1. */
    readonly id: number,
    readonly fullName: string,
    url: string,
    readonly directory: string,
  ) {
    this.html = `${url}/${fullName}`;
    this.cloneUrl = `${this.html}.git`;
    this.api = `${url}/api/v3/repos/${fullName}`;
  }

  static async create(id: number, fullName: string, url: string, root: string): Promise<LocalRepository> {
    const directory = join(root, `${fullName}.git`);
    await mkdir(directory, { recursive: true });
    await git(directory, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${DEFAULT_BRANCH}`]);
    // Nothing may go on in the background when the local AWS stops.
    await git(directory, ['config', 'receive.autogc', 'false']);
    return new LocalRepository(id, fullName, url, directory);
  }

  async commit(ref: string): Promise<Commit | undefined> {
    const format = '--format=%H%x00%an%x00%ae%x00%cI%x00%B';
    try {
      const shown = await git(this.directory, ['log', '-1', format, '--end-of-options', `${ref}^{commit}`, '--']);
      const [id = '', name = '', email = '', date = '', message = ''] = shown.split('\0');
      return { id, message: message.trimEnd(), author: { name, email }, date };
    } catch (error) {
      // What Git says where there is no such commit.
      if ((error as { code?: unknown }).code === 128) return undefined;
      throw error;
    }
  }

  async checkout(commit: string, directory: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    const env = { GIT_INDEX_FILE: join(this.directory, `index-${randomUUID()}`), GIT_WORK_TREE: directory };
    await git(this.directory, ['read-tree', '--end-of-options', commit], env);
    await git(this.directory, ['-C', directory, 'checkout-index', '--all'], env);
    await rm(env.GIT_INDEX_FILE, { force: true });
  }

  /** The commits or tags that references stand on, by the reference's name. */
  async refs(prefix = 'refs/'): Promise<Map<string, string>> {
    const lines = await git(this.directory, ['for-each-ref', '--format=%(refname) %(objectname)', prefix]);
    return new Map(lines.split('\n').flatMap((line) => (line === '' ? [] : [line.split(' ') as [string, string]])));
  }

  /** Does what may move references, one thing after another. Returns what it gave, and what it moved. */
  change<T>(act: () => Promise<T>): Promise<readonly [T, readonly Push[]]> {
    const changed = this.#changes.then(async () => {
      const before = await this.refs();
      return [await act(), await this.#pushes(before, await this.refs())] as const;
    });
    this.#changes = changed.catch(() => undefined);
    return changed;
  }

  async #pushes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Promise<Push[]> {
    const moved = [...new Map([...before, ...after]).keys()].filter((ref) => before.get(ref) !== after.get(ref));
    return Promise.all(
      moved.map(async (ref) => {
        const from = before.get(ref);
        const commit = after.has(ref) ? await this.commit(ref) : undefined;
        const files = commit ? await this.#files(commit.id, from, before) : [];
        const ids = { before: from ?? NOTHING, after: after.get(ref) ?? NOTHING };
        return { repository: this.fullName, ref, ...ids, files, ...(commit && { commit }) };
      }),
    );
  }

  /** Paths that a push changed; of a new reference, those of the commits that no other reference had. */
  async #files(to: string, from: string | undefined, known: ReadonlyMap<string, string>): Promise<string[]> {
    const ofNew = ['log', '--format=', '-m', to, '--not', ...known.values()];
    const what = from === undefined ? ofNew : ['diff', '--no-renames', from, to];
    const paths = await git(this.directory, [...what, '-z', '--name-only', '--']);
    return [...new Set(paths.split('\0'))].filter((path) => path !== '').sort();
  }
}
