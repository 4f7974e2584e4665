import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { newCaller } from './codeless-program';

const PROGRAM = join(__dirname, '..', '..', '..', 'dist', 'cli', 'codeless.js');

/**
 * Stands in for Docker: writes its arguments down, and runs the entrypoint on this machine, where the mounted directories
 * have the same paths.
 */
const DOCKER = `#!/usr/bin/env node
const { spawnSync } = require('node:child_process');
const { appendFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(__filename + '.calls', JSON.stringify(args) + '\\n');
const after = (flag) => args.indexOf(flag) + 1;
const cwd = args[after('--workdir')];
const [entrypoint, , ...rest] = args.slice(after('--entrypoint'));
process.exitCode = spawnSync(entrypoint, rest, { cwd, stdio: 'inherit' }).status;
`;

/** A run of the program by the name of its predecessor. */
export interface OldRun {
  readonly child: ChildProcess;
  /** The access key that it signs with, if it takes that of the environment. */
  readonly caller: string;
  /** Resolves once stdout holds a text; rejects if the program ends without. */
  readonly says: (text: string) => Promise<void>;
  readonly ended: Promise<{ readonly exit: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** A directory for PATH, in which the program has the name of its predecessor, as npm links it. */
export class OldProgram {
  constructor(
    private readonly bin: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run \`npm run build\` first`);
    mkdirSync(bin);
    symlinkSync(PROGRAM, join(bin, 'aws-lambda-ci'));
  }

  /** Puts the stand-in for Docker beside it. @returns where the stand-in writes its calls, a line of JSON each */
  addDocker(): string {
    const docker = join(this.bin, 'docker');
    writeFileSync(docker, DOCKER);
    chmodSync(docker, 0o755);
    return `${docker}.calls`;
  }

  /** Runs a line of a buildspec in a checkout, by the shell that CodeBuild takes. */
  shell(line: string, cwd: string, env: Readonly<Record<string, string>> = {}): OldRun {
    return this.start('/bin/sh', ['-c', line], cwd, env);
  }

  run(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): OldRun {
    return this.start('aws-lambda-ci', args, cwd, env);
  }

  private start(program: string, args: readonly string[], cwd: string, more: Readonly<Record<string, string>>): OldRun {
    const { PATH = '', HOME = '' } = process.env;
    const caller = newCaller();
    const env = {
      ...{ PATH: `${this.bin}${delimiter}${PATH}`, HOME },
      ...{ ...this.environment, AWS_ACCESS_KEY_ID: caller, ...more },
    };
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const ended = new Promise<Awaited<OldRun['ended']>>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exit) => {
        resolve({ exit, stdout, stderr });
      });
    });
    const says = async (text: string): Promise<void> => {
      const said = new Promise<true>((resolve) => {
        const look = (): void => {
          if (stdout.includes(text)) resolve(true);
        };
        child.stdout.on('data', look);
        look();
      });
      if ((await Promise.race([said, ended])) !== true)
        throw new Error(`it ended without '${text}':\n${stdout}${stderr}`);
    };
    return { child, caller, says, ended };
  }
}
