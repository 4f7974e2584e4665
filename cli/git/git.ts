import { statSync } from 'node:fs';

import { runProgram } from '../dependencies/tools/run-program';
import { repositoryPrograms, withoutPrograms, type RepositoryPrograms } from './repository-programs';

/** Where Git works, and how. */
export interface GitOptions {
  /** A directory of the work tree. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /**
   * Whether the user wants the remote to be spoken to, with the credentials and programs that the clone is configured for.
   *
   * @default false: no transport works, not even for objects that a partial clone lacks
   */
  readonly usesRemote?: boolean;
}

/** What a command of Git answered. */
export interface GitAnswer {
  /** Its exit code; 127 where there is no Git. */
  readonly code: number;
  /** Lines of its standard output. */
  readonly lines: readonly string[];
  /** Lines of its standard error. */
  readonly errors: readonly string[];
}

/**
 * Nobody is there to answer a question, so that a missing credential is an error at once. What Git says is read, so that it
 * has to be in English. Programs of the user's environment that Git would start to show something are not needed.
 */
const UNATTENDED = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_PAGER: 'cat',
  LC_ALL: 'C',
};

/** What makes Git look at another repository than the directory's; Git sets it for its hooks. */
const REDIRECTIONS = new Set([
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_NAMESPACE'],
  ...['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_SHALLOW_FILE', 'GIT_GRAFT_FILE'],
  ...['GIT_REPLACE_REF_BASE', 'GIT_IMPLICIT_WORK_TREE', 'GIT_INTERNAL_SUPER_PREFIX'],
  ...['GIT_CONFIG', 'GIT_EXTERNAL_DIFF', 'GIT_ATTR_SOURCE'],
]);

/** Commands that read or write files through filters, or call hooks. */
const RUNNING = ['status', 'checkout', 'fetch'];

/**
 * The directory is foreign content, and a repository's configuration names programs: a bare repository that lies in it counts
 * for nothing, and what would run beside a command does not.
 *
 * @see https://git-scm.com/docs/git-config
 */
const NO_PROGRAMS = [
  'safe.bareRepository=explicit',
  'core.fsmonitor=false',
  `core.hooksPath=${process.platform === 'win32' ? 'nul' : '/dev/null'}`,
  'core.pager=cat',
  'core.alternateRefsCommand=true',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'diff.ignoreSubmodules=dirty',
  'status.submoduleSummary=false',
  'log.showSignature=false',
  'maintenance.auto=false',
  'gc.auto=0',
].flatMap((setting) => ['-c', setting]);

const UNSPEAKABLE = 'its configuration names a program in a section whose name is not UTF-8, and would be run';

/** Git's own exit code where there is no repository, and for what else it can't begin with. */
const FATAL = 128;

/**
 * Runs a command of Git, without a shell; that it fails is an answer.
 *
 * @throws the reason of the signal
 */
export async function git(options: GitOptions, ...args: readonly string[]): Promise<GitAnswer> {
  const { directory, signal } = options;
  // The source may be an archive: no work tree, and no place to start a program in.
  if (statSync(directory, { throwIfNoEntry: false })?.isFile() === true) {
    return { code: FATAL, lines: [], errors: [`fatal: not a directory: ${directory}`] };
  }
  const env = environmentOf(options);
  const programs = RUNNING.some((command) => args.includes(command))
    ? await repositoryPrograms(options, env)
    : { filters: [], hooks: [], unspeakable: undefined, problem: undefined };
  const problem = programs.unspeakable === undefined ? programs.problem : UNSPEAKABLE;
  if (problem !== undefined) return { code: FATAL, lines: [], errors: [`fatal: ${problem}`] };
  const errors: string[] = [];
  const { code, stdout } = await runProgram('git', [...NO_PROGRAMS, ...args], {
    cwd: directory,
    env: { ...env, ...withoutPrograms(programs, env) },
    signal,
    onLine: (line, stream) => {
      if (stream === 'stderr') errors.push(line);
    },
  });
  return { code, lines: stdout, errors };
}

/** Programs that the repository itself names and that are not run: without its filters a check-out makes other files. */
export async function ignoredPrograms(options: GitOptions): Promise<RepositoryPrograms> {
  const programs = await repositoryPrograms(options, environmentOf(options));
  const { unspeakable, filters } = programs;
  return unspeakable === undefined ? programs : { ...programs, filters: [unspeakable, ...filters] };
}

function environmentOf({ env, usesRemote = false }: GitOptions): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !REDIRECTIONS.has(name));
  return { ...Object.fromEntries(kept), ...UNATTENDED, ...(usesRemote ? {} : { GIT_ALLOW_PROTOCOL: 'none' }) };
}
