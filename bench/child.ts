import { spawn } from 'node:child_process';

/** What a finished child process left. */
export interface ChildResult {
  /** Wall time from its start to its end. */
  readonly seconds: number;
  /** All that it wrote to stdout. */
  readonly stdout: string;
}

/** Where and with what a child runs. */
export interface ChildOptions {
  /** Its working directory. */
  readonly cwd?: string;
  /** Its whole environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end.
 *
 * @throws Error with the end of what it wrote, where it does not exit with 0
 */
export function runChild(command: string, args: readonly string[], options: ChildOptions = {}): Promise<ChildResult> {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      if (code === 0) {
        resolve({ seconds, stdout });
      } else {
        const line = [command, ...args].join(' ');
        reject(new Error(`${line} ended with ${code ?? signal}:\n${(stderr + stdout).trim().slice(-2000)}`));
      }
    });
  });
}
