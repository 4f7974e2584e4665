import { isUtf8 } from 'node:buffer';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { GitOptions } from './git';

const execute = promisify(execFile);

/** A setting, each byte of it a character. */
interface Setting {
  readonly key: string;
  readonly value: string;
  /** Whether the repository or a file that it includes says it, not the user. */
  readonly isOwn: boolean;
}

/** What the configuration of a repository names that Git would run beside a command. */
export interface RepositoryPrograms {
  /** Filters that the repository itself defines, and Git LFS where the repository makes it start others. */
  readonly filters: readonly string[];
  /** Hooks that are no files, as Git has them since 2.54. */
  readonly hooks: readonly string[];
  /** A name among them that no variable can hold, so that it can't be switched off; undefined if there is none. */
  readonly unspeakable: string | undefined;
}

const FILTER = /^filter\.(.*)\.(?:clean|smudge|process)$/s;
const HOOK = /^hook\.(.*)\.[^.]+$/s;

/** What `git lfs install --local` writes, which CI systems call. */
const GIT_LFS = /^git-lfs (?:clean|smudge(?: --skip)?) -- %f$|^git-lfs filter-process(?: --skip)?$/;

/** Keys by which Git LFS would start other programs; it reads them in any case. */
const LFS_PROGRAM = /^lfs\.(?:.+\.)?(?:extension|customtransfer|standalonetransferagent)(?:\.|$)/i;

const LFS = 'lfs';

const OWN_SCOPES = ['local', 'worktree'];

/** Bytes of a configuration that are read. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads what the repository itself makes Git run, which is not the user's wish. Git LFS in its usual form is none of it.
 *
 * @see https://git-scm.com/docs/gitattributes
 */
export async function repositoryPrograms(options: GitOptions, env: NodeJS.ProcessEnv): Promise<RepositoryPrograms> {
  const settings = await configuration(options, env);
  const own = settings.filter(({ isOwn }) => isOwn);
  // Git LFS reads the configuration by lines, so that a value of two lines may hold a key.
  const isLfsPlain = !own.some(({ key, value }) => LFS_PROGRAM.test(key) || value.includes('\n'));
  const filters = settings.flatMap(({ key, value, isOwn }) => {
    const name = FILTER.exec(key)?.[1];
    if (name === undefined) return [];
    if (name === LFS && isLfsPlain && (!isOwn || GIT_LFS.test(value))) return [];
    return isOwn || name === LFS ? [name] : [];
  });
  const hooks = own.flatMap(({ key }) => HOOK.exec(key)?.[1] ?? []);
  const [unspeakable] = [...filters, ...hooks].filter((name) => !isUtf8(Buffer.from(name, 'latin1')));
  return { filters: texts(filters), hooks: texts(hooks), unspeakable };
}

/**
 * Variables that switch off what a repository names. A name may hold any character, so that it can't be an argument of `-c`.
 *
 * @param env which may hold such variables
 */
export function withoutPrograms({ filters, hooks }: RepositoryPrograms, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = [
    ...filters.flatMap((name) => [
      ...['clean', 'smudge', 'process'].map((key) => [`filter.${name}.${key}`, '']),
      [`filter.${name}.required`, 'false'],
    ]),
    ...hooks.map((name) => [`hook.${name}.enabled`, 'false']),
  ];
  if (settings.length === 0) return {};
  const first = Number(env.GIT_CONFIG_COUNT ?? 0);
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(first + settings.length)],
    ...settings.flatMap(([key, value], index) => [
      [`GIT_CONFIG_KEY_${first + index}`, key],
      [`GIT_CONFIG_VALUE_${first + index}`, value],
    ]),
  ]) as NodeJS.ProcessEnv;
}

function texts(names: readonly string[]): string[] {
  return [...new Set(names)].map((name) => Buffer.from(name, 'latin1').toString());
}

/** Reading the configuration runs no program. */
async function configuration({ directory, signal }: GitOptions, env: NodeJS.ProcessEnv): Promise<Setting[]> {
  const args = ['config', '--list', '--show-scope', '--null'];
  const { stdout } = await execute('git', args, {
    ...{ cwd: directory, env, signal, maxBuffer: MAX_BYTES },
    // Names are bytes: read as text, one that is no UTF-8 would be switched off under another name.
    encoding: 'latin1',
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    // Without Git or a configuration that it reads, the command itself says what is wrong.
    if ((error as NodeJS.ErrnoException).code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') throw error;
    return { stdout: '' };
  });
  // Scope, key with value, scope, …
  const fields = stdout.split('\0');
  const settings: Setting[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [scope = '', setting = ''] = fields.slice(index, index + 2);
    const end = setting.indexOf('\n');
    const [key, value] = end === -1 ? [setting, ''] : [setting.slice(0, end), setting.slice(end + 1)];
    settings.push({ key, value, isOwn: OWN_SCOPES.includes(scope) });
  }
  return settings;
}
