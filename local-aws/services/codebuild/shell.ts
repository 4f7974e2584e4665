import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

/** The exit status of what was killed, as shells tell it. */
const KILLED = 137;

/** How the commands of a build are run. */
export interface ShellOptions {
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where the first command begins. */
  readonly cwd: string;
  /** A directory of the shell's own. */
  readonly directory: string;
  /** Hears what commands write, to stdout and stderr alike. */
  readonly onOutput: (text: string) => void;
}

/**
 * One shell for all commands of a build, so that what one sets up is there for the next. Where a command ends the
 * shell, the next one finds its environment and directory in a new one.
 *
 * A process in the shell's group waits at a pipe whose other end is in this process, and kills the group when that
 * closes: nothing stays running, however this process ends.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-cmd.html
 */
export class Shell {
  readonly #mark = `\0${randomUUID()} `;
  readonly #children: ChildProcess[] = [];
  #pending = '';
  #commands: Writable | undefined;
  #ended: ((status: number) => void) | undefined;
  #count = 0;

  constructor(private readonly options: ShellOptions) {}

  /** Runs a command, of one line or more, and answers its exit status when all that it wrote was heard. */
  async run(command: string): Promise<number> {
    const file = join(this.options.directory, `command-${++this.#count}`);
    await writeFile(file, `${command}\n`);
    this.#commands ??= this.#start();
    const status = new Promise<number>((resolve) => (this.#ended = resolve));
    this.#commands.write(`${file}\n`);
    return status;
  }

  /** What a command writes to its stdout, which nobody hears. */
  async read(command: string): Promise<string> {
    const output = join(this.options.directory, 'output');
    await this.run(`{ ${command}\n} >${quoted(output)} 2>/dev/null`);
    return readFile(output, 'utf8');
  }

  /** Kills everything that is still running, also what commands left in the background. */
  async end(): Promise<void> {
    const children = this.#children.splice(0);
    const left = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const gone = left.map((child) => once(child, 'exit'));
    for (const child of children) lifeline(child).destroy();
    await Promise.all(gone);
    this.#answer(KILLED, true);
  }

  #start(): Writable {
    const { shell, env, cwd, directory, onOutput } = this.options;
    const child = spawn(shell, ['-c', this.#script(join(directory, 'state'))], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore', 'pipe', 'pipe'],
    });
    this.#children.push(child);
    const [, , , , commands] = child.stdio as [null, null, null, Writable, Writable];
    for (const pipe of [lifeline(child), commands]) pipe.on('error', () => undefined);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#receive(text);
    });
    const lost = (status: number): void => {
      if (this.#commands !== commands) return;
      onOutput(this.#pending);
      this.#pending = '';
      this.#answer(status, true);
    };
    // A shell that could tell of its end has done so; of others, what they left behind has to end too.
    child.on('exit', () => {
      if (this.#commands === commands) lifeline(child).destroy();
    });
    child.on('close', (code) => {
      lost(code ?? KILLED);
    });
    child.on('error', (error) => {
      onOutput(`${error.message}\n`);
      lost(127);
    });
    return commands;
  }

  /** Takes the marks out of what the shell writes: they tell, in order with the rest, that a command has ended. */
  #receive(text: string): void {
    this.#pending += text;
    for (let at = this.#pending.indexOf(this.#mark); at >= 0; at = this.#pending.indexOf(this.#mark)) {
      const end = this.#pending.indexOf('\n', at);
      if (end < 0) return;
      if (at > 0) this.options.onOutput(this.#pending.slice(0, at));
      const [word, status] = this.#pending.slice(at + this.#mark.length, end).split(' ');
      this.#pending = this.#pending.slice(end + 1);
      this.#answer(Number(status), word === 'exit');
    }
    const hold = this.#pending.lastIndexOf('\0');
    const ready = hold < 0 ? this.#pending : this.#pending.slice(0, hold);
    if (ready !== '') this.options.onOutput(ready);
    this.#pending = this.#pending.slice(ready.length);
  }

  #answer(status: number, hasShellEnded: boolean): void {
    if (hasShellEnded) this.#commands = undefined;
    this.#ended?.(status);
    this.#ended = undefined;
  }

  /** Reads paths of commands from descriptor 4, and runs them; no more of POSIX than every `sh` has. */
  #script(state: string): string {
    const mark = (word: string): string => `printf '\\000${this.#mark.slice(1)}${word} %s\\n'`;
    const [saved, directory] = [quoted(state), quoted(`${state}-directory`)];
    return `
( { read -r _ <&3; kill -KILL 0; } >/dev/null 2>&1 4<&- & )
exec 3<&- 2>&1
__end() { { __status=$?; export -p >${saved}; pwd >${directory}; ${mark('exit')} $__status; } 2>/dev/null; }
trap __end EXIT
if [ -f ${saved} ]; then . ${saved}; cd "$(cat ${directory})"; fi
while { read -r __command <&4; } 2>/dev/null; do
  . "$__command" </dev/null 4<&-
  { ${mark('end')} $?; } 2>/dev/null
done`;
  }
}

/** What keeps the processes of a shell alive while it is open. */
function lifeline(child: ChildProcess): Writable {
  return child.stdio[3] as Writable;
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
