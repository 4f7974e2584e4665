import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** How a program is run. */
export interface RunOptions {
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Called with each line of its outputs, colours removed. */
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** How a program ended. */
export interface RunResult {
  /** Its exit code; 127 when it could not be started, 128 and more when a signal ended it. */
  readonly code: number;
  /** Standard output. */
  readonly stdout: readonly string[];
}

/** Milliseconds that a program has to end by itself after the abort. */
const GRACE = 3_000;

/** Milliseconds that the outputs of a program that ended may stay open: by a process that it left behind. */
const LINGER = 1_000;

const KILLED = 128;
const NOT_STARTED = 127;

/**
 * Runs a program without a shell, in a process group of its own, and waits for its end.
 *
 * @throws the reason of the signal, once the whole group was told to end
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, signal, onLine }: RunOptions,
): Promise<RunResult> {
  signal.throwIfAborted();
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const stdout: string[] = [];
  eachLine(child.stdout, (line) => {
    stdout.push(line);
    onLine(line, 'stdout');
  });
  eachLine(child.stderr, (line) => {
    onLine(line, 'stderr');
  });

  let forced: NodeJS.Timeout | undefined;
  const end = (): void => {
    signalGroup(child.pid, 'SIGTERM');
    forced = setTimeout(() => {
      signalGroup(child.pid, 'SIGKILL');
    }, GRACE);
  };
  const kill = (): void => {
    signalGroup(child.pid, 'SIGKILL');
  };
  signal.addEventListener('abort', end, { once: true });
  // The group does not hear of a Ctrl-C in the terminal, so that it must not outlive this process.
  process.once('exit', kill);
  try {
    const code = await new Promise<number>((resolve) => {
      child.once('error', (error) => {
        onLine(error.message, 'stderr');
        resolve(NOT_STARTED);
      });
      child.once('close', (status) => {
        resolve(status ?? KILLED);
      });
      child.once('exit', () => {
        forced ??= setTimeout(() => {
          kill();
          // What left the group keeps the pipes open, too.
          child.stdout.destroy();
          child.stderr.destroy();
        }, LINGER);
      });
    });
    signal.throwIfAborted();
    return { code, stdout };
  } finally {
    clearTimeout(forced);
    signal.removeEventListener('abort', end);
    process.removeListener('exit', kill);
  }
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  createInterface(stream).on('line', (line) => {
    onLine(stripVTControlCharacters(line));
  });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
