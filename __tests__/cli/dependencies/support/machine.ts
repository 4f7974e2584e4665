import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

import { findDependencies } from '../../../../cli/dependencies';
import type { Dependencies, DependencyOptions } from '../../../../cli/dependencies';
import type { ProgressEvent } from '../../../../cli/progress';

/** A call that a program of the machine heard of. */
export interface RecordedCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Files by their paths; `null` is an empty directory. */
export type Files = Readonly<Record<string, string | object | null>>;

/**
 * A machine of the test's own making: a source, and a PATH that holds nothing but programs that write down how they were
 * called and do what the test says.
 */
export class Machine {
  public readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'dependencies-test-')));
  public readonly source = join(this.root, 'source');
  public readonly target = join(this.root, 'target');
  public readonly bin = join(this.root, 'bin');
  public readonly temporary = join(this.root, 'tmp');
  public readonly events: ProgressEvent[] = [];
  private readonly log = join(this.root, 'calls');

  constructor(files: Files = {}) {
    [this.source, this.bin, this.temporary].forEach((directory) => {
      mkdirSync(directory);
    });
    this.write(files);
    machines.push(this);
  }

  /** Writes files into the source; objects become JSON. */
  public write(files: Files, directory = this.source): this {
    for (const [name, content] of Object.entries(files)) {
      const path = join(directory, name);
      mkdirSync(content === null ? path : dirname(path), { recursive: true });
      if (content !== null) writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    }
    return this;
  }

  /**
   * Puts a program on PATH.
   *
   * @param body JavaScript that sees `args`, `fs`, `path` and `option(name)`, the value that follows a flag
   */
  public install(name: string, body = ''): this {
    const source = `#!${process.execPath}
      const [fs, path, args] = [require('node:fs'), require('node:path'), process.argv.slice(2)];
      const option = (name) => args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
      const call = { program: ${JSON.stringify(name)}, args, cwd: process.cwd(), env: process.env };
      fs.appendFileSync(${JSON.stringify(this.log)}, JSON.stringify(call) + '\\n');
      ${body}`;
    const file = join(this.bin, name);
    writeFileSync(file, source);
    chmodSync(file, 0o755);
    return this;
  }

  /** What the programs heard, without questions for versions and for pip. */
  public get calls(): RecordedCall[] {
    return this.allCalls.filter(({ args }) => !args.includes('--version') && args[0] !== '-c');
  }

  public get allCalls(): RecordedCall[] {
    if (!existsSync(this.log)) return [];
    const lines = readFileSync(this.log, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as RecordedCall);
  }

  public get notes(): string[] {
    return this.events.flatMap((event) => (event.kind === 'note' ? [event.text] : []));
  }

  public get output(): string[] {
    return this.events.flatMap((event) => (event.kind === 'output' ? [event.line] : []));
  }

  public find({ env, ...options }: Partial<DependencyOptions> = {}): Promise<Dependencies | undefined> {
    return findDependencies({
      source: this.source,
      runtime: 'python3.12',
      architecture: 'arm64',
      layout: 'layer',
      env: { PATH: this.bin, TMPDIR: this.temporary, ...env },
      onProgress: (event) => this.events.push(event),
      ...options,
    });
  }

  /** Finds and builds. */
  public async build(options: Partial<DependencyOptions> = {}): Promise<Dependencies> {
    const found = await this.find(options);
    if (found === undefined) throw new Error('expected dependencies, but none were found');
    await found.build(this.target, (event) => this.events.push(event));
    return found;
  }

  /** The key of what is found. */
  public async key(options: Partial<DependencyOptions> = {}): Promise<string> {
    const found = await this.find(options);
    if (found === undefined) throw new Error('expected dependencies, but none were found');
    return found.key;
  }

  /** Sorted paths of all files in a directory, relative to it. */
  public files(directory = this.target): string[] {
    return filesUnder(directory).map((path) => relative(directory, path));
  }

  /** What is left in the directory for temporary files. */
  public get leftovers(): string[] {
    return readdirSync(this.temporary);
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

const machines: Machine[] = [];

afterEach(() => {
  machines.splice(0).forEach((machine) => {
    machine.remove();
  });
});

function filesUnder(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    })
    .sort();
}
