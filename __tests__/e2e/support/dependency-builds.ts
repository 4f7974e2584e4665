import {
  cpSync,
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

import { unzipped } from '../../helpers/zips';
import { startCodeless, type ProgramEnd } from './codeless-program';
import { elfMachine } from './elf';

/** How a project is built. */
export interface BuildOptions {
  /** The source's directory in the project; default: the project. */
  readonly source?: string;
  readonly runtime: string;
  readonly architecture: string;
  readonly layout?: 'layer' | 'package';
  /** The descriptor, where it is named. */
  readonly descriptor?: string;
  /** The environment of the program: it sees no other variables. */
  readonly env: Readonly<Record<string, string>>;
}

/** What `codeless build` made. */
export interface Built {
  readonly builder: string;
  readonly key: string;
  /** The package with the dependencies: the layer's, or that of the code. */
  readonly zip: Buffer;
  /** Sorted. */
  readonly files: readonly string[];
  /** The processors that the compiled files are for. */
  readonly machines: readonly string[];
  /** All that the program printed. */
  readonly printed: string;
}

interface BuildJson {
  readonly code: { readonly file: string };
  readonly dependencies: { readonly builder: string; readonly key: string; readonly layer?: { readonly file: string } };
}

/** Projects in temporary directories, which `codeless build` makes packages of. */
export class DependencyBuilds {
  public readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'dependencies-e2e-')));

  /** A new directory. */
  public directory(): string {
    return mkdtempSync(join(this.root, 'project-'));
  }

  /** A copy of a project in a new directory. */
  public copy(from: string): string {
    const directory = this.directory();
    cpSync(from, directory, { recursive: true });
    return directory;
  }

  /** A new project of some files. */
  public project(files: Readonly<Record<string, string>>): string {
    const directory = this.directory();
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    return directory;
  }

  /** Runs `codeless build --json`, whatever its exit code. */
  public run(project: string, out: string, options: BuildOptions): Promise<ProgramEnd> {
    const { source = '.', runtime, architecture, layout = 'layer', descriptor, env } = options;
    const flags = {
      '--app-src-path': join(project, source),
      '--function-runtime': runtime,
      '--function-architecture': architecture,
      '--dependencies': layout,
      '--out': out,
      ...(descriptor === undefined ? {} : { '--app-packages-descriptor-path': descriptor }),
    };
    return startCodeless(['build', '--json', ...Object.entries(flags).flat()], env).ended;
  }

  /** Builds a project, which has to succeed. */
  private async build(project: string, options: BuildOptions): Promise<Built> {
    const { exit, stdout, stderr } = await this.run(project, this.directory(), options);
    if (exit !== 0) throw new Error(`the program ended with ${exit ?? 'a signal'}:\n${stdout}${stderr}`);
    const { code, dependencies } = JSON.parse(stdout) as BuildJson;
    const zip = readFileSync(dependencies.layer?.file ?? code.file);
    const contents = await unzipped(zip);
    const machines = new Set(Object.values(contents).flatMap((content) => elfMachine(content) ?? []));
    const { builder, key } = dependencies;
    const files = Object.keys(contents).sort();
    return { builder, key, zip, files, machines: [...machines], printed: stdout + stderr };
  }

  /**
   * Builds a project in two places at once, which must give the same key and the same bytes, and must leave neither the
   * project changed nor anything in the directory for temporary files.
   */
  public async buildTwice(project: string, options: BuildOptions): Promise<Built> {
    const elsewhere = this.copy(project);
    const before = filesIn(project);
    const [one, other] = await Promise.all([this.build(project, options), this.build(elsewhere, options)]);
    expect(other.files).toEqual(one.files);
    expect(other.key).toBe(one.key);
    expect(other.zip.equals(one.zip)).toBe(true);
    expect([filesIn(project), filesIn(elsewhere)]).toEqual([before, before]);
    expect(readdirSync(options.env.TMPDIR ?? '').filter((name) => name.startsWith('codeless-'))).toEqual([]);
    return one;
  }

  /** Unpacks what was built into a new directory. */
  public async unpack({ zip }: Built): Promise<string> {
    const directory = this.directory();
    for (const [name, content] of Object.entries(await unzipped(zip))) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    return directory;
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The names directly in a directory of what was built, without metadata. */
export function namesIn({ files }: Built, directory: string): string[] {
  const inside = files.filter((file) => file.startsWith(directory)).map((file) => file.slice(directory.length));
  const names = new Set(inside.map((file) => file.split('/')[0] ?? ''));
  return [...names].filter((name) => !name.endsWith('.dist-info')).sort();
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}
