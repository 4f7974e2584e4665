import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { LocalAws } from '../../../local-aws';
import { PeakMemory } from './peak-memory';

/** What one run took. */
export interface Run {
  readonly seconds: number;
  /** Calls to AWS. */
  readonly calls: number;
  /** MB that the program and all that it started held at most; NaN where the system does not tell. */
  readonly memory: number;
}

/** Runs programs on a local AWS, as their users do. */
export class Subject {
  /** @param env the whole environment of the programs, but for the key that they sign with */
  constructor(
    private readonly aws: LocalAws,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** @throws Error with the end of what it wrote, where it does not exit with 0 */
  async run(
    [program, ...args]: readonly [string, ...string[]],
    cwd: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Run> {
    const caller = `RUN${randomBytes(6).toString('hex').toUpperCase()}`;
    const env = { ...this.env, ...more, AWS_ACCESS_KEY_ID: caller };
    const start = process.hrtime.bigint();
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const memory = new PeakMemory(child.pid ?? 0);
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.stderr.on('data', (data: Buffer) => (output += data.toString()));
    try {
      const exit = await new Promise<number | null>((resolve, reject) => {
        child.on('error', reject);
        child.on('close', resolve);
      });
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      if (exit !== 0) throw new Error(`${program} ended with ${String(exit)}:\n${output.trim().slice(-2000)}`);
      const calls = this.aws.calls.filter((call) => call.caller === caller).length;
      return { seconds, calls, memory: memory.stop() };
    } finally {
      memory.stop();
    }
  }
}
