import { statSync } from 'node:fs';

import { runProgram } from '../dependencies/tools/run-program';

/** Where Git works, and how. */
export interface GitOptions {
  /** A directory of the work tree. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
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
  GIT_EXTERNAL_DIFF: '',
  LC_ALL: 'C',
};

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
  'diff.external=',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'diff.ignoreSubmodules=dirty',
  'status.submoduleSummary=false',
  'log.showSignature=false',
  'maintenance.auto=false',
  'gc.auto=0',
].flatMap((setting) => ['-c', setting]);

/** Git's own exit code where there is no repository. */
const NOT_A_REPOSITORY = 128;

/**
 * Runs a command of Git, without a shell; that it fails is an answer.
 *
 * @throws the reason of the signal
 */
export async function git({ directory, env, signal }: GitOptions, ...args: readonly string[]): Promise<GitAnswer> {
  // The source may be an archive: no work tree, and no place to start a program in.
  if (statSync(directory, { throwIfNoEntry: false })?.isFile() === true) {
    return { code: NOT_A_REPOSITORY, lines: [], errors: [`fatal: not a directory: ${directory}`] };
  }
  const errors: string[] = [];
  const { code, stdout } = await runProgram('git', [...NO_PROGRAMS, ...args], {
    cwd: directory,
    env: { ...env, ...UNATTENDED },
    signal,
    onLine: (line, stream) => {
      if (stream === 'stderr') errors.push(line);
    },
  });
  return { code, lines: stdout, errors };
}
