import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs a command to its end, whatever its exit code. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') {
        reject(new Error(`${command} could not be run: ${error.message}`));
        return;
      }
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

/** Terraform in one folder with a synthesized stack. */
export class Terraform {
  constructor(
    public readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  public async init(): Promise<void> {
    await this.succeed('init');
  }

  public async apply(planFile?: string): Promise<void> {
    await this.succeed('apply', '-auto-approve', ...(planFile === undefined ? [] : [planFile]));
  }

  public async destroy(): Promise<void> {
    await this.succeed('destroy', '-auto-approve');
  }

  /** The value of an output. */
  public async output<T>(name: string): Promise<T> {
    const { exitCode, output } = await run('terraform', ['output', '-json', name], this.folder, this.environment);
    if (exitCode !== 0) throw new Error(`terraform output ${name} ended with ${exitCode}:\n${output}`);
    return JSON.parse(output) as T;
  }

  public async plan(planFile: string): Promise<void> {
    await this.succeed('plan', `-out=${planFile}`);
  }

  /** What a plan would change, as Terraform prints it; undefined where it is empty. */
  public async pendingChanges(): Promise<string | undefined> {
    const { exitCode, output } = await this.run('plan', '-detailed-exitcode');
    if (exitCode === 0) return undefined;
    if (exitCode === 2) return output;
    throw new Error(`terraform plan failed:\n${output}`);
  }

  /**
   * Initializes, applies a stack, updates it in place and destroys it; after both applies a plan must be empty.
   *
   * @param write writes the stack, as it is first or as it is changed to
   */
  public async applyUpdateDestroy(write: (isChanged: boolean) => void): Promise<void> {
    write(false);
    await this.init();
    await this.apply();
    expect(await this.pendingChanges()).toBeUndefined();
    write(true);
    await this.apply();
    expect(await this.pendingChanges()).toBeUndefined();
    await this.destroy();
  }

  private async succeed(command: string, ...args: string[]): Promise<string> {
    const { exitCode, output } = await this.run(command, ...args);
    if (exitCode !== 0) {
      throw new Error(`terraform ${[command, ...args].join(' ')} ended with ${exitCode}:\n${output}`);
    }
    return output;
  }

  private run(command: string, ...args: string[]): Promise<CommandResult> {
    return run('terraform', [command, '-input=false', '-no-color', ...args], this.folder, this.environment);
  }
}

/**
 * Environment of every Terraform command: no questions home, and each provider downloaded once at most by each of Jest's
 * workers, since Terraform's cache is for one command at a time.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
export function terraformEnvironment(): Record<string, string> {
  const caches = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdktf-codeless', 'plugins');
  const cache = join(caches, process.env.JEST_WORKER_ID ?? '1');
  mkdirSync(cache, { recursive: true });
  return {
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_PLUGIN_CACHE_DIR: process.env.TF_PLUGIN_CACHE_DIR ?? cache,
  };
}
