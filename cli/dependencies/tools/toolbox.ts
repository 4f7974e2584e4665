import { CodelessError } from '../../errors';
import type { OnProgress } from '../../progress';
import type { Container } from './container';
import { findProgram } from './find-program';
import { runProgram } from './run-program';
import { secretMask } from './mask-secrets';

/** A tool to run: an argv, never a shell line. */
export interface ToolCall {
  /** A name on PATH or a path. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Variables beside those of the user; undefined takes one away. */
  readonly env?: NodeJS.ProcessEnv;
}

/** How a tool ended. */
export interface ToolResult {
  readonly code: number;
  /** Lines of standard output, credentials included: never shown. */
  readonly stdout: readonly string[];
  /** The last lines that were told, credentials masked. */
  readonly output: readonly string[];
}

/** What a toolbox works with. */
export interface ToolboxOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** The container that installs; undefined: this machine does. */
  readonly container: Container | undefined;
  /**
   * The step that lines of output are told of.
   *
   * @default 'dependencies'
   */
  readonly step?: string;
}

/** Lines of output that are kept to learn from. */
const KEPT_LINES = 500;

/** Lines of output that an error carries. */
export const SHOWN_LINES = 20;

/** The tools of the user's machine, run so that their lines are told and no credential is. */
export class Toolbox {
  readonly #options: ToolboxOptions;
  readonly #mask: (text: string) => string;

  constructor(options: ToolboxOptions) {
    this.#options = options;
    this.#mask = secretMask(options.env);
  }

  /** The user's variables. */
  get env(): NodeJS.ProcessEnv {
    return this.#options.env;
  }

  /** Whether installs run in a container, so that what is compiled there fits Lambda. */
  get inContainer(): boolean {
    return this.#options.container !== undefined;
  }

  /** The path of a program on this machine. */
  find(name: string): string | undefined {
    return findProgram(name, this.#options.env);
  }

  /**
   * Runs a tool on this machine, whatever its exit code.
   *
   * @param told which of its outputs the user hears of while it runs
   */
  async run(call: ToolCall, told: readonly string[] = ['stdout', 'stderr']): Promise<ToolResult> {
    const output: string[] = [];
    const { env, signal, onProgress, step = 'dependencies' } = this.#options;
    const { code, stdout } = await runProgram(call.program, call.args, {
      cwd: call.cwd,
      env: { ...env, ...call.env },
      signal,
      onLine: (line, stream) => {
        if (!told.includes(stream)) return;
        const masked = this.#mask(line);
        output.push(masked);
        if (output.length > KEPT_LINES) output.shift();
        onProgress({ kind: 'output', step, line: masked });
      },
    });
    return { code, stdout, output };
  }

  /** Runs a tool on this machine to learn something of it. */
  probe(call: ToolCall): Promise<ToolResult> {
    return this.run(call, []);
  }

  /** Runs a tool where dependencies are installed: in the container where there is one. */
  install(call: ToolCall): Promise<ToolResult> {
    const { container, env } = this.#options;
    return this.run(container === undefined ? call : container.wrap(call, env));
  }

  /**
   * The standard output of a tool on this machine.
   *
   * @param does what it does, for the error: `export uv.lock`
   * @param hint what to do if it fails
   * @throws CodelessError `DependencyToolFailed`
   */
  async capture(call: ToolCall, does: string, hint?: string): Promise<readonly string[]> {
    const result = await this.run(call, ['stderr']);
    if (result.code !== 0) throw toolFailed(`${nameOf(call)} could not ${does}`, result, hint);
    return result.stdout;
  }

  /**
   * The path of a program without which it does not go on.
   *
   * @throws CodelessError `DependencyToolMissing`
   */
  require(name: string, needs: string, hint: string): string {
    const found = this.find(name);
    if (found === undefined) {
      throw new CodelessError('build', 'DependencyToolMissing', `${needs} needs ${name}, which is not on PATH`, {
        hint,
      });
    }
    return found;
  }
}

/** The error of a tool that failed, with the end of what it said. */
export function toolFailed(message: string, { code, output }: ToolResult, hint?: string): CodelessError {
  return new CodelessError('build', 'DependencyToolFailed', `${message}: it ended with exit code ${code}`, {
    hint: hint ?? 'The last lines of its output say why',
    output: output.slice(-SHOWN_LINES),
  });
}

function nameOf({ program }: ToolCall): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
