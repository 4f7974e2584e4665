import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** How a program is run. */
export interface CommandOptions {
  /** Its working directory. */
  readonly cwd: string;
  /** Its whole environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Aborting it ends the program and all that it started. */
  readonly signal: AbortSignal;
  /** Called with each line of its output, colours removed. */
  readonly onLine?: (line: string) => void;
}

/** How a program ended. */
export interface CommandResult {
  /** Its exit code; -1 when a signal ended it, 127 when it could not be started. */
  readonly code: number;
  /** The lines of its standard output. */
  readonly stdout: readonly string[];
  /** The lines of both its outputs, in the order in which they came. */
  readonly output: readonly string[];
}

/** Milliseconds that a program has to end by itself after the signal was aborted. */
const GRACE = 5_000;

/** Runs a program without a shell and waits for its end. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  options.signal.throwIfAborted();
  const stdout: string[] = [];
  const output: string[] = [];
  // A group of its own, so that Ctrl-C reaches it through us alone and its children end with it.
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const keep = (line: string, ...into: string[][]): void => {
    const plain = stripVTControlCharacters(line);
    into.forEach((lines) => lines.push(plain));
    options.onLine?.(plain);
  };
  createInterface(child.stdout).on('line', (line) => {
    keep(line, stdout, output);
  });
  createInterface(child.stderr).on('line', (line) => {
    keep(line, output);
  });
  let forced: NodeJS.Timeout | undefined;
  const abort = (): void => {
    signalGroup(child.pid, 'SIGTERM');
    forced = setTimeout(() => {
      signalGroup(child.pid, 'SIGKILL');
    }, GRACE);
  };
  options.signal.addEventListener('abort', abort, { once: true });
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output.push(error.message);
      resolve(127);
    });
    child.once('close', (status) => {
      resolve(status ?? -1);
    });
  });
  clearTimeout(forced);
  options.signal.removeEventListener('abort', abort);
  options.signal.throwIfAborted();
  return { code, stdout, output };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
