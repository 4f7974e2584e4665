import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { TEMPORARY } from './temporary';

const PROGRAM = join(__dirname, '..', '..', '..', 'dist', 'cli', 'codeless.js');

/** A run of the program. */
export interface ProgramRun {
  readonly child: ChildProcess;
  /** The access key that it signs with, by which the record tells its calls from those of others. */
  readonly caller: string;
  readonly ended: Promise<ProgramEnd>;
}

/** How a run ended. */
export interface ProgramEnd {
  /** Undefined where a signal ended it. */
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the keys of all runs begin with. */
const RUN = 'RUN';

/** A key that no other run has. */
export function newCaller(): string {
  return `${RUN}${randomBytes(6).toString('hex').toUpperCase()}`;
}

/** Whether a caller is a run of the program. */
export function isProgram(caller: string): boolean {
  return caller.startsWith(RUN);
}

/** Starts the program, as built, in an environment of its own. */
export function startCodeless(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  caller = newCaller(),
): ProgramRun {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run \`npm run build\` first`);
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, TMPDIR: TEMPORARY, ...environment, AWS_ACCESS_KEY_ID: caller };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ exit: code ?? undefined, stdout, stderr });
    });
  });
  return { child, caller, ended };
}
