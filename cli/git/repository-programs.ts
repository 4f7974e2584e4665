import { runProgram } from '../dependencies/tools/run-program';
import type { GitOptions } from './git';

/** What the configuration of a repository, with the files that it includes, says. */
type OwnConfiguration = ReadonlyMap<string, string>;

const FILTER = /^filter\.(.+)\.(?:clean|smudge|process)$/s;

/** What `git lfs install --local` writes, which CI systems call. */
const GIT_LFS = /^git-lfs (?:clean|smudge(?: --skip)?) -- %f$|^git-lfs filter-process(?: --skip)?$/;

/** Keys by which Git LFS would start other programs. */
const LFS_PROGRAM = /^lfs\.(?:.+\.)?(?:extension|customtransfer|standalonetransferagent)(?:\.|$)/;

const OWN_SCOPES = ['local', 'worktree'];

/**
 * The filters that the repository itself defines, not the user; Git would run their programs on its files. Git LFS is none
 * of them.
 *
 * @see https://git-scm.com/docs/gitattributes
 */
export async function ownFilters(options: GitOptions, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const configuration = await ownConfiguration(options, env);
  const keys = [...configuration.keys()];
  const isLfsPlain = !keys.some((key) => LFS_PROGRAM.test(key));
  const names = keys.flatMap((key) => {
    const name = FILTER.exec(key)?.[1];
    const isLfs = name === 'lfs' && isLfsPlain && GIT_LFS.test(configuration.get(key) ?? '');
    return name === undefined || isLfs ? [] : [name];
  });
  return [...new Set(names)];
}

/**
 * Variables that set the filters to nothing. A filter's name may hold any character, so that it can't be an argument of `-c`.
 *
 * @param env which may hold such variables
 */
export function withoutFilters(filters: readonly string[], env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings = filters.flatMap((name) => [
    ...['clean', 'smudge', 'process'].map((key) => [`filter.${name}.${key}`, '']),
    [`filter.${name}.required`, 'false'],
  ]);
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

/** Reading the configuration runs no program. */
async function ownConfiguration({ directory, signal }: GitOptions, env: NodeJS.ProcessEnv): Promise<OwnConfiguration> {
  const { stdout } = await runProgram('git', ['config', '--list', '--show-scope', '--null'], {
    ...{ cwd: directory, env, signal },
    onLine: () => undefined,
  });
  // Scope, key with value, scope, …
  const fields = stdout.join('\n').split('\0');
  const entries: [string, string][] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [scope = '', setting = ''] = fields.slice(index, index + 2);
    const end = setting.indexOf('\n');
    const [key, value] = end === -1 ? [setting, ''] : [setting.slice(0, end), setting.slice(end + 1)];
    if (OWN_SCOPES.includes(scope)) entries.push([key, value]);
  }
  return new Map(entries);
}
