import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Commit, Push, Repository } from '../services/ports';
import { git } from './git';

/** What a reference stands on before it is there, and after it is gone. */
const NOTHING = '0'.repeat(40);

/** The branch that a new repository begins with. */
export const DEFAULT_BRANCH = 'main';

const SETTINGS = {
  // Nothing may go on in the background when the local AWS stops.
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'receive.autogc': 'false',
};

/** A bare repository on this machine. */
export class LocalRepository implements Repository {
  /** Milliseconds since 1970 of the last push. */
  pushedAt: number;
  #changes = Promise.resolve();

  private constructor(
    /** Counts up from 1. */
    readonly id: number,
    readonly fullName: string,
    readonly cloneUrl: string,
    readonly directory: string,
    /** Milliseconds since 1970. */
    readonly createdAt: number,
  ) {
    this.pushedAt = createdAt;
  }

  static async create(id: number, fullName: string, url: string, root: string, now: number): Promise<LocalRepository> {
    const directory = join(root, `${fullName}.git`);
    await mkdir(directory, { recursive: true });
    await git(directory, ['init', '--quiet', '--bare', '--template=', `--initial-branch=${DEFAULT_BRANCH}`]);
    for (const [name, value] of Object.entries(SETTINGS)) await git(directory, ['config', name, value]);
    return new LocalRepository(id, fullName, `${url}/${fullName}.git`, directory, now);
  }

  async commit(ref: string): Promise<Commit | undefined> {
    const found = await this.#found(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
    if (found === undefined) return undefined;
    const shown = await git(this.directory, ['log', '-1', '--format=%an%x00%ae%x00%cI%x00%B', found]);
    const [name = '', email = '', date = '', message = ''] = shown.split('\0');
    return { id: found, message: message.trimEnd(), author: { name, email }, date };
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
    const lines = await git(this.directory, ['for-each-ref', '--format=%(objectname) %(refname)', prefix]);
    return new Map(
      lines.split('\n').flatMap((line) => {
        const [id = '', ref] = line.split(' ');
        return ref === undefined ? [] : [[ref, id] as const];
      }),
    );
  }

  /** Makes a reference that is not there. */
  async createRef(ref: string, commit: string): Promise<readonly Push[]> {
    return this.change(() => git(this.directory, ['update-ref', '--end-of-options', ref, commit, NOTHING]));
  }

  /** Does what may move references, one thing after another, and tells what it moved. */
  change(act: () => Promise<unknown>): Promise<readonly Push[]> {
    const changed = this.#changes.then(async () => {
      const before = await this.refs();
      await act();
      return this.#pushes(before, await this.refs());
    });
    this.#changes = changed.then(() => undefined).catch(() => undefined);
    return changed;
  }

  async #pushes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Promise<Push[]> {
    const moved = [...new Set([...before.keys(), ...after.keys()])].filter((ref) => before.get(ref) !== after.get(ref));
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
    const isNew = from === undefined;
    const what = isNew
      ? ['log', '--format=', '-m', to, '--not', ...known.values()]
      : ['diff', '--no-renames', from, to];
    const paths = await git(this.directory, [...what, '-z', '--name-only', '--']);
    return [...new Set(paths.split('\0'))].filter((path) => path !== '').sort();
  }

  async #found(args: readonly string[]): Promise<string | undefined> {
    try {
      return await git(this.directory, args);
    } catch (error) {
      if ((error as { code?: unknown }).code === 1 || (error as { code?: unknown }).code === 128) return undefined;
      throw error;
    }
  }
}
