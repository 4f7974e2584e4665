import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A setting, each byte of it a character. */
export interface Setting {
  readonly key: string;
  readonly value: string;
  /** Whether the repository or a file that it includes says it, not the user. */
  readonly isOwn: boolean;
}

/** Where a configuration is read. */
export interface ConfigurationOptions {
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** What was read, or why it could not be. */
export interface Configuration {
  readonly settings: readonly Setting[];
  /** As Git says it, without `fatal:`; undefined if the configuration was read, and if there is no Git. */
  readonly problem: string | undefined;
}

const OWN_SCOPES = ['local', 'worktree'];

/** Bytes of a configuration that are read. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Git's exit code for an option that it does not know. */
const USAGE = 129;

/** Git before 2.26 says in which file a setting is only by asking for one. */
const OUTSIDE = /can only be used inside a git repository|not in a git directory/;

class Unreadable extends Error {
  constructor(
    readonly code: number | undefined,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads what Git is configured for in a directory, which need not be in a repository. It runs no program but Git.
 *
 * @throws the reason of the signal
 */
export async function readConfiguration(options: ConfigurationOptions): Promise<Configuration> {
  try {
    return { settings: await scoped(options), problem: undefined };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { settings: [], problem: error.message };
  }
}

async function scoped(options: ConfigurationOptions): Promise<Setting[]> {
  const fields = await list(options, '--show-scope').catch((error: unknown) => {
    if (error instanceof Unreadable && error.code === USAGE) return undefined;
    throw error;
  });
  if (fields === undefined) return separate(options);
  // Scope, setting, scope, …
  return fields.flatMap((setting, index) =>
    index % 2 === 0 ? [] : [settingOf(setting, OWN_SCOPES.includes(fields[index - 1] ?? ''))],
  );
}

/** Those of the repository and of the work tree, after all. */
async function separate(options: ConfigurationOptions): Promise<Setting[]> {
  const all = await list(options);
  const own = await list(options, '--local', '--includes').catch((error: unknown) => {
    if (error instanceof Unreadable && OUTSIDE.test(error.message)) return [];
    throw error;
  });
  const hasWorkTrees = own.some((setting) => setting.startsWith('extensions.worktreeconfig\n'));
  const ofWorkTree = hasWorkTrees ? await list(options, '--worktree', '--includes') : [];
  return [
    ...all.map((setting) => settingOf(setting, false)),
    ...[...own, ...ofWorkTree].map((setting) => settingOf(setting, true)),
  ];
}

/** Key and value with a line end between, or a key that is only there. */
function settingOf(text: string, isOwn: boolean): Setting {
  const end = text.indexOf('\n');
  const [key, value] = end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
  return { key, value, isOwn };
}

async function list({ directory, env, signal }: ConfigurationOptions, ...args: readonly string[]): Promise<string[]> {
  const { stdout } = await execute('git', ['config', '--list', '--null', ...args], {
    ...{ cwd: directory, env, signal, maxBuffer: MAX_BYTES },
    // Names are bytes: read as text, one that is no UTF-8 would be switched off under another name.
    encoding: 'latin1',
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    const { code, stderr } = error as { readonly code?: string | number; readonly stderr?: string };
    // The command itself says that there is no Git, or no such directory.
    if (code === 'ENOENT') return { stdout: '' };
    throw new Unreadable(typeof code === 'number' ? code : undefined, reasonOf(code, stderr));
  });
  return stdout.split('\0').slice(0, -1);
}

function reasonOf(code: string | number | undefined, stderr = ''): string {
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'its configuration is too large to be read';
  const said = stderr.split('\n').find((line) => line.startsWith('fatal: '));
  return (
    said?.slice('fatal: '.length) ?? `its configuration can't be read: git config ended with ${code ?? 'a signal'}`
  );
}
