import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import type { CommandOptions } from './command';

/** One run of the tour: where it works, how it runs programs, and what has to be undone at its end. */
export class Session {
  /** A temporary folder of this run, removed at its end. */
  public readonly work = realpathSync(mkdtempSync(join(tmpdir(), 'codeless-demo-')));

  /** Where the programs of this run put their temporary files, such as a provider's socket, which nobody removes where it is killed. */
  private readonly temporary = join(this.work, 'tmp');

  /** A folder that outlives the run. */
  public readonly cache: string;

  private readonly endings: (() => Promise<void> | void)[] = [];

  /**
   * @param root the project's folder
   * @param env the caller's environment
   * @param signal aborted when the caller stops the tour
   * @param onLine hears each line of each program
   */
  constructor(
    public readonly root: string,
    public readonly env: NodeJS.ProcessEnv,
    public readonly signal: AbortSignal,
    private readonly onLine?: (line: string) => void,
  ) {
    mkdirSync(this.temporary);
    this.cache = join(env.XDG_CACHE_HOME ?? join(env.HOME ?? homedir(), '.cache'), 'cdktf-codeless', 'providers');
    this.onEnd(() => {
      rmSync(this.work, { recursive: true, force: true });
    });
  }

  /** How a program is run in the project's folder. */
  public command(env: NodeJS.ProcessEnv): CommandOptions {
    const options = { cwd: this.root, env: { ...env, TMPDIR: this.temporary }, signal: this.signal };
    return this.onLine === undefined ? options : { ...options, onLine: this.onLine };
  }

  /** Remembers what has to be undone; the last comes first. */
  public onEnd(undo: () => Promise<void> | void): void {
    this.endings.unshift(undo);
  }

  /** Undoes everything. */
  public async end(): Promise<void> {
    for (const undo of this.endings.splice(0)) await undo();
  }
}
