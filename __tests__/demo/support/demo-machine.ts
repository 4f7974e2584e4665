import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { findProviderFolders } from '../../../demo/provider-folders';
import { findPython } from '../../../local-aws';
import { temporaryFolder, writeProgram } from './temporary-folder';

export const PROJECT = resolve(__dirname, '..', '..', '..');

/** How `npm start` ended. */
export interface DemoRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A machine of the test's own making: its PATH holds nothing but the programs named, its home and temporary folders are
 * new, and what stays of a run can be seen.
 */
export class DemoMachine {
  public readonly home: string;
  private readonly folder = temporaryFolder();
  private readonly temporary: string;
  private readonly bin: string;
  private readonly before: string;
  private readonly filesBefore: readonly string[];

  constructor(private readonly variables: NodeJS.ProcessEnv = process.env) {
    [this.home, this.temporary, this.bin] = ['home', 'tmp', 'bin'].map((name) => join(this.folder, name)) as [
      string,
      string,
      string,
    ];
    [this.home, this.temporary, this.bin].forEach((folder) => {
      mkdirSync(folder);
    });
    this.before = checkout();
    this.filesBefore = readdirSync(PROJECT);
    this.install('node', process.execPath);
    // cdktf starts the app in a shell.
    this.install('sh', '/bin/sh');
  }

  /** Puts a program on PATH. */
  public install(name: string, file: string): this {
    symlinkSync(file, join(this.bin, name));
    return this;
  }

  /** Puts this machine's Terraform on PATH, or one that runs it with other variables. */
  public installTerraform(variables?: NodeJS.ProcessEnv): this {
    const terraform = onPath('terraform');
    if (variables === undefined) return this.install('terraform', terraform);
    const run = `const { status, signal } = require('node:child_process').spawnSync(${JSON.stringify(terraform)}, process.argv.slice(2), {
      stdio: 'inherit', env: { ...process.env, ...${JSON.stringify(variables)} } });
      process.exit(signal === null ? status : 1);`;
    writeProgram(join(this.bin, 'terraform'), run);
    return this;
  }

  /** Puts this machine's Git on PATH, and what builds use of every system. */
  public installGit(): this {
    for (const name of ['git', 'bash', 'mktemp', 'dirname', 'uname', 'env']) this.install(name, onPath(name));
    return this;
  }

  /** Puts this machine's Python on PATH, and not the program that chooses one. */
  public installPython(): this {
    const chosen = findPython() ?? 'python3';
    const print = ['-c', 'import sys; print(sys.executable)'];
    return this.install('python3', execFileSync(chosen, print, { encoding: 'utf8' }).trim());
  }

  /**
   * Lays the AWS provider that this machine's Terraform uses out as a mirror, one level under the home folder.
   *
   * @returns the mirror
   */
  public mirrorAwsProvider(version: string): string {
    const folder = temporaryFolder();
    const required = { aws: { source: 'hashicorp/aws', version } };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: required } }));
    const mirror = join(this.home, 'terraform-mirror');
    const path = join('registry.terraform.io', 'hashicorp', 'aws');
    let source: string;
    try {
      execFileSync('terraform', ['init', '-input=false'], { cwd: folder, stdio: 'pipe' });
      source = join(folder, '.terraform', 'providers', path);
    } catch (error) {
      const [found] = findProviderFolders(['hashicorp/aws'], process.env);
      if (found === undefined) throw error;
      source = join(found, path);
    }
    mkdirSync(dirname(join(mirror, path)), { recursive: true });
    symlinkSync(source, join(mirror, path));
    return mirror;
  }

  /**
   * Runs the demo to its end.
   *
   * @param onText hears of all that was printed so far, and may send a signal
   */
  public run(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    onText?: (text: string, kill: (signal: NodeJS.Signals) => void) => void,
  ): Promise<DemoRun> {
    const child = spawn(process.execPath, [join('dist', 'demo', 'main.js'), ...args], {
      cwd: PROJECT,
      env: { ...this.variables, HOME: this.home, TMPDIR: this.temporary, PATH: this.bin, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += stripVTControlCharacters(chunk.toString());
      onText?.(stdout, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }

  /** What a run left behind: processes, files in the temporary and the home folder, changes of the checkout. */
  public leftovers(): readonly string[] {
    const processes = execFileSync('ps', ['axeww', '-o', 'command'], { encoding: 'utf8', maxBuffer: 1e8 })
      .split('\n')
      .filter((line) => line.includes(this.folder));
    const files = readdirSync(PROJECT).filter((name) => !this.filesBefore.includes(name) && name !== 'cdktf.out');
    const after = checkout();
    return [
      ...processes,
      ...readdirSync(this.temporary),
      ...readdirSync(this.home).filter((name) => !['.cache', 'terraform-mirror'].includes(name)),
      ...files,
      ...(after === this.before ? [] : [after]),
    ];
  }
}

/** Where a program is that is on this machine's PATH. */
export function onPath(program: string): string {
  const folder = (process.env.PATH ?? '')
    .split(delimiter)
    .find((path) => path !== '' && readdirSyncOrNone(path).includes(program));
  if (folder === undefined) throw new Error(`${program} is not on PATH`);
  return join(folder, program);
}

function readdirSyncOrNone(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function checkout(): string {
  return execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], { cwd: PROJECT, encoding: 'utf8' });
}
