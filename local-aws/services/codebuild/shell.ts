import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
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
  #child: ChildProcess | undefined;
  #pending = '';
  #answer: ((status: number) => void) | undefined;
  #count = 0;
  #isOver = false;

  constructor(private readonly options: ShellOptions) {}

  /**
   * Runs a command, of one line or more, and answers its exit status when all that it wrote was heard; after the end it
   * runs nothing.
   */
  async run(command: string): Promise<number> {
    const file = join(this.options.directory, `command-${++this.#count}`);
    await writeFile(file, `${command}\n`);
    if (this.#isOver) return KILLED;
    this.#child ??= this.#start();
    const [, , , , commands] = this.#child.stdio;
    return new Promise((resolve) => {
      this.#answer = resolve;
      (commands as Writable).write(`${file}\n`);
    });
  }

  /** What a command writes to its stdout, which nobody hears. */
  async read(command: string): Promise<string> {
    const output = join(this.options.directory, 'output');
    await this.run(`{ ${command}\n} >${quoted(output)} 2>/dev/null`);
    return readFile(output, 'utf8').catch(() => '');
  }

  /** Kills everything that is still running, also what commands left in the background. */
  async end(): Promise<void> {
    this.#isOver = true;
    const child = this.#child;
    if (child === undefined) return;
    const closed = new Promise((resolve) => child.once('close', resolve));
    lifeline(child).destroy();
    await closed;
  }

  #start(): ChildProcess {
    const { shell, env, cwd, directory, onOutput } = this.options;
    const child = spawn(shell, ['-c', this.#script(join(directory, 'state'))], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore', 'pipe', 'pipe'],
    });
    for (const pipe of child.stdio.slice(3)) pipe?.on('error', () => undefined);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#receive(text);
    });
    child.on('error', (error) => {
      onOutput(`${error.message}\n`);
    });
    // What a shell that ended left behind ends too, and then nothing holds its output.
    child.on('exit', () => lifeline(child).destroy());
    child.on('close', (code) => {
      onOutput(this.#pending);
      [this.#child, this.#pending] = [undefined, ''];
      this.#answer?.(code ?? KILLED);
    });
    return child;
  }

  /** Takes the marks out of what the shell writes: they tell, in order with the rest, that a command has ended. */
  #receive(text: string): void {
    this.#pending += text;
    const mark = this.#pending.indexOf(this.#mark);
    const end = mark < 0 ? -1 : this.#pending.indexOf('\n', mark);
    const hold = mark < 0 ? this.#pending.lastIndexOf('\0') : mark;
    const ready = hold < 0 ? this.#pending : this.#pending.slice(0, hold);
    if (ready !== '') this.options.onOutput(ready);
    const status = this.#pending.slice(mark + this.#mark.length, end);
    this.#pending = this.#pending.slice(end < 0 ? ready.length : end + 1);
    if (end >= 0) this.#answer?.(Number(status));
  }

  /** Reads paths of commands from descriptor 4, and runs them; no more of POSIX than every `sh` has. */
  #script(state: string): string {
    const [saved, directory] = [quoted(state), quoted(`${state}-directory`)];
    return `
( { read -r _ <&3; kill -KILL 0; } >/dev/null 2>&1 4<&- & )
exec 3<&- 2>&1
__end() { { export -p >${saved}; pwd >${directory}; } 2>/dev/null; }
trap __end EXIT
if [ -f ${saved} ]; then . ${saved}; cd "$(cat ${directory})"; fi
while { read -r __command <&4; } 2>/dev/null; do
  . "$__command" </dev/null 4<&-
  { printf '\\000${this.#mark.slice(1)}%s\\n' $?; } 2>/dev/null
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
