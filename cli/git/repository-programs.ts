import { isUtf8 } from 'node:buffer';

import { readConfiguration, type ConfigurationOptions } from './configuration';
import type { GitOptions } from './git';

/** What the configuration of a repository names that Git would run beside a command. */
export interface RepositoryPrograms {
  /** Filters that the repository itself defines, and Git LFS where the repository makes it start others. */
  readonly filters: readonly string[];
  /** Hooks that are no files, as Git has them since 2.54. */
  readonly hooks: readonly string[];
  /** A name among them that no variable can hold, so that it can't be switched off; undefined if there is none. */
  readonly unspeakable: string | undefined;
  /** Why it is not known what the configuration names, or can't be switched off; undefined if neither is so. */
  readonly problem: string | undefined;
}

type Named = Pick<RepositoryPrograms, 'filters' | 'hooks'>;

const FILTER = /^filter\.(.*)\.(?:clean|smudge|process)$/s;
const HOOK = /^hook\.(.*)\.[^.]+$/s;

/** What `git lfs install --local` writes, which CI systems call. */
const GIT_LFS = /^git-lfs (?:clean|smudge(?: --skip)?) -- %f$|^git-lfs filter-process(?: --skip)?$/;

/** Keys by which Git LFS would start other programs; it reads them in any case. */
const LFS_PROGRAM = /^lfs\.(?:.+\.)?(?:extension|customtransfer|standalonetransferagent)(?:\.|$)/i;

const LFS = 'lfs';

const TOO_OLD =
  'its configuration names programs, and this Git is too old to be told not to run them: install Git 2.31 or newer';

/**
 * Reads what the repository itself makes Git run, which is not the user's wish. Git LFS in its usual form is none of it.
 *
 * @see https://git-scm.com/docs/gitattributes
 */
export async function repositoryPrograms(
  { directory, signal }: GitOptions,
  env: NodeJS.ProcessEnv,
): Promise<RepositoryPrograms> {
  const { settings, problem } = await readConfiguration({ directory, env, signal });
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
  const programs = { filters: texts(filters), hooks: texts(hooks), unspeakable, problem };
  if (problem !== undefined || (await areSwitchedOff(programs, { directory, env, signal }))) return programs;
  return { ...programs, problem: TOO_OLD };
}

/**
 * Variables that switch off what a repository names. A name may hold any character, so that it can't be an argument of `-c`.
 *
 * @param env which may hold such variables
 */
export function withoutPrograms({ filters, hooks }: Named, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = switches({ filters, hooks });
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

function switches({ filters, hooks }: Named): [key: string, value: string][] {
  return [
    ...filters.flatMap((name): [string, string][] => [
      ...['clean', 'smudge', 'process'].map((key): [string, string] => [`filter.${name}.${key}`, '']),
      [`filter.${name}.required`, 'false'],
    ]),
    ...hooks.map((name): [string, string] => [`hook.${name}.enabled`, 'false']),
  ];
}

/** Whether Git reads the variables, which one before 2.31 does not. */
async function areSwitchedOff(programs: Named, options: ConfigurationOptions): Promise<boolean> {
  const off = switches(programs);
  if (off.length === 0) return true;
  const env = { ...options.env, ...withoutPrograms(programs, options.env) };
  const { settings } = await readConfiguration({ ...options, env });
  const last = new Map(settings.map(({ key, value }) => [Buffer.from(key, 'latin1').toString(), value]));
  return off.every(([key, value]) => last.get(key) === value);
}

function texts(names: readonly string[]): string[] {
  return [...new Set(names)].map((name) => Buffer.from(name, 'latin1').toString());
}
